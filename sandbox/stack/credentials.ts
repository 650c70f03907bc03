import type { RealAccounts } from '../accounts';
import type { ModelServer } from '../modelServer';
import type { Secrets } from './secrets';
import type { InstallOptions } from './workflows';

type Credentials = InstallOptions['credentials'];

/** Where a stack runs. `url`: of its sandbox. `redis`: as n8n reaches it; null where there is none. */
export interface Places {
  url: string;
  serviceRole: string;
  redis: Record<string, unknown> | null;
}

/** What n8n is given to reach everybody: the accounts that are really there, and for the rest those that the sandbox plays. */
export function credentialsOf(
  { real, ai }: { real?: RealAccounts; ai?: ModelServer },
  secrets: Secrets,
  { url, serviceRole, redis }: Places,
): Credentials {
  const telegram = real
    ? { accessToken: real.telegramToken, baseUrl: 'https://api.telegram.org' }
    : { accessToken: secrets.telegramToken, baseUrl: url };
  return {
    supabaseApi: { name: 'База заказов', data: { host: url, serviceRole } },
    ...(redis ? { redis: { name: 'Копия разговоров', data: { ...redis, database: 0 } } } : {}),
    telegramApi: { name: 'Telegram', data: telegram },
    ...messengers(real, secrets, url),
    ...models(ai ?? (real ? null : { apiKey: secrets.openAiKey, baseUrl: `${url}/openai/v1` })),
    ...providers(real, secrets, url),
  };
}

/** VK and Avito. */
function messengers(real: RealAccounts | undefined, secrets: Secrets, url: string): Credentials {
  const vk = real
    ? real.vk && { accessToken: real.vk.token, groupId: real.vk.group, baseUrl: 'https://api.vk.ru' }
    : { accessToken: secrets.vkToken, groupId: String(secrets.vkGroup), baseUrl: url };
  const avito = real
    ? real.avito && { ...real.avito, host: 'https://api.avito.ru' }
    : { clientId: secrets.avitoClientId, clientSecret: secrets.avitoClientSecret, host: url };
  return {
    ...(vk ? { vkApi: { name: 'ВКонтакте', data: { apiVersion: '5.199', ...vk } } } : {}),
    ...(avito ? { avitoApi: { name: 'Авито', data: avito } } : {}),
  };
}

/** n8n's own OpenAI credential, for OpenAI or any server that speaks its API. */
function models(server: Pick<ModelServer, 'apiKey' | 'baseUrl' | 'project'> | null): Credentials {
  if (!server) return {};
  const { apiKey, baseUrl, project } = server;
  const folder = project ? { header: true, headerName: 'OpenAI-Project', headerValue: project } : {};
  return { openAiApi: { name: 'OpenAI', data: { apiKey, url: baseUrl, ...folder } } };
}

/** Where a proxy before n8n stands: n8n listens on this machine alone, so whoever calls has passed one. */
const PROXIES = '127.0.0.0/8, ::1/128, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16';

/** YooKassa, T-Bank and Stripe. A real one keeps the address that the credential itself knows. */
function providers(real: RealAccounts | undefined, secrets: Secrets, url: string): Credentials {
  const yooKassa = real
    ? real.yooKassa && { ...real.yooKassa, trustedProxies: PROXIES }
    : {
        shopId: String(secrets.yooKassaShop),
        secretKey: secrets.yooKassaKey,
        baseUrl: `${url}/yookassa/v3`,
        networks: '127.0.0.1/32',
      };
  const tBank = real
    ? real.tBank
    : { terminalKey: secrets.tBankTerminal, password: secrets.tBankPassword, baseUrl: `${url}/tbank/v2` };
  const stripe = real
    ? real.stripe
    : { secretKey: secrets.stripeKey, signingSecret: secrets.stripeSigning, baseUrl: `${url}/stripe` };
  return {
    ...(yooKassa ? { yooKassaApi: { name: 'ЮKassa', data: yooKassa } } : {}),
    ...(tBank ? { tBankApi: { name: 'Т-Банк', data: tBank } } : {}),
    ...(stripe ? { stripeCheckoutApi: { name: 'Stripe', data: stripe } } : {}),
  };
}
