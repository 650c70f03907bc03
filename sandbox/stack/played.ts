import type { SandboxOptions } from '../server';
import type { Secrets } from './secrets';

/** The accounts that the sandbox plays, each with what this installation has drawn for it. */
export function playedAccounts(secrets: Secrets) {
  return {
    token: secrets.telegramToken,
    vk: { groupId: secrets.vkGroup, token: secrets.vkToken },
    avito: {
      userId: secrets.avitoUser,
      clientId: secrets.avitoClientId,
      clientSecret: secrets.avitoClientSecret,
    },
    openai: { key: secrets.openAiKey },
    payments: {
      yookassa: { shopId: String(secrets.yooKassaShop), secretKey: secrets.yooKassaKey },
      tbank: { terminalKey: secrets.tBankTerminal, password: secrets.tBankPassword },
      stripe: { secretKey: secrets.stripeKey, webhookSecret: secrets.stripeSigning },
    },
  } satisfies Partial<SandboxOptions>;
}
