import type { Language } from '../../order/types';
import { clean, LONGEST, plain } from './text';

/** Steps whose answer can be changed by name. */
export const CHANGEABLE = [
  'occasion',
  'servings',
  'filling',
  'coating',
  'decor',
  'inscription',
  'wishes',
  'allergens',
  'date',
  'window',
  'fulfilment',
  'zone',
  'address',
  'name',
  'contact',
] as const;
export type ChangeableField = (typeof CHANGEABLE)[number];

/** What a customer can say at any step. `no` is a plain refusal, `none` says that something is not wanted. */
export type Command =
  | {
      kind:
        | 'back'
        | 'cancel'
        | 'restart'
        | 'human'
        | 'help'
        | 'forget'
        | 'id'
        | 'code'
        | 'yes'
        | 'no'
        | 'none'
        | 'price'
        | 'status'
        | 'pay'
        | 'ready';
    }
  | { kind: 'change'; field?: ChangeableField }
  | { kind: 'language'; language: Language };

type Simple = Exclude<Command['kind'], 'change' | 'language'>;

const SLASHES: Record<string, Command> = {
  start: { kind: 'restart' },
  new: { kind: 'restart' },
  back: { kind: 'back' },
  cancel: { kind: 'cancel' },
  stop: { kind: 'cancel' },
  human: { kind: 'human' },
  operator: { kind: 'human' },
  help: { kind: 'help' },
  delete: { kind: 'forget' },
  forget: { kind: 'forget' },
  id: { kind: 'id' },
  code: { kind: 'code' },
  change: { kind: 'change' },
  price: { kind: 'price' },
  status: { kind: 'status' },
  pay: { kind: 'pay' },
  cakes: { kind: 'ready' },
  catalog: { kind: 'ready' },
  skip: { kind: 'none' },
  ru: { kind: 'language', language: 'ru' },
  en: { kind: 'language', language: 'en' },
};

const PERSON =
  '(?:человека?|живого человека|живой человек|оператора?|менеджера?|сотрудника?|кондитера?|человеком|оператором|менеджером|кондитером)';
const NOTHING =
  '(?:надпис[ьи]|декора?|украшени[йя]|украшать|пожелани[йя]|фото|комментари(?:ев|й)|аллергии|аллергий|этого)';

const SHOW =
  '(?:(?:покажи(?:те)?|показать|посмотреть|увидеть|открыть|открой(?:те)?|(?:хочу|можно)(?: (?:посмотреть|увидеть))?) (?:мне |пожалуйста )*(?:ваш[иу]? )?(?:все )?)';

