import { readAmount, readTiers } from './amount';
import { readLedAddress, readMarkedAddress } from './address';
import { leaveAsides } from './asides';
import { readCoating } from './coating';
import { readColour } from './colour';
import { readDay } from './date';
import { readDecor } from './decor';
import { readDiet } from './diet';
import { readFilling } from './filling';
import { readFulfilment } from './fulfilment';
import { readInscription } from './inscription';
import { intentOf } from './intent';
import { wordsLeft } from './left';
import { readBudget } from './money';
import { readAges, readOccasion } from './occasion';
import { readBesides, readOwnName } from './ownName';
import { words } from './pattern';
import { readPromo } from './promo';
import { readReach } from './reach';
import { Said } from './said';
import { EVENING, readHalf, readTime } from './time';
import type { Hearing, Intent, Slots } from './types';

/** What one piece of text fills. */
export interface Piece {
  slots: Slots;
  /** The text without contacts and inscription: what tells the intent. */
  low: string;
  /** What no rule took. */
  left: string;
  /** The occasion is told by an age alone. */
  inferred: boolean;
  /** Something was named in two ways. */
  unclear: boolean;
}

/** «добрый вечер» is no hour. */
const GREETING = words(
  [
    'доброго? ?(?:дня|вечера|утра|времени суток)|добр(?:ый|ое) (?:день|вечер|утро)',
    'good (?:evening|morning|afternoon)',
  ],
  'gu',
);
/** A day and a time in one; the day takes the words. */
const TONIGHT = words(['tonight|this evening']);

/** Each reader takes its words out, so that no later one reads them as something else. */
export function read(text: string, hearing: Hearing): Piece {
  const { expecting, vocabulary, language } = hearing;
  const said = new Said(text);
  const reach = readReach(said);
  const promo = readPromo(said);
  const plainly = expecting === 'inscription' && isAside(text, hearing) ? 'any' : expecting;
  const inscription = readInscription(said, plainly);
  const low = said.low;
  const marked = readMarkedAddress(said, expecting);
  const name = readOwnName(said);
  said.all(GREETING).forEach(({ 0: greeting, index }) => said.take(index, index + greeting.length));
  leaveAsides(said);
  const ages = readAges(said);
  const tiers = readTiers(said);
  const budget = readBudget(said);
  const half = readHalf(said) ?? (TONIGHT.test(said.low) ? EVENING : null);
  const date = readDay(said, hearing);
  const dated = /_/.test(said.low) && (date.date !== undefined || expecting === 'date');
  const time = { ...(half !== null && { time: half }), ...readTime(said, expecting, dated) };
  const address = marked.address === undefined ? readLedAddress(said, expecting) : marked;
  const amount = readAmount(said, expecting, language);
  const { inferred, ...occasion } = readOccasion(said, ages, vocabulary, expecting);
  const coating = readCoating(said, vocabulary.coatings, expecting);
  const decor = readDecor(said, vocabulary.decor);
  const filling = readFilling(said, vocabulary.fillings, expecting);
  const diet = readDiet(said, expecting);
  const colour = readColour(said, expecting);
  const fulfilment = readFulfilment(said);
  const beside = name.name === undefined ? readBesides(said, expecting, Object.keys(reach).length > 0) : name;
  const slots = {
    ...reach,
    ...promo,
    ...inscription,
    ...tiers,
    ...budget,
    ...date,
    ...time,
    ...address,
    ...coating,
    ...decor,
    ...filling,
    ...diet,
    ...amount,
    ...colour,
    ...occasion,
    ...fulfilment,
    ...beside,
  };
  return { slots, low, left: said.low, inferred, unclear: said.unclear };
}

/** Any words are a text for the cake where one is asked for, but for these. */
const NO_TEXT: Intent[] = ['back', 'cancel', 'restart', 'human', 'question', 'price', 'status', 'optout', 'delete_data', 'pay', 'correct']; // prettier-ignore
const FACTS: (keyof Slots)[] = ['servings', 'weight_g', 'phone', 'email', 'fulfilment', 'address', 'budget_rub', 'promo', 'time']; // prettier-ignore
const REPAIRS = /^\s*(?:не+т?|ой|стоп|no|oops)[\s,.!]+(?:лучше|давайте|не|на|rather|make)(?![a-zа-я])/;

/** Whether an answer to the question for the text is none: an order to the bot, a question, or facts and nothing else. */
function isAside(text: string, hearing: Hearing): boolean {
  const { slots, low, left } = read(text, { ...hearing, expecting: 'any' });
  if (slots.inscription !== undefined) return false;
  if (NO_TEXT.includes(intentOf(text, low, {}, 'any')) || REPAIRS.test(low)) return true;
  return FACTS.some((key) => slots[key] !== undefined) && wordsLeft(left).length === 0;
}
