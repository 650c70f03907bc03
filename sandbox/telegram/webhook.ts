import type { Method, MethodCall } from './methods';
import { badRequest, TelegramError } from './wire';

const TERMINATED = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Registration, and reading updates without one. */
export const webhookMethods: Record<string, Method> = {
  getMe: ({ bot }) => ({
    result: {
      ...bot.user,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    },
  }),
  setWebhook,
  deleteWebhook,
  getWebhookInfo: ({ telegram, bot }) => ({
    result: {
      url: bot.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: telegram.delivery.waiting(bot).length,
      ...(bot.webhook && { max_connections: bot.webhook.maxConnections, ip_address: '127.0.0.1' }),
      ...(bot.webhook?.lastError && {
        last_error_date: bot.webhook.lastError.date,
        last_error_message: bot.webhook.lastError.message,
      }),
      ...(bot.allowed && { allowed_updates: bot.allowed }),
    },
  }),
  getUpdates,
};

function setWebhook(call: MethodCall): { result: true; description: string } {
  const { telegram, bot, params } = call;
  const url = params.text('url').trim();
  if (url === '') return deleteWebhook(call);
  const secret = params.text('secret_token');
  const maxConnections = Math.min(100, Math.max(1, params.number('max_connections') ?? 40));
  checkUrl(url);
  if (params.has('secret_token') && !/^[A-Za-z0-9_-]{1,256}$/.test(secret))
    throw badRequest('secret token contains unallowed characters');
  setAllowed(call);
  const same = bot.webhook?.url === url;
  bot.webhook = { url, maxConnections, ...(secret !== '' && { secret }) };
  telegram.store.saveBot(bot);
  if (params.flag('drop_pending_updates')) telegram.delivery.drop(bot);
  telegram.delivery.kick(bot);
  return { result: true, description: same ? 'Webhook is already set' : 'Webhook was set' };
}

function deleteWebhook({ telegram, bot, params }: MethodCall): { result: true; description: string } {
  const description = bot.webhook ? 'Webhook was deleted' : 'Webhook is already deleted';
  bot.webhook = undefined;
  telegram.store.saveBot(bot);
  if (params.flag('drop_pending_updates')) telegram.delivery.drop(bot);
  return { result: true, description };
}

function checkUrl(given: string): void {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw badRequest('bad webhook: invalid webhook URL specified');
  // Telegram takes https only, and no loopback address; n8n stands on loopback here.
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
}

/** An empty list means everything but a few kinds; no list keeps the one before. */
function setAllowed({ bot, params }: MethodCall): void {
  const allowed = params.json('allowed_updates');
  if (allowed === undefined) return;
  if (!Array.isArray(allowed)) throw badRequest("can't parse allowed updates: expected an Array of String");
  const kinds = allowed.map(String).filter((kind) => kind !== '');
  bot.allowed = kinds.length > 0 ? kinds : null;
}

async function getUpdates(call: MethodCall): Promise<{ result: unknown }> {
  const { telegram, bot, params, gone } = call;
  if (bot.webhook)
    throw new TelegramError(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  setAllowed(call);
  telegram.store.saveBot(bot);
  const { delivery } = telegram;
  const poll = telegram.polls.begin(bot);
  const offset = params.number('offset') ?? 0;
  const limit = Math.min(100, Math.max(1, params.number('limit') ?? 100));
  const until = Date.now() + Math.min(50, Math.max(0, params.number('timeout') ?? 0)) * 1000;
  if (offset > 0) delivery.confirm(bot, offset);
  if (offset < 0) delivery.confirm(bot, delivery.waiting(bot).slice(offset)[0]?.update_id ?? 0);
  try {
    while (delivery.waiting(bot).length === 0 && Date.now() < until && !gone.aborted && !bot.webhook)
      await nextUpdate(call, poll, until - Date.now());
    return { result: delivery.waiting(bot).slice(0, limit) };
  } finally {
    telegram.polls.end(bot, poll);
  }
}

function nextUpdate({ telegram, gone }: MethodCall, poll: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      gone.removeEventListener('abort', done);
      poll.removeEventListener('abort', replaced);
      unwatch();
      resolve();
    };
    const replaced = (): void => {
      reject(new TelegramError(409, TERMINATED));
      done();
    };
    const timer = setTimeout(done, ms);
    const unwatch = telegram.delivery.watch(done);
    gone.addEventListener('abort', done);
    poll.addEventListener('abort', replaced);
  });
}
