import { createOpenAi } from '../../../../lib/ai/openai/client';
import { createUnderstanding, type Models, type Question, type Understanding } from '../../../../lib/ai/understand';
import type { Expecting, Heard, Vocabulary } from '../../../../lib/dialogue/read/heard/types';

/** A Wednesday. */
export const NOW = '2026-11-25T12:00:00+03:00';

const term = (key: string, ...names: string[]) => ({ key, names: [key, ...names] });

/** A small shop of the tests' own. */
export const VOCABULARY: Vocabulary = {
  occasions: [term('birthday', 'день рождения'), term('wedding', 'свадьба')],
  fillings: [term('медовик', 'медовый', 'honey cake'), term('шоколад', 'шоколадный'), term('сникерс', 'snickers')],
  coatings: [term('велюр'), term('мастика', 'fondant'), term('без покрытия', 'голый')],
  decor: [term('berries', 'свежие ягоды')],
};

export const NOTHING: Heard = { intent: 'fill', slots: {}, open: true };

/** A question about a text, as a conversation puts it. */
export const question = (
  text: string,
  more: { rules?: Heard; faq?: string[]; expecting?: Expecting } = {},
): Question => ({
  text,
  rules: more.rules ?? NOTHING,
  faq: more.faq ?? [],
  hearing: {
    language: 'ru',
    now: NOW,
    zone: 'Europe/Moscow',
    expecting: more.expecting ?? 'any',
    vocabulary: VOCABULARY,
  },
});

/** What one call carried. */
export interface Call {
  model: string;
  messages: { role: string; content: string }[];
  response_format: { type: string; json_schema: Record<string, unknown> };
  [parameter: string]: unknown;
}

/** A completion with these words, or with an object as JSON. */
export const says = (content: object | string, more: object = {}, usage: object | null = {}): Response =>
  Response.json({
    choices: [
      {
        message: {
          role: 'assistant',
          content: typeof content === 'string' ? content : JSON.stringify(content),
          ...more,
        },
        finish_reason: 'stop',
      },
    ],
    ...(usage ? { usage: { prompt_tokens: 100, completion_tokens: 20, ...usage } } : {}),
  });

export const refuses = (status: number, code: string | null, message = 'words', headers = {}): Response =>
  Response.json({ error: { code, message } }, { status, headers });

type Said = Response | 'hangs' | 'cut' | ((call: Call) => Response);

let servers = 0;

/** A server that answers its calls one after the other, the last answer for good; a server of its own for each test. */
export function playModels(answers: Said[], options: Partial<Models> = {}) {
  const calls: Call[] = [];
  const slept: number[] = [];
  const fetch = async (_input: unknown, init?: RequestInit): Promise<Response> => {
    const call = JSON.parse(String(init?.body)) as Call;
    calls.push(call);
    const said = answers[Math.min(calls.length, answers.length) - 1];
    if (said === 'cut') throw new TypeError('fetch failed: ECONNRESET');
    if (said === 'hangs') {
      return new Promise((_resolve, reject) =>
        init!.signal!.addEventListener('abort', () =>
          reject(Object.assign(new Error('broken off'), { name: 'AbortError' })),
        ),
      );
    }
    return typeof said === 'function' ? said(call) : said.clone();
  };
  const client = createOpenAi({
    apiKey: 'sk-test',
    baseUrl: `https://models-${(servers += 1)}.test/v1`,
    timeoutMs: 5000,
    fetch: fetch as typeof globalThis.fetch,
  });
  const understand = createUnderstanding({
    client,
    models: ['gpt-4o-mini', 'gpt-6-luna'],
    timeLimitMs: 5000,
    sleep: async (ms) => void slept.push(ms),
    ...options,
  });
  return {
    calls,
    slept,
    ask: (asked: Question | string): Promise<Understanding> =>
      understand(typeof asked === 'string' ? question(asked) : asked),
  };
}
