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
}

const draw = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Reads the installation's secrets, or draws them at the first start. The file is readable by its owner alone. */
export function readSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const secrets: Secrets = {
    encryptionKey: draw(24),
    // n8n asks for a capital letter and a figure in a password.
    ownerPassword: `Cake-${draw(9)}-7`,
    jwtSecret: draw(48),
    telegramToken: `${500_000_000 + randomBytes(3).readUIntBE(0, 3)}:${draw(27).slice(0, 35)}`,
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
