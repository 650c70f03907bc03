import { z } from 'zod';
import { OpenAiError } from './errors';
import type { ChatModel } from './models';
import { checkStrict, type Schema } from './schema';
import { valid, withoutNulls } from './valid';

const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.enum(['text', 'image_url', 'input_audio', 'file']), text: z.string().optional() })),
]);
const message = z.looseObject({
  role: z.enum(['developer', 'system', 'user', 'assistant', 'tool', 'function']),
  content: content.nullish(),
});
const jsonSchema = z.strictObject({
  name: z
    .string()
    .max(64)
    .regex(/^[a-zA-Z0-9_-]+$/, "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'"),
  description: z.string().optional(),
  schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullish(),
});
const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({ type: z.literal('json_schema'), json_schema: jsonSchema }),
]);

/** Taken, and without any effect here. */
const IGNORED =
  'audio function_call functions logit_bias logprobs metadata modalities moderation parallel_tool_calls prediction prompt_cache_key prompt_cache_options prompt_cache_retention safety_identifier seed service_tier stop store stream_options tool_choice tools top_logprobs user verbosity web_search_options';

const request = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  response_format: responseFormat.optional(),
  reasoning_effort: z.string().optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  frequency_penalty: z.number().min(-2).max(2).optional(),
  presence_penalty: z.number().min(-2).max(2).optional(),
  n: z.int().min(1).max(128).default(1),
  max_tokens: z.int().min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(),
  stream: z.literal(false, 'the sandbox answers in one piece').optional(),
});

/** A request for an answer, checked as far as it can be without the model. */
export type ChatRequest = z.infer<typeof request>;

const PARAMETERS = [...Object.keys(request.shape), ...IGNORED.split(' ')];

/**
 * Reads the body of `POST /chat/completions`.
 *
 * @throws OpenAiError 400
 */
export function readChatRequest(body: unknown): ChatRequest {
  const given = withoutNulls(Object(body));
  const unknown = Object.keys(given).find((name) => !PARAMETERS.includes(name));
  if (unknown) throw new OpenAiError(400, null, `Unrecognized request argument supplied: ${unknown}`);
  const asked = valid(request, given);
  checkMessages(asked);
  checkFormat(asked);
  return asked;
}

function checkMessages({ messages, response_format: format }: ChatRequest): void {
  const empty = messages.findIndex(({ role, content: said }) => role !== 'assistant' && said == null);
  if (empty >= 0)
    throw new OpenAiError(
      400,
      null,
      "Invalid value for 'content': expected a string, got null.",
      `messages.[${empty}].content`,
    );
  if (format?.type === 'json_object' && !messages.some((each) => /json/i.test(wordsOf(each))))
    throw new OpenAiError(
      400,
      null,
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'messages',
    );
}

/**
 * Checks what a model that reasons takes and another does not, and the other way round.
 *
 * @throws OpenAiError 400
 */
export function checkEffort(asked: ChatRequest, { efforts }: ChatModel): void {
  const { reasoning_effort: effort } = asked;
  const unsupported = (param: string, code: string, message: string): OpenAiError =>
    new OpenAiError(400, code, message, param);
  if (efforts === null) {
    if (effort !== undefined)
      throw new OpenAiError(400, null, 'Unrecognized request argument supplied: reasoning_effort');
    return;
  }
  if (asked.max_tokens !== undefined)
    throw unsupported(
      'max_tokens',
      'unsupported_parameter',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    );
  if (effort !== undefined && !efforts.includes(effort))
    throw unsupported(
      'reasoning_effort',
      'unsupported_value',
      `Unsupported value: 'reasoning_effort' does not support '${effort}' with this model. Supported values are: ${efforts.map((each) => `'${each}'`).join(', ')}.`,
    );
  if ((effort ?? efforts[0]) === 'none') return;
  for (const param of ['temperature', 'top_p'] as const) {
    if (asked[param] === undefined || asked[param] === 1) continue;
    throw unsupported(
      param,
      'unsupported_value',
      `Unsupported value: '${param}' does not support ${asked[param]} with this model. Only the default (1) value is supported.`,
    );
  }
  for (const param of ['logprobs', 'top_logprobs']) {
    if (!asked[param]) continue;
    throw unsupported(
      param,
      'unsupported_parameter',
      `Unsupported parameter: '${param}' is not supported with this model.`,
    );
  }
}

function checkFormat({ response_format: format }: ChatRequest): void {
  if (format?.type !== 'json_schema' || !format.json_schema.strict) return;
  checkStrict(format.json_schema.name, format.json_schema.schema as Schema);
}

/** The words of a message, without its pictures. */
export function wordsOf({ content: said }: z.infer<typeof message>): string {
  if (typeof said === 'string') return said;
  return (said ?? []).map(({ text }) => text ?? '').join('\n');
}
