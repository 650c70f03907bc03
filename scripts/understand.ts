import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';

import { CONTRACT, EXPECTING, hear, type Hearing, type Intent, type Slots } from '../lib/dialogue/read/heard';
import type { AskModel } from './understandModel';

/** The contract is about a bakery in Moscow. */
const ZONE = 'Europe/Moscow';

const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  language: z.enum(['ru', 'en']),
  now: z.iso.datetime({ offset: true }),
  expecting: z.enum(EXPECTING).default('any'),
});

/** One line of the answer. */
export type Understood =
  | { id: string | number; intent: Intent; slots: Slots; by: 'rules' | 'model' }
  | { id: string | number | null; error: string };

/** Reads one line. The rules answer, and a model (if there is one) where they left something open. */
export async function understandLine(line: string, ask: AskModel | null): Promise<Understood> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { id: null, error: 'this is not JSON' };
  }
  const read = Line.safeParse(json);
  if (!read.success) {
    const error = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
    return { id: idOf(json), error: error.join('; ') };
  }
  const { id, text, ...where } = read.data;
  const hearing: Hearing = { ...where, zone: ZONE, vocabulary: CONTRACT };
  const rules = hear(text, hearing);
  const model = ask && rules.open ? await ask(text, hearing, rules) : null;
  const { intent, slots } = model ?? rules;
  return { id, intent, slots, by: model ? 'model' : 'rules' };
}

function idOf(json: unknown): string | number | null {
  const id = z.object({ id: Line.shape.id }).safeParse(json);
  return id.success ? id.data.id : null;
}

const complain = (words: string) => process.stderr.write(`understand: ${words}\n`);
const USAGE = 'usage: npm run --silent understand -- --json [--model] < lines.jsonl';

/**
 * The command. Gives its exit code: 0, 1 when a line could not be read, 2 when it could not begin. `askModel` is called
 * only where a model is wanted: the rules alone need no client of one.
 */
export async function main(args: string[], askModel: () => AskModel | null): Promise<number> {
  let options: { json?: boolean; model?: boolean };
  try {
    options = parseArgs({ args, options: { json: { type: 'boolean' }, model: { type: 'boolean' } } }).values;
  } catch (error) {
    complain(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (!options.json) {
    complain(`it speaks JSON lines only: say --json.\n${USAGE}`);
    return 2;
  }
  const ask = options.model ? askModel() : null;
  if (options.model && !ask) return 2;

  let [number, broken] = [0, 0];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const answer = await understandLine(line, ask);
    if ('error' in answer) {
      broken += 1;
      complain(`line ${number}: ${answer.error}`);
    }
    if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
  return broken > 0 ? 1 : 0;
}
