import type { OpenAI } from '../openai/client';
import { BrokenAnswer, ModelRefusal, openAiFailure, type OpenAiFailure } from '../openai/errors';
import type { messagesFor } from './prompt';
import { adapted, bodyFor, firstDialect, type Dialect } from './request';
import type { Usage } from './types';

export interface Models {
  client: OpenAI;
  /** The first is asked first, the next where it cannot answer. */
  models: string[];
  /** For the whole list, milliseconds. */
  timeLimitMs: number;
  sleep?: (ms: number) => Promise<void>;
}

/** What a model wrote, or why the last one that was asked wrote nothing. */
export type Asked = One & { usage: Usage; asked: string };

type One = { answer: Record<string, unknown> } | { failure: OpenAiFailure };

/** With less time than this no model is asked any more. */
const LEAST_MS = 300;
/** Before the same model is asked again, where it does not say itself how long. */
const PAUSE_MS = 300;
const TRIES = 2;
/** Changes of dialect for one model. */
const CHANGES = 5;

/** How models of this process want to be asked, by server and id. */
const dialects = new Map<string, Dialect>();

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Asks the models of a list one after the other until one answers with an object. A model that is not the last has half of
 * the time that is left, so that a slow one leaves some to the next. Never throws.
 */
export async function askModels(
  { client, models, timeLimitMs, sleep = pause }: Models,
  messages: ReturnType<typeof messagesFor>,
  schema: Record<string, unknown>,
): Promise<Asked> {
  const usage: Usage = { promptTokens: 0, completionTokens: 0, requests: 0, model: null };
  const end = Date.now() + timeLimitMs;

  const askOnce = async (model: string, dialect: Dialect, ms: number) => {
    usage.requests += 1;
    const limit = { timeout: ms, signal: AbortSignal.timeout(ms) };
    const completion = await client.chat.completions.create(bodyFor(model, dialect, messages, schema), limit);
    usage.promptTokens += completion?.usage?.prompt_tokens ?? 0;
    usage.completionTokens += completion?.usage?.completion_tokens ?? 0;
    return objectIn(completion);
  };

  const askOne = async (model: string, until: number): Promise<One> => {
    const name = `${client.baseURL} ${model}`;
    let dialect = dialects.get(name) ?? firstDialect(model);
    for (let tries = 1, changes = 0; ;) {
      try {
        const answer = await askOnce(model, dialect, Math.max(LEAST_MS, Math.floor(until - Date.now())));
        dialects.set(name, dialect);
        return { answer };
      } catch (error) {
        const failure = openAiFailure(error);
        const left = until - Date.now();
        const next = adapted(dialect, failure);
        if (next && changes < CHANGES && left > LEAST_MS) {
          dialect = next;
          changes += 1;
          continue;
        }
        const { retryable, fault, afterMs = PAUSE_MS } = failure;
        // What took all of its time once would take it again.
        if (!retryable || fault === 'timeout' || tries === TRIES || afterMs + LEAST_MS > left) return { failure };
        tries += 1;
        await sleep(afterMs);
      }
    }
  };

  for (let place = 0; ; place += 1) {
    const asked = models[place];
    const isLast = place === models.length - 1;
    const now = Date.now();
    const one = await askOne(asked, isLast ? end : now + (end - now) / 2);
    if ('answer' in one) return { answer: one.answer, asked, usage: { ...usage, model: asked } };
    const { failure } = one;
    if (isLast || !failure.anotherModel || end - Date.now() < LEAST_MS) return { failure, asked, usage };
  }
}

/** The object that a completion carries. Throws ModelRefusal and BrokenAnswer. */
function objectIn(completion: OpenAI.ChatCompletion): Record<string, unknown> {
  const choice = completion?.choices?.[0];
  const { content, refusal } = choice?.message ?? {};
  if (refusal) throw new ModelRefusal(refusal);
  if (choice?.finish_reason === 'content_filter') throw new ModelRefusal('content_filter');
  if (typeof content !== 'string') throw new BrokenAnswer('there is no text in the answer');
  // A server without structured output may wrap what it writes for people to read.
  const bare = content.trim().replace(/^```(?:json)?\s*|\s*```$/g, '');
  const value: unknown = JSON.parse(bare);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BrokenAnswer('not an object');
  return value as Record<string, unknown>;
}
