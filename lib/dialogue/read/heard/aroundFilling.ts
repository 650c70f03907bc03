import { oneOf } from './pattern';

/** What is chocolate or has berries on it without being the filling. */
export const NOT_FILLING = new RegExp(
  `^ ${oneOf(
    'декор|фигур|подтек|потек|подт|глазур|ганаш|стружк|крошк|яйц|яиц|шар|плитк|лент|надпис|сердечк|букв|покрыт',
    'велюр|капл|цифр|открытк|drip|shaving|decor|ganache|frosting|icing|letter|figur|egg|chip|buttercream|piece',
    'curl|ball|topp|coating|glaze|cover|spray|bar|plaque|сверху|наверх|по бокам|на верх|для укра|on top|around',
    'for decor|as decor',
  )}`,
  'u',
);
/** Before a word: it lies on the cake. */
export const DECORATED = new RegExp(
  `(?<![a-zа-я])${oneOf(
    'укра[сш]~|украс~|декор~|сверху|наверху?|свеж~|живы~|фигурк~|цветы?|топпер~|посыпк~|посыпать|decorat~',
    'topp~|topped|fresh|on top|garnish~',
  )}(?: ?[:-])?(?: (?:[a-zа-я]+ ){0,2}(?:с|из|with|of|by)?)? ?$`,
  'u',
);
/** Before a word: it comes with something else. */
export const WITH = /(?<![a-zа-я])(?:с|со|with)(?: [a-zа-я]+(?:ым|ой|ими|ыми))? $/u;
/** Before a word: it is what somebody must not eat. */
export const ALLERGY = /(?:аллерг|allerg)[^.;!?\n]*$/u;
/** Before a word: the sentence is about the cake. */
export const ABOUT_CAKE = /(?:начинк|тор[тд]|вкус|filling|cake)[a-zа-я]*[^.;!?\n]*$/u;
const FILLING = '(?:начинк[a-zа-я]*|вкус(?:ом|а|у)?(?!н)|внутри|прослойк[a-zа-я]*|filling|flavou?r|inside)';
/** Before a word: it is called the filling. */
export const SAID_BEFORE = new RegExp(
  `(?<![a-zа-я])${FILLING}(?: ?[-:=]| (?:пусть|будет|хочу|хотим|хотелось|бы|давайте|сделайте|нужна|из|с|со|у|лучше|поменяйте на|на|is|of|with|to|be|should))* ?[-:]? ?$`,
  'u',
);
/** After a word: the same. */
export const SAID_AFTER = /^ (?:начинк|вкус(?!н)|прослойк|filling|flavou?r)/u;
