import type { FastifyPluginAsync } from 'fastify';
import { OpenAi, type OpenAiOptions, type OpenAiParts } from './openai';
import { readRecorded } from './recorded';
import { openAiRoutes } from './routes';

export type { OpenAiOptions } from './openai';

/**
 * Plays OpenAI's API on `/openai/v1`: models, chat completions from recorded answers, pictures that are really drawn.
 *
 * @throws Error when the table of recorded answers is broken
 */
export function createOpenAi(parts: OpenAiParts, options: OpenAiOptions): FastifyPluginAsync {
  const openai = new OpenAi(parts, options);
  readRecorded(openai.options.recorded);
  return openAiRoutes(openai);
}
