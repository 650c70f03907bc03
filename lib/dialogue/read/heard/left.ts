import { oneOf } from './pattern';
import { wordsOf } from './words';

/** Words that join, point, ask politely or name what a rule has read beside them: without them nothing is lost. */
const SMALL = new RegExp(
  `^${oneOf(
    // Pronouns, prepositions and the like.
    'а|и|в|во|на|с|со|к|ко|у|о|об|от|до|по|за|из|для|при|без|под|над|не|ни|но|да|нет|неа|же|бы|ли|то|это|эт[а-я]{1,3}',
    'так[а-я]{0,3}|вот|ну|уж|уже|еще|тоже|также|или|если|что|чтоб[а-я]?|как|где|там|тут|все|весь|вся|всех|всем|мой|моя',
    'мое|мои|моим?|мне|меня|мы|нам|нас|наш|я|он|она|они|ему|ей|им|его|ее|их|вы|вам|вас|ваш[а-я]{0,2}|ты|вами|себя',
    'быть|будет|будут|был[а-я]?|есть|очень|просто|только|можно|может|можете|поэтому|потому|тогда|когда|сразу|точно|этому',
    'лучше|пусть|всего|итого|итоге|ой|ок|окей|нибудь|угодно|совсем|кроме|вместо|больше|обязательно|срочно|норм|типа|чего',
    // Politeness and greetings.
    'давай[а-я]{0,2}|пожалуйста|пж~|пжлст|плиз|спасибо|здравствуйте|здрас[а-я]+|привет|добр~|девочки|скажите|подскажите',
    'подождите|извините|простите|упс|стоп|опечатка|ошибл[а-я]+|ошиб[а-я]+|неправильно|написал[а-я]?|забыл[а-я]?|сказать',
    'передумал[а-я]?|отмен~|интересует|успеете|сможет[а-я]{0,2}|хватит|попроще|пишу|пишите|звоните|скиньте|пришлите|применить',
    // What is ordered, for whom, and the names of the questions.
    'день|дню|дня|дней|вечер|утро|утром|рано|хочу|хот~|хочется|захотелось|нуж~|надо|заказ~|закаж~|сдела~|тор[тд]~|бенто',
    'штук~|один|одн~|примерно|около|где-то|думаю|наверн~|добав~|поменя~|измен~|исправ~|начинк~|вкус~|покрыти~|глазур~',
    'цвет[а-я]{0,2}|тон[а-я]{2,3}|надпис~|дат[аыуе]|врем~|вес~|тел~|номер~|почт[аыу]|имя|зовут|адрес[а-я]?|бюджет~|макс',
    'человек[а-я]?|чел|чил|гост~|кг|кило~|взросл~|двоих|троих|двоим|двое|трое|четверо|пятеро|придут|придет|внутри|сверху',
    'сам[аи]?|муж~|жен[аыеу]|мам~|пап~|подру[гж]~|доч~|сын~|внук~|внучк~|ребен~|дет~|бабушк~|дедушк~|сестр~|брат~|шеф[ауы]?',
    'свекров~|тещ~|рождения|исполняется|отмечаем|любой|любая|любую|готовый|чек[а-я]?|промокод|уложит~',
    // A price is asked for, a picture turned down.
    'сколько|скока|почем|поче?|цен[аыу]|стоит|стоить|прайс|выйдет|выходит|обойдется|деньгам|какая|какой|нравится|подходит',
    'подтверждаю|эскиз~|картинк~|знаю',
    // English.
    "the|a|an|is|are|am|be|to|of|for|on|in|at|by|it|its|it's|i|i'd|i'll|i'm|we|we'd|we'll|you|my|our|me|us|and|or|with",
    'this|that|please|pls|thanks|thank|hi|hello|hey|would|like|want|need|needed|can|could|get|have|make|cakes?|just|also|some',
    "about|around|there|will|order|ordering|from|let's|so|maybe|think|people|guests|no|not|yes|ok|okay|her|his|she|he|they",
    'mum|mom|dad|wife|husband|friend|son|daughter|looking|birthday|party|bento|budget|but|anything|instead|except|here',
    "wife's|husband's|son's|daughter's|parents|coming|filling|coating|frosting|colou?r|serves|number|phone|email|date",
    "change|changed|mind|wait|oops|sorry|actually|nope|wrong|don't|how|much|price|cost|total|must|ladies|students|use",
  )}$`,
  'u',
);

/** The words that no rule took and that may carry meaning. */
export const wordsLeft = (low: string): string[] =>
  wordsOf(low)
    .map(({ text }) => text)
    .filter((text) => /\d/.test(text) || (text.length >= 3 && !SMALL.test(text)));
