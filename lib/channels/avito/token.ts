import { avitoDetail } from './verdict';
import { avitoWords } from './words';
import { fieldOf, wordsOf } from './values';

/** Avito gave no token. Carries no address and no key, so that it may stand in any log. */
export class TokenRefusal extends Error {
  /** Told by name: n8n may hold it through a copy of this module. */
  override readonly name = 'AvitoTokenRefusal';

  constructor(
    /** 0: no answer came. */
    readonly status: number,
    readonly body: unknown,
  ) {
    const { message, description } = avitoWords({ status, body, keys: keysRefused(status) || undefined });
    super(`${message}. ${description}`);
  }
}

/** Whether a status of the token's address means that the keys are wrong, and not that Avito has trouble. */
export const keysRefused = (status: number): boolean =>
  status >= 200 && status < 500 && status !== 402 && status !== 429;

/**
 * Reads the answer to a request for a token: `{access_token, expires_in, token_type}`.
 *
 * @throws TokenRefusal when there is none in it
 */
export function tokenOf(status: number, body: unknown): string {
  const token = wordsOf(fieldOf(body, 'access_token'));
  if (status === 200 && token) return token;
  throw new TokenRefusal(status, { message: avitoDetail(body) });
}
