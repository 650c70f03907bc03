import { ALLERGENS, type Allergen } from '../../order/types';
import { LONGEST, plain } from './text';

const WORDS: Record<Allergen, RegExp> = {
  nuts: /орех|орешк|фундук|миндал|арахис|фисташ|кешью|пекан|\bnuts?\b|almond|peanut|pistach|hazelnut|walnut|cashew/i,
  gluten: /глютен|целиак|мук[аиу](?![а-я])|пшениц|gluten|wheat|flour|coeliac|celiac/i,
  milk: /молок|молоч|лактоз|сливк|сливоч|milk|lactose|dairy|cream/i,
  eggs: /яйц|яиц|яичн|белок|\beggs?\b/i,
  honey: /м[её]д(?![а-яё])|м[её]д[ауе](?![а-яё])|пчел|honey/i,
};

/** `named`: what must not be eaten. `denied`: the text says that there is no allergy, and nothing else. */
export interface SaidAllergies {
  named: Allergen[];
  denied: boolean;
}

// A clause ends where another may say the opposite: an allergy too many costs a question, one too few a guest's health.
const CLAUSE = /[,.;:!?\n]+|(?<!\p{L})(?:но|а|зато|кроме|только|есть|but|only|except|just)(?!\p{L})/u;
const SPANS = [
  /(?<!\p{L})(?:нет(?! ли(?!\p{L}))|никаких) (?:\p{L}+ ){0,4}?аллерг(?:ии|ий)(?!\p{L})(?: ни на что| ни у кого| у \p{L}+){0,2}(?: на (?:(?!на )\S+ ?)+)?/gu,
  /аллерг(?:ии|ий|ия) (?:\p{L}+ ){0,5}?(?:нет|отсутству\p{L}+|не (?:имеется|было|бывает))(?!\p{L})(?: ни на что| ни у кого| у \p{L}+)*/gu,
  /(?<!\p{L})без аллерг\p{L}+(?: на (?:(?!на )\S+ ?)+)?/gu,
  /(?<!\p{L})не аллерги(?:к|чк|чн)\p{L}*(?: на (?:(?!на )\S+ ?)+)?/gu,
  /(?<!\p{L})(?:no|without(?: an?| any)?) (?:\p{L}+ ){0,2}?allerg(?:y|ies)(?: to .*)?/gu,
  /(?<!\p{L})(?:not|isn't|aren't|nobody is|no one is) allergic(?: to .*)?/gu,
  /(?:don't|doesn't|do not|does not) have (?:an? |any )?(?:\p{L}+ )?allerg(?:y|ies)(?: to .*)?/gu,
];
const ABOUT = /(?<!ни )(?<!\p{L})(?:на|to) \p{L}/u;
const FILLER =
  /(?<!\p{L})(?:нет|да|у|нас|меня|них|гостей|детей|никого|ни|кого|все|всех|спасибо|и|вроде|точно|no|thanks|thank|you|we|i|have|there|are|is|any|at|all|they|our|guests|nobody|has|am|im|i'm)(?!\p{L})/gu;

/** Which of the known allergens a text names as an allergy; «нет аллергии на орехи» and "no nut allergy" name none. */
export function readAllergies(text: string): SaidAllergies {
  const clauses = plain(text.slice(0, LONGEST)).split(CLAUSE);
  let general = false;
  const rest = clauses
    .map((clause) =>
      SPANS.reduce(
        (left, span) =>
          left.replace(span, (found) => {
            if (!ABOUT.test(found) && ALLERGENS.every((one) => !WORDS[one].test(found))) general = true;
            return ABOUT.test(found) || ALLERGENS.some((one) => WORDS[one].test(found)) ? ' … ' : ' ';
          }),
        clause,
      ),
    )
    .join(' ');
  const named = ALLERGENS.filter((one) => WORDS[one].test(rest));
  return { named, denied: general && !/[\p{L}\p{N}…]/u.test(rest.replace(FILLER, ' ')) };
}
