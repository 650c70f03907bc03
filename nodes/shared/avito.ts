import { createHash } from 'node:crypto';
import { NodeApiError, NodeOperationError, type IHttpRequestOptions, type JsonObject } from 'n8n-workflow';

import { answerOf, answerOfError } from '../../lib/channels/avito/answer';
import { PATHS } from '../../lib/channels/avito/paths';
import { fieldOf, idOf } from '../../lib/channels/avito/values';
import type { AvitoAnswer } from '../../lib/channels/avito/verdict';
import { avitoWords } from '../../lib/channels/avito/words';
import type { NodeContext } from './http';
import type { Picture } from './images';

export { A_PICTURE, noteSent, wasNoted } from '../../lib/channels/avito/sentNotes';

/** n8n's names of the two ways into an Avito account: the shop's own keys, or access given to an application. */
export type AvitoCredential = 'avitoApi' | 'avitoOAuth2Api';

/** What a call carries besides its path. */
export interface AvitoRequest {
  body?: IHttpRequestOptions['body'];
  /** Lists are written with commas. */
  query?: Record<string, string | number | boolean>;
  timeoutMs?: number;
}

/** Avito's API with a node's credential. */
export interface Avito {
  /**
   * One call. Never throws: whatever came is an answer. A token that Avito no longer takes (401, or 403 as its documents
   * say) is renewed once by n8n, which stores it in the credential, and the call is repeated.
   */
  ask(method: 'GET' | 'POST', path: string, request?: AvitoRequest): Promise<AvitoAnswer>;
  /**
   * The same, and gives the body.
   *
   * @throws NodeApiError in words for the owner for anything but a success
   */
  call(method: 'GET' | 'POST', path: string, request?: AvitoRequest): Promise<unknown>;
  /** The account's own id, asked for once an hour at most. Throws as `call` does. */
  account(): Promise<string>;
  /** The same as far as this process knows it. */
  knownAccount(): string | undefined;
  /** Gives Avito a picture; the answer's body has the picture's id as its only key. */
  upload(account: string, picture: Picture): Promise<AvitoAnswer>;
}

const TIMEOUT_MS = 20_000;
const ACCOUNT_KNOWN_MS = 3_600_000;
/** A token lives 24 hours; from here on a 403 may be its age again. */
const TOKEN_FRESH_MS = 23 * 3_600_000;

/** The account of each credential. */
const accounts = new Map<string, { id: string; at: number }>();

/**
 * Tokens that were new when Avito said 403: there it means tariff or scope, and another token would change nothing. Without
 * this every refused call would make a token.
 */
const forbidden = new Map<string, { token: unknown; at: number }>();

/** Which of the two credentials a node works with: the one that its panel names, else the one that it has. */
export function avitoCredentialOf(context: NodeContext): AvitoCredential | null {
  const { credentials, parameters } = context.getNode();
  const chosen: AvitoCredential[] = parameters.authentication === 'oAuth2' ? ['avitoOAuth2Api'] : ['avitoApi'];
  const all: AvitoCredential[] = parameters.authentication ? chosen : ['avitoApi', 'avitoOAuth2Api'];
  return all.find((type) => credentials?.[type]) ?? null;
}

/**
 * Opens Avito with the node's credential. No call is made yet.
 *
 * @throws NodeOperationError when the node has no credential for Avito
 */
export async function openAvito(context: NodeContext): Promise<Avito> {
  const type = avitoCredentialOf(context);
  if (!type) {
    throw new NodeOperationError(context.getNode(), 'Не выбран доступ к Авито', {
      description:
        'Выберите в узле доступ «Avito API» (ключи со страницы https://www.avito.ru/professionals/api) или «Avito OAuth2 API».',
    });
  }
  const { host, clientId } = (await context.getCredentials(type)) as Record<string, string>;
  const base = (host || 'https://api.avito.ru').replace(/\/+$/, '');
  const id = createHash('sha256')
    .update(JSON.stringify([type, context.getNode().credentials?.[type]?.id, base, clientId]))
    .digest('hex');
  const tokenNow = async (): Promise<unknown> => {
    const stored = await context.getCredentials(type).catch(() => undefined);
    return stored?.accessToken ?? fieldOf(stored?.oauthTokenData, 'access_token');
  };

  const ask: Avito['ask'] = async (method, path, { body, query, timeoutMs = TIMEOUT_MS } = {}) => {
    const known = forbidden.get(id);
    const isFresh = known && Date.now() - known.at < TOKEN_FRESH_MS && known.token === (await tokenNow());
    const expired = isFresh ? [401] : [401, 403];
    try {
      const response = (await context.helpers.httpRequestWithAuthentication.call(
        context,
        type,
        {
          method,
          url: `${base}${path}`,
          body,
          qs: query,
          json: true,
          returnFullResponse: true,
          ignoreHttpStatusErrors: { ignore: true, except: expired },
          timeout: timeoutMs,
        },
        { preAuthenticationRetryStatusCode: expired, oauth2: { tokenExpiredStatusCode: expired } },
      )) as { statusCode: number; headers: Record<string, unknown>; body: unknown };
      return answerOf(response.statusCode, response.headers, response.body);
    } catch (error) {
      const answer = answerOfError(error);
      if (answer.status === 403) forbidden.set(id, { token: await tokenNow(), at: Date.now() });
      return answer;
    }
  };

  const call: Avito['call'] = async (method, path, request) => {
    const answer = await ask(method, path, request);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw avitoRefusal(context, answer);
  };

  const knownAccount = () => {
    const known = accounts.get(id);
    return known && Date.now() - known.at < ACCOUNT_KNOWN_MS ? known.id : undefined;
  };

  return {
    ask,
    call,
    knownAccount,
    async account() {
      const known = knownAccount();
      if (known) return known;
      const own = idOf(fieldOf(await call('GET', PATHS.self), 'id'));
      if (!own) throw avitoRefusal(context, { status: 404, body: undefined });
      accounts.set(id, { id: own, at: Date.now() });
      return own;
    },
    upload(account, { data, mimeType, fileName }) {
      // The standard form, unlike the form-data package's, can be sent twice: n8n repeats it after a renewal.
      const form = new FormData();
      form.append('uploadfile[]', new Blob([new Uint8Array(data)], { type: mimeType }), fileName);
      return ask('POST', PATHS.upload(account), { body: form as unknown as IHttpRequestOptions['body'] });
    },
  };
}

/** An answer in words for the owner. */
export function avitoRefusal(context: NodeContext, answer: Omit<AvitoAnswer, 'at'>): NodeApiError {
  const { status } = answer;
  const words = avitoWords(answer);
  return new NodeApiError(context.getNode(), {} as JsonObject, {
    ...words,
    httpCode: status ? String(status) : undefined,
  });
}
