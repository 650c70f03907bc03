import { COLOURS, type Colour } from '../../order/types';
import { plain } from './text';

/** Stems by which a colour is known in both languages; the first that fits counts, so shades stand before their base. */
const STEMS: [Colour, RegExp][] = [
  ['light_blue', /голуб|небесн|(?:light|baby|sky) ?blue/u],
  ['burgundy', /бордо|винн|марсал|burgundy|wine|maroon/u],
  ['cream', /кремов|бежев|айвори|слонов|cream|beige|ivory/u],
  ['mint', /мятн|тиффани|бирюз|mint|tiffany|turquoise|teal/u],
  ['lilac', /сирен|лаванд|лилов|lilac|lavender/u],
  ['purple', /фиолет|пурпур|purple|violet/u],
  ['gold', /золот|gold/u],
  ['silver', /серебр|silver/u],
  ['white', /(?<!\p{L})бел(?:ый|ая|ое|ые|ого|ой|ом|ым|ую|ым|ых|еньк\p{L}*|оснеж\p{L}*)(?!\p{L})|white/u],
  ['pink', /розов|пудров|pink|rose/u],
  ['red', /красн|алый|алого|алом|(?<!\p{L})red(?!\p{L})/u],
  ['orange', /оранж|персик|коралл|orange|peach|coral/u],
  ['yellow', /(?<!\p{L})ж[её]лт|лимонн(?:ый|ого|ом) цвет|yellow/u],
  ['green', /зел[её]н|салатов|green/u],
  ['blue', /(?<!\p{L})син(?:ий|яя|ее|ие|его|ей|ем|им|юю|их|еньк\p{L}*)(?!\p{L})|blue|navy/u],
  ['brown', /коричн|brown/u],
  ['black', /ч[её]рн(?!ик|ос)|black/u],
  ['grey', /(?<!\p{L})сер(?:ый|ая|ое|ые|ого|ой|ом|ым)(?!\p{L})|gr[ae]y/u],
];

/** Colours of our list that words name, in the order of the list. */
export function readColours(text: string): Colour[] {
  let rest = plain(text);
  const found = STEMS.filter(([, stem]) => {
    if (!stem.test(rest)) return false;
    rest = rest.replace(new RegExp(stem.source, 'gu'), ' ');
    return true;
  }).map(([colour]) => colour);
  return COLOURS.filter((colour) => found.includes(colour));
}
