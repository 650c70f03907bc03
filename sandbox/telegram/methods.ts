import { editMethods } from './edit';
import { Params } from './params';
import { sendMethods } from './send';
import type { Bot } from './store';
import type { Telegram } from './telegram';
import { webhookMethods } from './webhook';
import { TelegramError } from './wire';

/** One call of the Bot API. `gone` aborts when the caller hangs up. */
export interface MethodCall {
  telegram: Telegram;
  bot: Bot;
  params: Params;
  gone: AbortSignal;
}

/** What a method answers: the result, and for some a sentence beside it. */
export interface MethodResult {
  result: unknown;
  description?: string;
}

/** A method of the Bot API. */
export type Method = (call: MethodCall) => MethodResult | Promise<MethodResult>;

const METHODS: Record<string, Method> = { ...webhookMethods, ...sendMethods, ...editMethods };
const BY_LOWER_CASE = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));

/** The name of a method as the Bot API spells it, or as given where it does not exist. */
export function methodName(given: string): string {
  return BY_LOWER_CASE.get(given.toLowerCase()) ?? given;
}

/** Does what a call asks; throws a `TelegramError`. */
export async function perform(name: string, call: MethodCall): Promise<MethodResult> {
  if (!Object.hasOwn(METHODS, name)) throw new TelegramError(404, 'Not Found: method not found');
  return METHODS[name](call);
}

/**
 * Performs the call that a webhook's answer may hold, https://core.telegram.org/bots/api#making-requests-when-getting-updates;
 * its result, or its refusal, is told to nobody.
 */
export async function answerCall(telegram: Telegram, bot: Bot, body: unknown): Promise<void> {
  const { method, ...values } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  if (typeof method !== 'string') return;
  const call = { telegram, bot, params: new Params(values), gone: new AbortController().signal };
  await perform(methodName(method), call).catch(() => undefined);
}
