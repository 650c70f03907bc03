import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { createOpenAi } from '../lib/ai/openai/client';
import { createUnderstanding, type Understanding } from '../lib/ai/understand';
import { redact } from '../lib/dialogue/free/redact';
import type { Heard, Hearing } from '../lib/dialogue/read/heard/types';

/** For one text; a person at a terminal waits longer than a customer. */
const TIME_LIMIT_MS = 60_000;
const WANTED = ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'AI_MODEL'] as const;

/** Has a model read what the rules left open. Null: it could not, and why is said on standard error. */
export type AskModel = (text: string, hearing: Hearing, rules: Heard) => Promise<Heard | null>;

const complain = (words: string) => process.stderr.write(`understand: ${words}\n`);

function environment(): NodeJS.ProcessEnv {
  const file = join(resolve(__dirname, '..'), '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

/**
 * The model of the environment or of `.env` beside package.json. Null: something is missing there; what, is said on
 * standard error. No call is made yet. Phones, e-mails and addresses never leave.
 */
export function askModel(env = environment()): AskModel | null {
  const missing = WANTED.filter((name) => !env[name]?.trim());
  if (missing.length > 0) {
    complain(`--model needs ${missing.join(', ')}, in the environment or in .env beside package.json.`);
    return null;
  }
  const [baseUrl, apiKey, model] = WANTED.map((name) => env[name]!.trim());
  const client = createOpenAi({ baseUrl, apiKey, timeoutMs: TIME_LIMIT_MS });
  const understand = createUnderstanding({ client, models: [model], timeLimitMs: TIME_LIMIT_MS });
  return async (text, hearing, rules) => {
    const asked = redact(text, rules.slots, hearing.language);
    const understanding = await understand({ text: asked, hearing, rules, faq: [] });
    return heardOr(understanding, (words) =>
      complain(`the model did not answer (${words}), so the rules' reading stands.`),
    );
  };
}

function heardOr(understanding: Understanding, say: (words: string) => void): Heard | null {
  if (understanding.heard) return understanding.heard;
  const { fault, detail } = understanding.failure;
  say(`${fault}: ${detail}`);
  return null;
}
