import { createHash } from 'node:crypto';
import type {
  IAuthenticate,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  Icon,
  INodeProperties,
} from 'n8n-workflow';

import { TokenRefusal, tokenOf } from '../lib/channels/avito/token';

const HOST = 'https://api.avito.ru';
const TIMEOUT_MS = 15_000;

/** A token made this recently is taken by whoever asks meanwhile: calls that expire together make one token. */
const SHARED_MS = 60_000;

/** Tokens that this process is making or has just made, by host and keys. */
const minted = new Map<string, { at: number; token: Promise<string> }>();

async function mint(helper: IHttpRequestHelper, host: string, client_id: string, client_secret: string) {
  let answer: { statusCode: number; body: unknown };
  try {
    answer = (await helper.helpers.httpRequest({
      method: 'POST',
      url: `${host}/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }).toString(),
      json: true,
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      timeout: TIMEOUT_MS,
    })) as typeof answer;
  } catch (error) {
    // What axios throws holds the request, and with it the secret.
    throw new TokenRefusal(0, { message: (error as { code?: string }).code ?? 'no connection' });
  }
  return tokenOf(answer.statusCode, answer.body);
}

/** The keys of the shop's own Avito account. A token lives a day; n8n keeps it here, so that all its processes share it. */
export class AvitoApi implements ICredentialType {
  name = 'avitoApi';

  displayName = 'Avito API';

  icon: Icon = { light: 'file:avito.svg', dark: 'file:avito.dark.svg' };

  documentationUrl = 'https://developers.avito.ru/api-catalog/messenger/documentation';

  properties: INodeProperties[] = [
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
    {
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: '',
      required: true,
      description: 'Made on avito.ru/professionals/api, in the account that has the advertisements',
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
    },
    {
      displayName: 'API Host',
      name: 'host',
      type: 'string',
      default: HOST,
      description: 'Leave as it is, unless Avito is reached through a relay of your own',
    },
  ];

  /** Makes a token; n8n calls it when there is none or Avito no longer takes it, and stores what it returns. */
  async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
    // Copied keys often bring white space along.
    const [host, id, secret] = [credentials.host || HOST, credentials.clientId, credentials.clientSecret].map((field) =>
      String(field).trim(),
    );
    const base = host.replace(/\/+$/, '');
    const key = createHash('sha256')
      .update(JSON.stringify([base, id, secret]))
      .digest('hex');
    const known = minted.get(key);
    if (known && Date.now() - known.at < SHARED_MS) {
      const token = await known.token.catch(() => null);
      // The one that is no longer taken is of no use, however new.
      if (token && token !== credentials.accessToken) return { accessToken: token };
    }
    const token = mint(this, base, id, secret);
    minted.set(key, { at: Date.now(), token });
    return { accessToken: await token };
  }

  /** A function and not n8n's template: that would be an expression for every call. */
  authenticate: IAuthenticate = async (credentials, options) => ({
    ...options,
    headers: { ...options.headers, Authorization: `Bearer ${String(credentials.accessToken)}` },
  });

  test: ICredentialTestRequest = {
    request: { baseURL: '={{ $credentials.host }}', url: '/core/v1/accounts/self' },
  };
}
