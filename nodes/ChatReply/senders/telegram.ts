import { DateTime } from 'luxon';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { renderTelegram, type TelegramCall } from '../../../lib/channels/telegram/render';
import { telegramVerdict, type Verdict } from '../../../lib/channels/telegram/verdict';
import type { Delivery } from '../../../lib/channels/types';
import type { Reply } from '../../../lib/dialogue/types';
import { request, type HttpAnswer } from '../../shared/http';
import type { Send } from './types';

/** Calls the Bot API's method with this body. */
type CallTelegram = (method: string, body: Record<string, unknown>) => Promise<HttpAnswer>;

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

async function persist(call: TelegramCall, send: CallTelegram): Promise<Verdict> {
  let verdict = parsed(await send(call.method, call.body));
  for (let tried = 1; tried < TRIES && verdict.kind === 'wait' && verdict.afterMs <= LONGEST_WAIT_MS; tried++) {
    await sleep(verdict.afterMs);
    verdict = parsed(await send(call.method, call.body));
  }
  return verdict;
}

const OUTCOMES = { blocked: 'blocked', credential: 'no_credential', refused: 'refused' } as const;

/**
 * Sends one reply to a Telegram chat. What is not essential (the answer to a press, "typing…") is tried once and its
 * failure is left unsaid on purpose: the message itself has arrived. Pictures before the words are waited for; one that
 * fails is told in `detail`, and once Telegram itself does not answer the rest of them are left out.
 */
async function sendToTelegram(reply: Reply, chat: string, send: CallTelegram): Promise<Delivery> {
  const messages: string[] = [];
  const calls = renderTelegram(reply, chat);
  let without = '';
  let silent = false;
  const beside = calls
    .filter(({ essential, before }) => !essential && !before)
    .map(({ method, body }) => send(method, body));
  try {
    for (const call of calls.filter(({ essential, before }) => essential || before)) {
      if (call.before && silent) continue;
      const verdict = await persist(call, send);
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

/** Sends by the Bot API of the node's own credential; null without one. Headers and address are made here: no expression runs. */
export async function openTelegram(context: IExecuteFunctions): Promise<Send | null> {
  if (!context.getNode().credentials?.telegramApi) return null;
  const { accessToken, baseUrl } = (await context.getCredentials('telegramApi')) as Record<string, string>;
  const base = `${(baseUrl || 'https://api.telegram.org').replace(/\/+$/, '')}/bot${accessToken}`;
  const call: CallTelegram = (method, body) =>
    request(context, {
      method: 'POST',
      url: `${base}/${method}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return ({ reply, to }) => sendToTelegram(reply, to.chat, call);
}
