import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { readProviders, waysOf } from './accounts';
import { readModels } from './modelServer';
import type { StackOptions } from './stack/stack';

const root = join(__dirname, '..');

/**
 * What the environment and `.env` beside package.json say: ports, data folder, and real messengers, models and payment providers
 * in place of the played ones. Only `npm start` and `npm run demo` ask; tests and measurements have ports and data of their own.
 *
 * @throws Error naming a setting that makes no sense
 */
export function readSettings(): Omit<StackOptions, 'say'> {
  const envFile = join(root, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const { env } = process;
  const port = (name: string, otherwise: number): number => {
    const value = Number(env[name] || otherwise);
    if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
    throw new Error(`${name}=${env[name]}: a port is a whole number from 1 to 65535.`);
  };
  const { TELEGRAM_BOT_TOKEN: telegramToken, BAKER_CHAT_ID: bakerChat, N8N_WEBHOOK_URL: webhookUrl } = env;
  if (telegramToken && !webhookUrl?.startsWith('https://')) {
    throw new Error(
      'TELEGRAM_BOT_TOKEN is set: N8N_WEBHOOK_URL must be the https address at which Telegram reaches n8n.',
    );
  }
  const { VK_TOKEN: vkToken, VK_GROUP_ID: group } = env;
  const { AVITO_CLIENT_ID: clientId, AVITO_CLIENT_SECRET: clientSecret } = env;
  if ((vkToken || clientId) && !telegramToken) {
    throw new Error('VK or Avito is set: TELEGRAM_BOT_TOKEN must be too, the confectioner gets her cards in Telegram.');
  }
  if (Boolean(vkToken) !== Boolean(group)) throw new Error('For VK both VK_TOKEN and VK_GROUP_ID must be set.');
  if (Boolean(clientId) !== Boolean(clientSecret)) {
    throw new Error('For Avito both AVITO_CLIENT_ID and AVITO_CLIENT_SECRET must be set.');
  }
  const providers = readProviders(env);
  const payments = waysOf(providers);
  if (payments.length > 0 && !telegramToken) {
    throw new Error(
      'A payment provider is set: TELEGRAM_BOT_TOKEN must be too. In the sandbox nobody is real, so no real money moves.',
    );
  }
  const { OPERATOR_NAME: operatorName, POLICY_URL: policyUrl } = env;
  const ai = readModels(env);
  if (telegramToken && !(operatorName && policyUrl)) {
    throw new Error(
      'TELEGRAM_BOT_TOKEN is set: OPERATOR_NAME and POLICY_URL must say who processes customers’ data and where the policy is (152-FZ).',
    );
  }
  const installation = {
    bakerChat,
    operatorName,
    policyUrl,
    ...(vkToken && group ? { vk: { token: vkToken, group } } : {}),
    ...(clientId && clientSecret ? { avito: { clientId, clientSecret } } : {}),
    ...providers,
    payments,
    messengers: [...(vkToken ? ['vk' as const] : []), ...(clientId ? ['avito' as const] : [])],
  };
  return {
    dataDir: resolve(root, env.DATA_DIR || '.data'),
    n8nPort: port('N8N_PORT', 5678),
    sandboxPort: port('SANDBOX_PORT', 8080),
    ...(ai ? { ai } : {}),
    ...(telegramToken
      ? { real: { telegramToken, webhookUrl: webhookUrl!.replace(/\/*$/, '/'), ...installation } }
      : {}),
  };
}
