import { DateTime } from 'luxon';
import { sleep, type IExecuteFunctions, type IHttpRequestOptions } from 'n8n-workflow';

import { renderTelegram, type TelegramCall } from '../../../lib/channels/telegram/render';
import { telegramVerdict, type Verdict } from '../../../lib/channels/telegram/verdict';
import type { Delivery } from '../../../lib/channels/types';
import { request, type HttpAnswer } from '../../shared/http';
import type { Picture } from '../../shared/images';
import type { Send, Sending } from './types';

/** Calls the Bot API's method with this body; `photo` takes the place of the one that the body names. */
type CallTelegram = (method: string, body: Record<string, unknown>, photo?: Picture) => Promise<HttpAnswer>;

/** Longer waits are left to the sweeper: an execution should not stand for minutes. */
const LONGEST_WAIT_MS = 30_000;
const TRIES = 4;
const TOKEN_RETRY_MS = 300_000;

function parsed({ status, body }: HttpAnswer): Verdict {
  try {
    return telegramVerdict(status, JSON.parse(body));
  } catch {
    return telegramVerdict(status, body);
  }
}

async function persist({ method, body }: TelegramCall, send: CallTelegram, photo?: Picture): Promise<Verdict> {
  let verdict = parsed(await send(method, body, photo));
  for (let tried = 1; tried < TRIES && verdict.kind === 'wait' && verdict.afterMs <= LONGEST_WAIT_MS; tried++) {
    await sleep(verdict.afterMs);
    verdict = parsed(await send(method, body, photo));
  }
  return verdict;
}

const OUTCOMES = { blocked: 'blocked', credential: 'no_credential', refused: 'refused' } as const;

/**
 * Sends one reply to a Telegram chat. What is not essential (the answer to a press, "typing…") is tried once and its
 * failure is left unsaid on purpose: the message itself has arrived. Pictures before the words are waited for; one that
 * fails is told in `detail`, and once Telegram itself does not answer the rest of them are left out.
 */
async function sendToTelegram({ reply, to, picture }: Sending, send: CallTelegram): Promise<Delivery> {
  const messages: string[] = [];
  const calls = renderTelegram(reply, to.chat);
  let without = '';
  let silent = false;
  const beside = calls
    .filter(({ essential, before }) => !essential && !before)
    .map(({ method, body }) => send(method, body));
  try {
    for (const call of calls.filter(({ essential, before }) => essential || before)) {
      if (call.before && silent) continue;
      const isOwn = picture && call.essential && call.method === 'sendPhoto';
      const verdict = await persist(call, send, isOwn ? picture : undefined);
      if (verdict.kind === 'sent') {
        if (verdict.message) messages.push(verdict.message);
      } else if (call.before && (verdict.kind === 'refused' || verdict.kind === 'wait')) {
        without ||= `без картинки: ${verdict.detail}`;
        silent = verdict.kind === 'wait';
      } else if (verdict.kind === 'wait') {
        const at = DateTime.utc().plus(Math.max(verdict.afterMs, LONGEST_WAIT_MS)).toISO();
        return { outcome: 'later', messages, detail: verdict.detail, at };
      } else {
        // A wrong token is the owner's to mend: what could not go out waits for that, as long as the outbox keeps it.
        const at = verdict.kind === 'credential' ? { at: DateTime.utc().plus(TOKEN_RETRY_MS).toISO() } : {};
        return { outcome: OUTCOMES[verdict.kind], messages, detail: verdict.detail, ...at };
      }
    }
    return { outcome: 'sent', messages, ...(without ? { detail: without } : {}) };
  } finally {
    await Promise.all(beside);
  }
}

/** A call that brings its photo along: https://core.telegram.org/bots/api#sending-files. */
function formOf(body: Record<string, unknown>, { data, mimeType, fileName }: Picture): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (name !== 'photo') form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  form.append('photo', new Blob([new Uint8Array(data)], { type: mimeType }), fileName);
  return form;
}

/** Sends by the Bot API of the node's own credential; null without one. Headers and address are made here: no expression runs. */
export async function openTelegram(context: IExecuteFunctions): Promise<Send | null> {
  if (!context.getNode().credentials?.telegramApi) return null;
  const { accessToken, baseUrl } = (await context.getCredentials('telegramApi')) as Record<string, string>;
  const base = `${(baseUrl || 'https://api.telegram.org').replace(/\/+$/, '')}/bot${accessToken}`;
  const call: CallTelegram = (method, body, photo) => {
    const content = photo
      ? { body: formOf(body, photo) as unknown as IHttpRequestOptions['body'] }
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return request(context, { method: 'POST', url: `${base}/${method}`, ...content });
  };
  return (sending) => sendToTelegram(sending, call);
}
