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
  /** Number (1-based) of the day among the offered ones. */
  day?: number;
}

/** A customer's taste in that language. */
export function usualWishes(language: Language, more: Partial<Wanted> = {}): Wanted {
  const words =
    language === 'ru'
      ? { name: 'Анна', inscription: 'С днём рождения, Маша!', address: 'ул. Лесная, д. 5, кв. 12', filling: 'Медовик' }
      : { name: 'Anna', inscription: 'Happy birthday, Mary!', address: '5 Lesnaya St, flat 12', filling: 'Honey cake' };
  return { language, phone: '+7 916 123-45-67', fulfilment: 'delivery', ...words, ...more };
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
    default:
      return undefined;
  }
}

/** Says something and waits for the whole question: Avito's messages are short, so it may come in parts, its choice last. */
async function asksWhole(customer: Customer, said: Said): Promise<ChatMessage> {
  let message = await customer.asks(said);
  while (customer.channel === 'avito' && message.buttons.length === 0) {
    const next = await customer.hears();
    message = { ...next, text: `${message.text}\n${next.text}` };
  }
  return message;
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
    text: wanted.language === 'ru' ? 'Здравствуйте!' : 'Hello!',
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
  for (let answered = 0; answered < MOST_ANSWERS; answered++) {
    const question = questionKeyOf(message.text, wanted.language);
    if (question === until) return message;
    if (question === null) throw new Error(`No question in: ${message.text}`);
    message = await asksWhole(customer, answerTo(question, message, wanted) ?? { press: 1 });
  }
  throw new Error(`The bot did not come to "${until}" within ${MOST_ANSWERS} answers; last: ${message.text}`);
}

/** Confirms the order that the summary shows, and gives the bot's answer to it. */
export function confirm(customer: Customer, language: Language): Promise<ChatMessage> {
  return customer.asks({ press: say(language, 'summary.confirm') });
}
