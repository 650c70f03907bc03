import { randomBytes } from 'node:crypto';
import type { Journal, Table } from '../api/journal';
import { AvitoError, OAuthError } from './wire';

/** What a call needs; a token of client_credentials may do everything. */
export type Scope = 'messenger:read' | 'messenger:write' | 'user:read' | 'items:info';

/** An application at Avito, of the account's own. */
export interface Application {
  clientId: string;
  clientSecret: string;
}

/** `expires` in milliseconds since 1970; `scope` null: everything. */
interface Grant {
  expires: number;
  scope: string | null;
}

const CODE_LIFE_MS = 10 * 60_000;
/** Expired ones are kept for a while, so that they are told from those that never were. */
const KEPT_TOKENS = 5000;

/** Access tokens, refresh tokens and authorization codes of one account. */
export class Tokens {
  private readonly access: Table<Grant>;
  private readonly refresh: Table<{ scope: string }>;
  private readonly codes: Table<Grant>;

  /** `lifeMs` is how long an access token lives, in milliseconds. */
  constructor(
    journal: Journal,
    private readonly application: Application,
    private readonly lifeMs: number,
  ) {
    this.access = journal.table('tokens');
    this.refresh = journal.table('refreshTokens');
    this.codes = journal.table('codes');
  }

  /**
   * Answers a request for a token.
   *
   * @throws OAuthError invalid_client, unsupported_grant_type, invalid_grant, invalid_request
   */
  grant(form: Record<string, unknown>): object {
    const { clientId, clientSecret } = this.application;
    const type = form.grant_type;
    if (!type) throw new OAuthError(400, 'invalid_request', 'grant_type is required');
    if (form.client_id !== clientId || form.client_secret !== clientSecret)
      throw new OAuthError(401, 'invalid_client', 'client authentication failed');
    switch (type) {
      // A token made before stays alive: Avito does not say that it dies.
      case 'client_credentials':
        return this.newAccess(null);
      case 'authorization_code': {
        const code = this.use(this.codes, form.code, 'code');
        if (code.expires <= Date.now()) throw new OAuthError(400, 'invalid_grant', 'code has expired');
        return this.newPair(code.scope ?? '');
      }
      case 'refresh_token':
        return this.newPair(this.use(this.refresh, form.refresh_token, 'refresh_token').scope);
      default:
        throw new OAuthError(400, 'unsupported_grant_type', `grant_type ${String(type)} is not supported`);
    }
  }

  /** An authorization code for these scopes, good once, for ten minutes. */
  authorize(scope: string): string {
    const code = secret();
    this.codes.set(code, { scope, expires: Date.now() + CODE_LIFE_MS });
    return code;
  }

  /**
   * Checks a call's `Authorization` header.
   *
   * @throws AvitoError 401 for no token or an unknown one; 403 for an expired one (so Avito's documentation; some clients
   *   have seen 401) and for one without the scope
   */
  check(header: string | undefined, scope: Scope): void {
    const [, token] = /^Bearer (\S+)$/i.exec(header ?? '') ?? [];
    const grant = token === undefined ? undefined : this.access.get(token);
    if (!grant) throw new AvitoError(401, 'unauthorized');
    if (grant.expires <= Date.now()) throw new AvitoError(403, 'access token has expired');
    if (grant.scope !== null && !grant.scope.split(',').includes(scope))
      throw new AvitoError(403, `scope ${scope} is required`);
  }

  /** Every access token is as if its life were over. */
  expireAll(): void {
    for (const [token, grant] of [...this.access.entries()]) this.access.set(token, { ...grant, expires: 0 });
  }

  /** A code or refresh token is good once. */
  private use<T>(table: Table<T>, given: unknown, field: string): T {
    if (typeof given !== 'string' || given === '') throw new OAuthError(400, 'invalid_request', `${field} is required`);
    const found = table.get(given);
    if (found === undefined) throw new OAuthError(400, 'invalid_grant', `${field} is not valid`);
    table.delete(given);
    return found;
  }

  private newPair(scope: string): object {
    const refresh_token = secret();
    this.refresh.set(refresh_token, { scope });
    return { ...this.newAccess(scope), refresh_token, scope };
  }

  private newAccess(scope: string | null): object {
    const access_token = secret();
    this.access.set(access_token, { scope, expires: Date.now() + this.lifeMs });
    const [oldest] = this.access.keys();
    if (this.access.size > KEPT_TOKENS) this.access.delete(oldest);
    return { access_token, expires_in: Math.floor(this.lifeMs / 1000), token_type: 'Bearer' };
  }
}

const secret = (): string => randomBytes(24).toString('base64url');
