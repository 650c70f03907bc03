import { createHmac } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';

import { telegramVerdict } from '../../lib/channels/telegram/verdict';
import { request, type NodeContext } from '../shared/http';

/** Why a call of the Bot API gave no result. */
export interface BotRefusal {
  /**
   * token: nobody knows this bot. conflict: somebody else gets the bot's updates. wait: it may be asked again after
   * `afterMs`. refused: asking again gives the same answer.
   */
  kind: 'token' | 'conflict' | 'wait' | 'refused';
  afterMs: number;
  /** Telegram's own words. */
  detail: string;
}

export type BotAnswer<Result> = { ok: true; result: Result } | ({ ok: false } & BotRefusal);

/** A bot, by n8n's own Telegram credential. */
export interface Bot {
  /** The part of its token that is no secret. */
  id: string;
  /** Calls a method of the Bot API; never throws, and never tells the token. */
  call<Result>(
    method: string,
    body?: Record<string, unknown>,
    options?: { timeoutMs?: number; signal?: AbortSignal },
  ): Promise<BotAnswer<Result>>;
  /** What Telegram shows at every call of this webhook path, and nobody else knows. Nothing is stored for it. */
  secretOf(path: string): string;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Opens the bot of the node's credential; no call is made yet. */
export async function openBot(context: NodeContext): Promise<Bot> {
  const { accessToken, baseUrl } = (await context.getCredentials('telegramApi')) as Record<string, string>;
  const base = `${(baseUrl || 'https://api.telegram.org').replace(/\/+$/, '')}/bot${accessToken}`;
  return {
    id: accessToken.split(':')[0],
    secretOf: (path) => createHmac('sha256', accessToken).update(path).digest('hex'),
    async call<Result>(
      method: string,
      body = {},
      { timeoutMs, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
    ) {
      const answer = await request(context, {
        method: 'POST',
        url: `${base}/${method}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        ...(timeoutMs ? { timeout: timeoutMs } : {}),
        ...(signal ? { abortSignal: signal } : {}),
      });
      const content = parsed(answer.body);
      const verdict = telegramVerdict(answer.status, content);
      if (verdict.kind === 'sent') return { ok: true, result: (content as { result: Result }).result };
      const detail = verdict.detail.split(accessToken).join('***');
      const afterMs = verdict.kind === 'wait' ? verdict.afterMs : 0;
      if (answer.status === 409) return { ok: false, kind: 'conflict', afterMs, detail };
      // A gateway's page with the same status says nothing about the bot.
      const page = typeof content !== 'object';
      if (verdict.kind === 'credential' && !page) return { ok: false, kind: 'token', afterMs, detail };
      return { ok: false, kind: page || verdict.kind === 'wait' ? 'wait' : 'refused', afterMs, detail };
    },
  };
}

const WORDS: Record<BotRefusal['kind'], [message: string, description: string]> = {
  token: [
    'Telegram не узнаёт бота',
    'Токен в доступе «Telegram» неверный или отозван. Возьмите действующий у @BotFather, вставьте его в доступ и опубликуйте рабочий процесс ещё раз.',
  ],
  conflict: [
    'Сообщения этого бота забирает кто-то ещё',
    'У бота может быть только один получатель. Остановите второй n8n или другую программу с этим же токеном: сообщения пойдут сюда сами. Если такой программы нет, токен попал в чужие руки: замените его у @BotFather.',
  ],
  wait: ['Telegram сейчас не отвечает', 'Проверьте, есть ли на сервере интернет, и попробуйте ещё раз через минуту.'],
  refused: [
    'Telegram отказал в подключении',
    'Причина, как её назвал Telegram, стоит в скобках. Если он просит HTTPS: он присылает сообщения только на адрес https, видимый из интернета. Если такого адреса нет, поставьте узел «Telegram Polling Trigger», он забирает сообщения сам.',
  ],
};

/** A refusal in words for the owner. */
export function inWords(context: NodeContext, { kind, detail }: BotRefusal): NodeOperationError {
  const [message, description] = WORDS[kind];
  return new NodeOperationError(context.getNode(), message, { description: `${description} (${detail})` });
}