// Each pattern must cover the whole text: an inscription «Назад в будущее» is no command.
const PHRASES: [Simple, string][] = [
  [
    'back',
    '(?:можно )?назад|верни(?:те|сь)?(?: назад)?|вернуться(?: назад)?|шаг назад|на шаг назад|предыдущий (?:шаг|вопрос)',
  ],
  ['back', 'back|go back|(?:one )?step back|previous(?: (?:step|question))?'],
  [
    'cancel',
    'отмен(?:а|ить|и|ите|яю|яем)(?: (?:мой )?заказа?)?|(?:я )?передумал[аи]?|не буду заказывать|отказываюсь от заказа',
  ],
  ['cancel', 'cancel(?: (?:my |the )?order)?|i changed my mind|never ?mind'],
  [
    'restart',
    '(?:начать |начни(?:те)? |начнем |давай(?:те)? |все )?(?:заново|сначала|с начала)|(?:новый заказ|начать новый заказ)|начать|старт',
  ],
  ['restart', 'restart|start|start(?: (?:over|again|from scratch))|new order'],
  [
    'human',
    `(?:(?:позовите|позвать|позови|нужен|соедините с|хочу|дайте|можно|свяжите с) )?(?:с )?${PERSON}(?: можно)?`,
  ],
  ['human', '(?:поговорить|связаться|общаться|пообщаться) с (?:человеком|оператором|менеджером|кондитером)'],
  [
    'human',
    '(?:хочу|можно) (?:поговорить|связаться|пообщаться) с (?:живым )?(?:человеком|оператором|менеджером|кондитером)',
  ],
  [
    'human',
    '(?:(?:call|get|talk to|speak to|i (?:want|need)(?: to talk to)?) )?(?:a |an |the )?(?:human|operator|manager|(?:real )?person)',
  ],
  ['help', 'помощь|помоги(?:те)?|справка|что (?:ты|вы) умее(?:шь|те)|help|what can you do'],
  [
    'forget',
    '(?:я хочу |хочу |прошу |можно )?(?:удали(?:ть|те)?|сотри(?:те)?|стереть|забудь(?:те)?) (?:все )?(?:мои |обо мне |персональные |личные )*(?:данные|информацию)(?: обо мне)?|забудьте меня',
  ],
  ['forget', '(?:please )?(?:delete|erase|remove|forget) (?:all )?(?:my |personal )*data|forget me'],
  ['id', 'id|мой id|номер чата|мой номер чата|chat id'],
  [
    'code',
    '(?:дайте )?код(?: для (?:другого мессенджера|переноса(?: заказа)?))?|(?:перейти |продолжить |перенести |перевести )(?:мой )?(?:заказ )?(?:в|на) друг(?:ой|ом) мессенджере?|перенести (?:мой )?заказ',
  ],
  [
    'code',
    '(?:get a )?(?:move )?code|(?:move|transfer) my order|(?:continue|go on) in another messenger|(?:switch|go|move) to another messenger',
  ],
  [
    'price',
    '(?:(?:какая|назовите|скажите) )?(?:цена|стоимость)|сколько (?:это |он |торт )?(?:будет )?(?:стоит|стоить)|сколько (?:с меня|выходит|получается)',
  ],
  ['price', 'почем|price|the price|how much(?: is it| does it cost| will it cost)?'],
  [
    'status',
    'статус(?: (?:моего )?заказа)?|(?:где|как|что с) (?:мой заказ|моим заказом)|(?:status|order status|where is my order)',
  ],
  [
    'pay',
    '(?:(?:хочу|хотим|как|можно|готова?|куда) )?(?:(?:вам|мне) )?(?:оплатить|заплатить|внести предоплату|оплата|предоплата)(?: заказ)?|(?:(?:где|дайте|пришлите|скиньте|нужна) )?(?:новую |ещ[её] раз )?ссылк[ау] на оплату(?: ещ[её] раз)?',
  ],
  [
    'pay',
    '(?:(?:i want to|how (?:do i|can i|to)|can i|id like to) )?pay(?: (?:for )?(?:the|my) order)?|(?:(?:send me )?(?:a |the )?(?:new )?)?payment link',
  ],
  ['ready', `${SHOW}?(?:готовы[ей] торты?|витрин[ауы]|каталог(?: тортов)?|ассортимент|(?:фото|примеры) тортов)`],
  ['ready', `${SHOW}(?:торты|тортики|что (?:у вас )?есть)|что (?:у вас )?есть у вас|что у вас есть(?: готового)?`],
  ['ready', 'какие (?:у вас )?(?:есть )?(?:готовые )?торты(?: есть)?(?: у вас)?(?: есть)?'],
  [
    'ready',
    '(?:(?:show|let me see|can i see|see|view)(?: me)? )?(?:the |your |all )?(?:ready(?: made)? cakes?|catalog(?:ue)?|showcase)',
  ],
  [
    'ready',
    '(?:show|let me see|can i see|see|view)(?: me)? (?:the |your |all )*cakes|what (?:cakes )?(?:do you have|have you got|do you offer)',
  ],
  [
    'yes',
    '(?:да|ага|угу|конечно|верно|все верно|правильно|все правильно|согласен|согласна|подтверждаю|хорошо|ок|окей|годится|подходит|отлично|давай(?:те)?)',
  ],
  [
    'yes',
    'да (?:конечно|подтверждаю заказ|все верно|согласна?|согласен|подтверждаю|верно|правильно)|yes|yep|yeah|sure|ok|okay|correct|i agree|agree|confirm|all right|thats right|looks good',
  ],
  [
    'yes',
    'все (?:так|хорошо|ок|супер)|именно(?: так)?|точно|оформля(?:ем|йте)|all (?:good|correct)|its (?:right|correct)|looks right|perfect',
  ],
  ['no', 'нет|неа|не|нет спасибо|не согласен|не согласна|no|nope|no thanks|no thank you'],
  [
    'none',
    '(?:нет )?(?:спасибо )?(?:ничего )?(?:не (?:нужно|надо|нужна|нужен|нужны|хочу|требуется|имеется))(?: (?:ничего|спасибо))?',
  ],
  [
    'none',
    `без ${NOTHING}|(?:${NOTHING} )?(?:не (?:нужно|надо|нужна|нужен|нужны))(?: ${NOTHING})?|нет (?:${NOTHING}|пожеланий)`,
  ],
  [
    'none',
    'ничего|никаких|никакой|без всего|пропуск|пропусти(?:ть|м|те)?|дальше|пожеланий нет|аллерги[ийя] нет|ничего особенного',
  ],
  [
    'none',
    'none|nothing|skip|not needed|no need|nothing special|(?:no|without(?: an?)?) (?:inscription|decor|decoration|allergies|wishes|text)',
  ],
];

