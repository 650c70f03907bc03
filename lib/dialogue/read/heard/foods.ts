import { sameStem, stemOf, wordsOf, type Word } from './words';

/**
 * What cakes are made with and what they are called, besides a menu: nominative, as the slot gets it. A word that is
 * not here is a filling only where the sentence says so («начинка …»).
 */
const RU =
  'фисташка малина клубника вишня черника смородина ежевика голубика клюква брусника облепиха манго маракуйя банан кокос ' +
  'лимон лайм апельсин мандарин грейпфрут груша яблоко персик абрикос ананас киви гранат инжир чернослив курага слива ' +
  'карамель ваниль кофе капучино латте мокко сгущёнка творог сметана йогурт пломбир крем-брюле матча лаванда ' +
  'пралине нутелла фундук миндаль пекан арахис маскарпоне чизкейк прага эстерхази сметанник киевский захер панчо трюфель опера ' +
  'баунти орео рафаэлло твикс ферреро роше дюшес юдзу бейлиз амаретто халва имбирь корица тыква фейхоа личи ' +
  'базилик бабл-гам баббл-гам бискофф павлова фруктовый молочный сливочный кофейный ванильный ореховый йогуртовый творожный';
const EN =
  'pistachio raspberry strawberry cherry blueberry blackberry blackcurrant currant cranberry mango passionfruit banana coconut lemon lime ' +
  'orange tangerine grapefruit pear apple peach apricot pineapple kiwi fig prune plum caramel vanilla coffee cappuccino mocha espresso ' +
  'yogurt yoghurt curd matcha lavender praline nutella hazelnut almond pecan peanut mascarpone cheesecake oreo bounty raffaello ' +
  'twix baileys rum gingerbread ginger cinnamon pumpkin lychee basil funfetti biscoff butterscotch toffee ube pavlova ' +
  'sacher prague esterhazy guava pomegranate walnut marzipan meringue';
const PHRASES =
  'солёная карамель|варёная сгущёнка|чёрная смородина|красная смородина|молочная девочка|чёрный лес|графские развалины|поль робсон|' +
  'дамские пальчики|крем брюле|зелёный чай|три шоколада|белый шоколад|ферреро роше|милки вей|яблочный штрудель|лимонный тарт|' +
  'salted caramel|passion fruit|black forest|boston cream|cookies and cream|peanut butter|cookie dough|white chocolate|three chocolates|' +
  'key lime|earl grey|dulce de leche|lemon curd|ferrero rocher|tres leches|ice cream|victoria sponge|lady baltimore|milk girl';

/** Cakes of their own name: that alone says what is inside. */
const CAKES =
  /^(?:чизкейк|прага|эстерхази|сметанник|киевский|захер|панчо|павлова|пломбир|баунти|орео|рафаэлло|молочная девочка|ч[её]рный лес|графские развалины|поль робсон|дамские пальчики|три шоколада|милки вей|ферреро роше|cheesecake|sacher|esterhazy|black forest|milk girl|tres leches|pavlova)$/;

export const isCake = (word: string): boolean => CAKES.test(word);

/** A food that a text names; `adjective` where it is said as one («фисташковый»). */
export interface Food {
  /** Nominative, lower case, with the customer's own ё. */
  word: string;
  from: number;
  to: number;
  adjective: boolean;
}

const plain = (text: string) => text.replace(/ё/g, 'е');
const NOUNS = new Map(`${RU} ${EN}`.split(' ').map((word) => [stemOf(plain(word)), word]));
const PAIRS = PHRASES.split('|').map((phrase) => ({
  phrase,
  stems: phrase.split(' ').map((word) => stemOf(plain(word))),
}));
const ADJECTIVE = /(?:ыми|ими|ого|его|ому|ему|ый|ий|ой|ая|яя|ое|ее|ие|ые|ым|им|ом|ем|ую|юю|ых|их|ою|ею)$/;
const FORMER = /(?:ичн|ечн|енн|анн|ов|ев|ин|н)$/;

/** The foods of a text from left to right. `own` gives the customer's own letters of a stretch. */
export function foodsIn(low: string, own: (from: number, to: number) => string): Food[] {
  const words = wordsOf(low);
  const foods: Food[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const pair = PAIRS.find(({ stems }) =>
      stems.every((stem, index) => words[at + index] && sameStem(stem, words[at + index].stem)),
    );
    if (pair) {
      const [from, to] = [words[at].from, words[at + pair.stems.length - 1].to];
      foods.push({ word: spelt(pair.phrase, own(from, to)), from, to, adjective: false });
      at += pair.stems.length - 1;
      continue;
    }
    const food = foodOf(words[at], own(words[at].from, words[at].to));
    if (food) foods.push(food);
  }
  return foods;
}

function foodOf({ text, stem, from, to }: Word, own: string): Food | null {
  const noun =
    NOUNS.get(stem) ??
    (text.length >= 7 ? [...NOUNS].find(([name]) => name.length >= 6 && sameStem(name, stem))?.[1] : undefined);
  const adjective = noun === undefined || ADJECTIVE.test(noun) ? adjectiveOf(text, own) : null;
  if (adjective !== null) return { word: adjective, from, to, adjective: true };
  return noun === undefined ? null : { word: spelt(noun, own), from, to, adjective: false };
}

/** «фисташковой» is «фисташковый», if what it is made from is a food. */
function adjectiveOf(text: string, own: string): string | null {
  if (!/[а-я]/.test(text) || !ADJECTIVE.test(text)) return null;
  const base = text.replace(ADJECTIVE, '');
  const root = base.replace(FORMER, '');
  const roots =
    root === base ? [] : [root, `${root}ик`, root.replace(/ч$/, 'к'), root.replace(/ь$/, ''), base.slice(0, -1)];
  return [base, ...roots].some((one) => NOUNS.has(one)) ? masculine(own) : null;
}

/** An adjective in its dictionary form: «фисташковой» «фисташковый», «киевского» «киевский». */
export function masculine(word: string): string {
  const base = word.toLowerCase().replace(ADJECTIVE, '');
  return base + (/[кгхжшчщ]$/.test(base) ? 'ий' : 'ый');
}

/** A noun in the nominative, as far as its ending tells: «фисташкой» «фисташка», «бананом» «банан». */
export function nominative(word: string): string {
  const low = word.toLowerCase();
  if (/(?:ого|его|ыми|ая|яя|ый|ий|ое)$/.test(low)) return masculine(low);
  if (/ой$/.test(low)) return low.replace(/ой$/, 'а');
  if (/[еёе]й$/.test(low)) return low.replace(/[еёе]й$/, 'я');
  if (/ью$/.test(low)) return low.replace(/ью$/, 'ь');
  if (/ом$/.test(low)) return low.replace(/ом$/, '');
  if (/ем$/.test(low)) return low.replace(/ем$/, 'ь');
  return low;
}

/** A word of the list with ё only where the customer writes it. */
function spelt(word: string, own: string): string {
  return /ё/i.test(own) ? word : plain(word);
}
