import { ask, baseOf, fieldOf, type Answer, type Json } from '../answers';
import type { Http } from '../types';
import { tokenOf } from './token';

/** Where T-Bank's acquiring itself listens. */
export const TBANK_URL = 'https://securepay.tinkoff.ru/v2';

/** What the credential «T-Bank API» holds. */
export interface TBankSettings {
  terminalKey: string;
  password: string;
  /** Base address with its version. */
  baseUrl?: string;
  /** Format of fiscal documents that the till knows; T-Bank takes 1.05 where none is named. */
  ffdVersion?: '1.05' | '1.2';
}

const TIMEOUT_MS = 30_000;

/** One call of a method, with terminal and signature added. */
export type Call = (method: string, params: Json) => Promise<Answer>;

export interface TBankCalls {
  call: Call;
  /** The till's methods, which live beside `/v2`: https://developer.tbank.ru/eacq/api/send-closing-receipt */
  cashbox: Call;
}

export function tBankCalls(settings: TBankSettings, http: Http): TBankCalls {
  const [terminal, password] = [fieldOf(settings.terminalKey), fieldOf(settings.password)];
  const base = baseOf(settings.baseUrl, TBANK_URL);
  const post = (url: string, params: Json): Promise<Answer> => {
    const body = { TerminalKey: terminal, ...params };
    return ask(http, [password], {
      method: 'POST',
      url,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, Token: tokenOf(body, password) }),
      timeoutMs: TIMEOUT_MS,
    });
  };
  const call: Call = (method, params) => post(`${base}/${method}`, params);
  return {
    call,
    cashbox: async (method, params) => {
      const answer = await post(`${base.replace(/\/v2$/, '')}/cashbox/${method}`, params);
      // A relay of one's own may hand on `/v2` only; nothing has been done where there is no such page.
      return answer.status === 404 ? call(method, params) : answer;
    },
  };
}

/** A terminal for trials has DEMO at the end of its key: no money moves. */
export const isTrial = ({ terminalKey }: TBankSettings): boolean => /DEMO$/i.test(fieldOf(terminalKey));