const FIELDS: [ChangeableField, string][] = [
  ['occasion', 'повод\\p{L}*|праздник\\p{L}*|occasion'],
  [
    'servings',
    'размер\\p{L}*|вес|количеств\\p{L}*(?: (?:гостей|человек))?|(?:числ\\p{L}+ )?гост\\p{L}+|size|weight|servings|guests|number of guests',
  ],
  ['filling', 'начинк\\p{L}*|вкус\\p{L}*|filling|flavou?r'],
  ['coating', 'покрыти\\p{L}*|coating|icing'],
  ['decor', 'декор\\p{L}*|украшени\\p{L}*|decor|decorations?'],
  ['inscription', 'надпис\\p{L}*|текст\\p{L}*|inscription|text'],
  ['wishes', 'пожелани\\p{L}*|комментари\\p{L}*|wish(?:es)?|comments?'],
  ['allergens', 'аллерг\\p{L}*|allerg\\p{L}*'],
  ['date', 'дат\\p{L}*|день|(?:date|day)'],
  ['window', 'врем(?:я|ени)|час\\p{L}*|time(?: slot)?'],
  [
    'fulfilment',
    'доставк\\p{L}*|самовывоз\\p{L}*|способ\\p{L}* (?:получения|доставки)|получени\\p{L}*|delivery|pick ?up',
  ],
  ['zone', 'район\\p{L}*(?: доставки)?|(?:delivery )?(?:area|zone)'],
  ['address', 'адрес\\p{L}*|address'],
  ['name', 'имя|имени|name'],
  ['contact', 'контакт\\p{L}*|телефон\\p{L}*|номер\\p{L}*(?: телефона)?|contacts?|phone(?: number)?'],
];
const CHANGE =
  '(?:(?:я )?(?:хочу|хотел[аи]? бы|можно|надо|нужно|давайте|i want to|i would like to|id like to|can i) )?(?:изменить|измени(?:те)?|поменять|поменяй(?:те)?|сменить|исправить|исправьте|заменить|поправить|change|edit|fix)';
const OTHER = '(?:друг(?:ая|ой|ое|ую|ие)|another|different)';

const exact = (source: string) => new RegExp(`^(?:${source})$`, 'u');
const RULES = PHRASES.map(([kind, source]) => ({ kind, pattern: exact(source) }));
const CHANGES = FIELDS.map(([field, source]) => ({
  field,
  pattern: exact(`(?:${CHANGE}|${OTHER}) (?:the |my |мо[йюеи] )?(?:${source})`),
}));
const CHANGE_ANY = exact(`${CHANGE}(?: (?:заказ|ответ|что[ -]?то|кое что|order|my order|something|answer|an answer))?`);
const LANGUAGES: [Language, RegExp][] = [
  [
    'en',
    exact(
      '(?:(?:in|speak|switch to) )?english|(?:(?:давайте|можно|говорите) )?(?:по английски|на английском)|en|английский',
    ),
  ],
  [
    'ru',
    exact('(?:(?:in|speak|switch to) )?russian|(?:(?:давайте|можно|говорите) )?(?:по русски|на русском)|ru|русский'),
  ],
];

/** The command that the whole text is, or null. Words around it («назад в будущее») make it an answer instead. */
export function readCommand(text: string): Command | null {
  if (text.length > LONGEST) return null;
  const slash = /^\/([a-z]+)(?:@\w+)?(?: .*)?$/.exec(plain(text));
  if (slash) return Object.hasOwn(SLASHES, slash[1]) ? SLASHES[slash[1]] : null;
  const words = clean(text).replace(/^(?:пожалуйста|please) | (?:пожалуйста|please)$/g, '');
  if (words === '' || words.length > 60) return null;
  const language = LANGUAGES.find(([, pattern]) => pattern.test(words));
  if (language) return { kind: 'language', language: language[0] };
  const change = CHANGES.find(({ pattern }) => pattern.test(words));
  if (change) return { kind: 'change', field: change.field };
  if (CHANGE_ANY.test(words)) return { kind: 'change' };
  const rule = RULES.find(({ pattern }) => pattern.test(words));
  return rule ? { kind: rule.kind } : null;
}
