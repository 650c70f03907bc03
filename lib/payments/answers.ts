import type { Http, PaymentState, StateResult } from './types';

export type Json = Record<string, unknown>;

/** A provider's answer, read. `status` 0: none came, `why` says so in a word. `json` null: what came is not an object. */
export interface Answer {
  status: number;
  json: Json | null;
  why: string;
}

/** What a call came to when it did not work. `unknown`: it may have been carried out all the same. */
export interface Trouble {
  outcome: 'refused' | 'unknown';
  /** For the owner, in Russian, without secrets. */
  detail: string;
  /** The till is what refused. */
  receipt?: true;
}

/** Shorter ones are words of tests and sandboxes; blotting them out would only spoil what is said. */
const SHORTEST_SECRET = 8;

/** So much of a provider's own words is handed on. */
const WORDS = 200;

/** Words for "nothing was sent": Node's own for a connection that was never made, and ours for a call that was not begun. */
const NOT_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|NOT_SENT/;

/** The same, because the server does not know who signed the provider's certificate. */
const DISTRUST = /CERT|UNABLE_TO_(VERIFY|GET)/;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a text is; null: it is none. */
export function jsonIn(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The field as text; '' when there is none. */
export const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A provider's own words as part of a sentence for the owner: one line, no full stop, not too long. */
export const wordsOf = (value: unknown): string =>
  textIn(value).replace(/\s+/g, ' ').trim().slice(0, WORDS).replace(/\.$/, '');

/** What a table says to a provider's word; a word like `constructor` is none of its. */
export const inTable = <T>(table: Record<string, T>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** A credential's field: copied keys and addresses often bring white space along. */
export const fieldOf = (value: unknown, fallback = ''): string => textIn(value).trim() || fallback;

/** An address of an API without what would double its slash. */
export const baseOf = (value: unknown, fallback: string): string => fieldOf(value, fallback).replace(/\/+$/, '');

/** One call, read. Secrets are blotted out of what came back before anybody sees it. */
export async function ask(http: Http, secrets: string[], call: Parameters<Http>[0]): Promise<Answer> {
  const { status, body } = await http(call);
  const clean = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '***'), body);
  return { status, json: status === 0 ? null : jsonIn(clean), why: status === 0 ? wordsOf(clean) : '' };
}

/** Whether a call that got no answer certainly did not reach the provider. */
export const neverSent = ({ status, why }: Answer): boolean =>
  status === 0 && (NOT_SENT.test(why) || DISTRUST.test(why));

/** What to tell the owner when no answer came. `who`: the provider; `field`: where its address is entered. */
export function silence(who: string, field: string, why: string): string {
  if (DISTRUST.test(why)) {
    return `Сервер не доверяет сертификату сайта (${who}). Поставьте на сервер корневые сертификаты, для российских банков это сертификаты Минцифры, и укажите файл в переменной NODE_EXTRA_CA_CERTS.`;
  }
  return `${who}: нет ответа. Бот повторит сам, делать ничего не нужно. Если так больше часа, проверьте интернет на сервере и поле «API Host» в доступе «${field}».`;
}

/** A payment that was found. `providerId` is told along: it may not have been known to whoever asked. */
export function foundAs(providerId: string, state: PaymentState): StateResult {
  const found = { result: 'state' as const, state, providerId };
  return found;
}
