import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an installation draws for itself once. Two installations share none of it. */
export interface Secrets {
  /** n8n encrypts credentials with it. */
  encryptionKey: string;
  ownerPassword: string;
  /** Signs the database API's keys. */
  jwtSecret: string;
  /** The token of the bot that the sandbox plays. */
  telegramToken: string;
  /** The community that the sandbox plays. */
  vkGroup: number;
  vkToken: string;
  /** The Avito account that the sandbox plays. */
  avitoUser: number;
  avitoClientId: string;
  avitoClientSecret: string;
  /** The only key that the sandbox's OpenAI takes. */
  openAiKey: string;
  /** The shop that the sandbox's YooKassa knows. */
  yooKassaShop: number;
  yooKassaKey: string;
  /** The terminal that the sandbox's T-Bank knows. */
  tBankTerminal: string;
  tBankPassword: string;
  /** The account that the sandbox's Stripe knows, and what it signs notifications with. */
  stripeKey: string;
  stripeSigning: string;
}

const number = () => randomBytes(3).readUIntBE(0, 3);
const draw = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Reads the installation's secrets, or draws them at the first start. The file is readable by its owner alone. */
export function readSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    encryptionKey: draw(24),
    // n8n asks for a capital letter and a figure in a password.
    ownerPassword: `Cake-${draw(9)}-7`,
    jwtSecret: draw(48),
    telegramToken: `${500_000_000 + number()}:${draw(27).slice(0, 35)}`,
    vkGroup: 200_000_000 + number(),
    vkToken: `vk1.a.${draw(60)}`,
    avitoUser: 100_000_000 + number(),
    avitoClientId: draw(15),
    avitoClientSecret: draw(30),
    openAiKey: `sk-${draw(36)}`,
    yooKassaShop: 500_000 + (number() % 400_000),
    yooKassaKey: `test_${draw(33)}`,
    tBankTerminal: `${1_700_000_000_000 + number()}DEMO`,
    tBankPassword: draw(15),
    stripeKey: `sk_test_${draw(24)}`,
    stripeSigning: `whsec_${draw(24)}`,
    // What an older version drew stays; only what it did not know is new.
    ...known,
  };
  if (Object.keys(known).length === Object.keys(secrets).length) return secrets;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
