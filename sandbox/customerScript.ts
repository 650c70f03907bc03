import { questionKeyOf, say, type QuestionKey, type TextKey } from '../lib/dialogue';
import type { Language } from '../lib/order';
import type { ChatMessage, Customer, Said } from './client';

/** What a customer wants, as far as she cares; the rest she takes as offered first. */
export interface Wanted {
  language: Language;
  name: string;
  phone: string;
  inscription: string;
  fulfilment: 'pickup' | 'delivery';
  address: string;
  /** Label, or part of it, of the button for the filling. */
  filling?: string;
  /** False: she wants no decoration. */
  decor?: boolean;
  /** Number (1-based) of the day among the offered ones. */
  day?: number;
  /** She tells her order in sentences, as far as it goes, and answers what is then still asked. */
  sentences?: Sentences;
}

/** An order in three sentences. */
export interface Sentences {
  /** Her first words. */
  cake: string;
  /** `day`: a day that the bot has offered, as it named it. */
  when(day: string): string;
  who: string;
}

/** A customer's taste in that language. */
export function usualWishes(language: Language, more: Partial<Wanted> = {}): Wanted {
  const words =
    language === 'ru'
      ? { name: 'Анна', inscription: 'С днём рождения, Маша!', address: 'ул. Лесная, д. 5, кв. 12', filling: 'Медовик' }
      : { name: 'Anna', inscription: 'Happy birthday, Mary!', address: '5 Lesnaya St, flat 12', filling: 'Honey cake' };
  return { language, phone: '+7 916 123-45-67', fulfilment: 'delivery', ...words, ...more };
}

/** The order of somebody who writes rather than presses. */
export function freeWords(language: Language): Wanted {
  const plain = { fulfilment: 'pickup' as const, decor: false };
  if (language === 'en') {
    const sentences: Sentences = {
      cake: 'Hello! I would like a chocolate cake for 12 people for a birthday, with cream cheese coating, no decoration, and the inscription "Happy birthday, Mary!"',
      when: (day) => `I will pick it up myself on ${day}, between 13:00 and 17:00`,
      who: 'My name is Anna, phone +7 916 123-45-67',
    };
    return usualWishes(language, { ...plain, filling: 'Chocolate', sentences });
  }
  const sentences: Sentences = {
    cake: 'Здравствуйте! Нужен шоколадный торт на 12 человек на день рождения, покрытие крем-чиз, без декора, надпись "С днём рождения, Маша!"',
    when: (day) => `Заберу торт сама, ${day}, с 13 до 17`,
    who: 'Меня зовут Анна, телефон +7 916 123-45-67',
  };
  return usualWishes(language, { ...plain, filling: 'Шоколад', sentences });
}

/** The sentence that answers a question, at the first time that it is put; undefined: none does. */
function sentenceFor(
  question: QuestionKey,
  { buttons }: ChatMessage,
  { sentences, day = 1 }: Wanted,
): Said | undefined {
  if (question === 'date') return sentences && { text: sentences.when(buttons[day - 1]) };
  return question === 'name' ? sentences && { text: sentences.who } : undefined;
}

/** Her answer to a question; undefined: the first button. */
function answerTo(question: QuestionKey, message: ChatMessage, wanted: Wanted): Said | undefined {
  const press = (key: TextKey): Said => ({ press: say(wanted.language, key) });
  const labelled = (part: string): Said | undefined => {
    const label = message.buttons.find((button) => button.includes(part));
    return label === undefined ? undefined : { press: label };
  };
  switch (question) {
    case 'consent':
      return press('consent.agree');
    case 'servings':
      return { text: wanted.language === 'ru' ? 'на 12 гостей' : 'for 12 guests' };
    case 'filling':
      return labelled(wanted.filling ?? '');
    case 'decor':
      return wanted.decor === false ? press('decor.none') : undefined;
    case 'inscription':
      return wanted.inscription ? { text: wanted.inscription } : press('inscription.none');
    case 'wishes':
      return press('wishes.none');
    case 'allergens':
      return press('allergens.none');
    case 'date':
      return { press: wanted.day ?? 1 };
    case 'fulfilment':
      return press(`fulfilment.${wanted.fulfilment}`);
    case 'address':
      return { text: wanted.address };
    case 'name':
      return { text: wanted.name };
    case 'phone':
      return { text: wanted.phone };
    case 'picture':
      return press('picture.ok');
    default:
      return undefined;
  }
}

/** Says something and waits for the whole question. */
const asksWhole = async (customer: Customer, said: Said): Promise<ChatMessage> =>
  whole(customer, await customer.asks(said));

/** A question that comes in parts, its choice last: Avito's messages are short, and a picture may come before its words. */
async function whole(customer: Customer, begin: ChatMessage): Promise<ChatMessage> {
  let message = begin;
  while (message.buttons.length === 0 && (customer.channel === 'avito' || message.image !== undefined)) {
    const next = await customer.hears();
    message = { ...next, text: `${message.text}\n${next.text}` };
  }
  return message;
}

/** Longer than a picture of the sandbox takes, and short enough for somebody who can do without. */
const PICTURE_MS = 60_000;

/** Waits for the picture, which comes by itself; in the end she goes on without it. */
async function picture(customer: Customer, { language }: Wanted): Promise<ChatMessage> {
  const drawn = await customer.hears(undefined, PICTURE_MS).catch(() => null);
  return drawn ? whole(customer, drawn) : asksWhole(customer, { press: say(language, 'picture.none') });
}

/** More answers than any order needs: a conversation that goes round in circles is given up. */
const MOST_ANSWERS = 40;

/**
 * Talks to the bot from the first word until it puts the question `until`, and gives that message.
 *
 * @throws Error when the bot says something that is no question, or does not come to it
 */
export async function talkUntil(until: QuestionKey, customer: Customer, wanted: Wanted): Promise<ChatMessage> {
  const hello: Said = {
    text: wanted.sentences?.cake ?? (wanted.language === 'ru' ? 'Здравствуйте!' : 'Hello!'),
    language: wanted.language,
    name: wanted.name,
  };
  return goOn(until, customer, wanted, await asksWhole(customer, hello));
}

/** Answers from the question that the bot has just put until it puts the question `until`. */
export async function goOn(
  until: QuestionKey,
  customer: Customer,
  wanted: Wanted,
  asked: ChatMessage,
): Promise<ChatMessage> {
  let message = asked;
  const told: QuestionKey[] = [];
  for (let answered = 0; answered < MOST_ANSWERS; answered++) {
    const question = questionKeyOf(message.text, wanted.language);
    if (question === until) return message;
    if (question === null) throw new Error(`No question in: ${message.text}`);
    if (question === 'picture_wait') {
      message = await picture(customer, wanted);
      continue;
    }
    const sentence = told.includes(question) ? undefined : sentenceFor(question, message, wanted);
    told.push(question);
    message = await asksWhole(customer, sentence ?? answerTo(question, message, wanted) ?? { press: 1 });
  }
  throw new Error(`The bot did not come to "${until}" within ${MOST_ANSWERS} answers; last: ${message.text}`);
}

/** Confirms the order that the summary shows, and gives the bot's answer to it. */
export function confirm(customer: Customer, language: Language): Promise<ChatMessage> {
  return customer.asks({ press: say(language, 'summary.confirm') });
}
