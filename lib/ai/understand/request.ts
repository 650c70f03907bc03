import type { OpenAI } from '../openai/client';
import type { OpenAiFailure } from '../openai/errors';
import type { messagesFor } from './prompt';

/** How a model wants to be asked; servers that speak OpenAI's API differ in this. */
export interface Dialect {
  limit: 'max_completion_tokens' | 'max_tokens';
  /** `bare`: the schema stands where OpenAI has its name and `strict` around it (Yandex AI Studio's documents). */
  schema: 'wrapped' | 'bare';
  /** Null: it is not sent. */
  effort: 'none' | 'minimal' | null;
  temperature: boolean;
}

/** A form of two dozen fields, most of them null, takes some 200. */
const MOST_TOKENS = 800;

const THINKS_IF_LET = /(?:^|\/)gpt-(?:[5-9]|\d{2,})/;
const THINKS = /(?:^|\/)o\d/;

/** Reasoning models refuse a temperature; from GPT-5 on they need not reason, and then answer as fast as others. */
export function firstDialect(model: string): Dialect {
  const effort = THINKS_IF_LET.test(model) ? 'none' : null;
  return {
    limit: 'max_completion_tokens',
    schema: 'wrapped',
    effort,
    temperature: effort === null && !THINKS.test(model),
  };
}

/** How to ask again after a refusal that names what it did not like; null: it names nothing that can be changed. */
export function adapted(dialect: Dialect, { fault, status, param = '', detail }: OpenAiFailure): Dialect | null {
  if (fault !== 'parameter' && !(fault === 'other' && (status === 400 || status === 422))) return null;
  const names = (pattern: RegExp) => pattern.test(`${param} ${detail}`);
  if (dialect.limit === 'max_completion_tokens' && names(/max_completion_tokens/)) {
    return { ...dialect, limit: 'max_tokens' };
  }
  if (dialect.effort !== null && names(/reasoning/)) {
    return { ...dialect, effort: dialect.effort === 'none' ? 'minimal' : null };
  }
  if (dialect.temperature && names(/temperature/)) return { ...dialect, temperature: false };
  if (dialect.schema === 'wrapped' && names(/response_format|json_?schema|schema/i)) {
    return { ...dialect, schema: 'bare' };
  }
  return null;
}

/** The body of `POST /chat/completions`. */
export function bodyFor(
  model: string,
  dialect: Dialect,
  messages: ReturnType<typeof messagesFor>,
  schema: Record<string, unknown>,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { limit, effort, temperature } = dialect;
  const wrapped = { name: 'cake_order', strict: true, schema };
  return {
    model,
    messages,
    response_format: { type: 'json_schema', json_schema: (dialect.schema === 'wrapped' ? wrapped : schema) as never },
    [limit]: MOST_TOKENS,
    ...(effort === null ? {} : { reasoning_effort: effort }),
    ...(temperature ? { temperature: 0 } : {}),
  };
}
