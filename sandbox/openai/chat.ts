import { randomBytes } from 'node:crypto';
import type { Asked } from './asked';
import { type ChatRequest, checkEffort, readChatRequest, wordsOf } from './chatRequest';
import { OpenAiError } from './errors';
import { fill } from './fill';
import type { ChatModel } from './models';
import type { OpenAi } from './openai';
import { answerTo, readRecorded } from './recorded';
import type { Schema } from './schema';

/** `POST /chat/completions`: what was recorded of a model for the customer's words, in the shape that is asked for. */
export function chatCompletion(openai: OpenAi, { body }: Asked): object {
  const asked = readChatRequest(body);
  const model = openai.models.used(asked.model);
  if (model.kind !== 'chat')
    throw new OpenAiError(
      404,
      null,
      'This is not a chat model and thus not supported in v1/chat/completions.',
      'model',
    );
  checkEffort(asked, model);
  return complete(asked, model, openai);
}

function complete(asked: ChatRequest, model: ChatModel, { options }: OpenAi): object {
  const { messages, n } = asked;
  const lastOfUser = messages.filter(({ role }) => role === 'user').at(-1);
  const [today = null] = /\b\d{4}-\d{2}-\d{2}\b/.exec(messages.map(wordsOf).join('\n')) ?? [];
  const answer = answerTo(readRecorded(options.recorded), lastOfUser ? wordsOf(lastOfUser) : '', today);
  const text = 'refusal' in answer ? answer.refusal : shaped(asked, answer.slots);
  const most = asked.max_completion_tokens ?? asked.max_tokens ?? Infinity;
  const cut = text.slice(0, most * CHARACTERS_OF_A_TOKEN);
  const said = { content: 'refusal' in answer ? null : cut, refusal: 'refusal' in answer ? cut : null };
  const prompt_tokens = tokens(messages.map(wordsOf).join(''));
  const completion_tokens = tokens(cut) * n;
  return {
    id: `chatcmpl-${randomBytes(15).toString('base64url')}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: model.snapshot,
    choices: Array.from({ length: n }, (_, index) => ({
      index,
      message: { role: 'assistant', ...said, annotations: [] },
      logprobs: null,
      finish_reason: cut.length < text.length ? 'length' : 'stop',
    })),
    usage: {
      prompt_tokens,
      completion_tokens,
      total_tokens: prompt_tokens + completion_tokens,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    service_tier: 'default',
  };
}

/** Without a format a model talks, and puts what it was asked for between fences. */
function shaped({ response_format: format }: ChatRequest, slots: Record<string, unknown>): string {
  if (format?.type === 'json_schema') return JSON.stringify(fill(format.json_schema.schema as Schema, slots));
  if (format?.type === 'json_object') return JSON.stringify(slots);
  return `\`\`\`json\n${JSON.stringify(slots, null, 2)}\n\`\`\``;
}

/** About right for Russian. */
const CHARACTERS_OF_A_TOKEN = 3;
const tokens = (text: string): number => Math.ceil(text.length / CHARACTERS_OF_A_TOKEN);
