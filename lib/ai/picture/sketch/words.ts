import type { Names } from '../../../order/types';
import type { Tint } from './tint';

/**
 * What the names of a menu tell about how things look. The owner writes them, so each is searched for stems in Russian and
 * English; the first match counts. Nothing is shown that no word asks for.
 */
type Table<T> = readonly (readonly [stems: RegExp, found: T])[];

const search = <T>(table: Table<T>, named: Named | null): T | null => {
  if (!named) return null;
  const words = [named.key, ...Object.values(named.name)].join(' ').toLowerCase();
  return table.find(([stems]) => stems.test(words))?.[1] ?? null;
};

/** Something of the menu. */
export interface Named {
  key: string;
  name: Names;
}

export type CoatingKind = 'cream' | 'velour' | 'fondant' | 'mirror' | 'naked' | 'ganache';

const COATINGS: Table<CoatingKind> = [
  [/без покрыт|гол(ый|ого)|открыт|naked|no coating|uncoated|bare/, 'naked'],
  [/велюр|бархат|velour|velvet/, 'velour'],
  [/мастик|марципан|fondant|marzipan|sugar ?paste/, 'fondant'],
  [/зеркал|глазур|mirror|glaze|гляссаж/, 'mirror'],
  [/ганаш|шокол|ganache|chocolate/, 'ganache'],
];

/** Cream is what a coating is unless its name says something else. */
export const coatingKind = (coating: Named | null): CoatingKind => search(COATINGS, coating) ?? 'cream';

export type DecorKind =
  | 'berries'
  | 'flowers'
  | 'macarons'
  | 'figurine'
  | 'chocolate'
  | 'meringue'
  | 'fruit'
  | 'sprinkles'
  | 'gold'
  | 'pearls';

const DECOR: Table<DecorKind> = [
  [/макар|macar/, 'macarons'],
  [/безе|меренг|meringue|зефир|marshmallow/, 'meringue'],
  [/фигур|топпер|figur|topper|мишк|зайч/, 'figurine'],
  [/шокол|карамел|конфет|пот[её]к|chocol|caramel|drip|candy|sweets/, 'chocolate'],
  [/цвет|роз(а|ы|ами)|пион|flower|rose|peon|floral/, 'flowers'],
  [/ягод|клубни|малин|голубик|вишн|berr|cherr/, 'berries'],
  [/фрукт|апельсин|лимон|инжир|fruit|orange|citrus/, 'fruit'],
  [/посып|конфетти|sprinkl|confetti/, 'sprinkles'],
  [/золот|сусал|поталь|gold|silver leaf|серебр/, 'gold'],
];

/** Sugar pearls stand for a decoration that nothing is known of. */
export const decorKind = (decor: Named | null): DecorKind | null => (decor ? (search(DECOR, decor) ?? 'pearls') : null);

export type Mood = 'garland' | 'balloons' | 'hearts' | 'stars' | 'calm';

const OCCASIONS: Table<Mood> = [
  [/свадь|влюбл|wedding|valentine|engagement|помолв/, 'hearts'],
  [/дет(ск|и|ей)|ребен|ребён|крест|child|kid|baby|christening/, 'balloons'],
  [/рожд|birthday/, 'garland'],
  [/выпуск|новый год|рождеств|graduat|new year|christmas/, 'stars'],
  [/юбил|годовщ|anniversar/, 'garland'],
];

export const moodOf = (occasion: Named | null): Mood => search(OCCASIONS, occasion) ?? 'calm';

/** As a sponge with that filling looks when it is cut. */
const FILLINGS: Table<Tint> = [
  [/шокол|сникерс|брауни|трюф|прага|захер|chocol|snickers|brownie|truffle/, '#7a4b33'],
  [/красн\S* бархат|red velvet/, '#b23a45'],
  [/м[её]д(ов|(?![а-яё]))|honey/, '#dca24c'],
  [/морков|carrot|тыкв|pumpkin/, '#d98f4b'],
  [/черник|голубик|смородин|ежевик|лаванд|blueberr|currant|blackberr|lavender/, '#8a74b8'],
  [/вишн|cherr/, '#b0324f'],
  [/ягод|клубни|малин|berr/, '#dd6d8c'],
  [/тирамису|кофе|капучин|мокко|tiramisu|coffee|mocha/, '#bb9068'],
  [/фисташ|pistach|матча|matcha/, '#a8c07c'],
  [/мят|mint/, '#9bd0b8'],
  [/карамел|сгущ|caramel|toffee/, '#cb9250'],
  [/лимон|лайм|lemon|lime|банан|banana/, '#f0d66e'],
  [/манго|апельсин|персик|абрикос|mango|orange|peach|apricot/, '#f3b063'],
  [/орех|фундук|миндал|nut|almond|praline|пралине/, '#bd8d5e'],
  [/мак(ов|(?![а-яё]))|poppy/, '#a6a3ad'],
];

/** Null: its name tells no colour. */
export const fillingTint = (filling: Named | null): Tint | null => search(FILLINGS, filling);

const COLOUR_WORDS: Table<Tint> = [
  [/бел(ый|ая|ое|ого)|white/, '#fffaf2'],
  [/шокол|коричн|chocol|brown/, '#7a4b33'],
  [/бордов|burgundy/, '#8f2f45'],
  [/розов|pink/, '#f6b8c8'],
  [/красн|red\b/, '#d4454f'],
  [/голуб|sky blue|light blue/, '#b5dcf2'],
  [/син(ий|яя|ее)|\bblue/, '#6f93cf'],
  [/зел[её]н|green|фисташ|pistach/, '#a3c585'],
  [/ж[её]лт|yellow/, '#f6dc83'],
  [/сирен|лаванд|фиолет|lilac|lavender|purple/, '#c9b3e2'],
  [/ч[её]рн|black/, '#4a4046'],
];

/** A colour that the name of a coating itself tells; null: none. */
export const namedTint = (coating: Named | null): Tint | null => search(COLOUR_WORDS, coating);
