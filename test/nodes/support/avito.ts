import nock from 'nock';
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INode,
  INodeType,
} from 'n8n-workflow';

import { AvitoApi } from '../../../credentials/AvitoApi.credentials';
import { AvitoOAuth2Api } from '../../../credentials/AvitoOAuth2Api.credentials';
import type { Credentials } from '../harness';

/** A host that answers nothing unless a test says so. */
export const HOST = 'https://api.avito.test';
export const SECRET = 'aVitoSecretOfTheTests';
export const ACCOUNT = 100;
export const BUYER = 200;
/** Of Avito's form: what is not encoded in a path does not reach its chat. */
export const CHAT = 'u2i-aB~/cD+e';
const IN_PATH = encodeURIComponent(CHAT);

/** Paths of the account and the chat, as they stand in a request. */
export const AT = {
  self: '/core/v1/accounts/self',
  chat: `/messenger/v2/accounts/${ACCOUNT}/chats/${IN_PATH}`,
  chats: `/messenger/v2/accounts/${ACCOUNT}/chats`,
  messages: `/messenger/v3/accounts/${ACCOUNT}/chats/${IN_PATH}/messages/`,
  send: `/messenger/v1/accounts/${ACCOUNT}/chats/${IN_PATH}/messages`,
  sendImage: `/messenger/v1/accounts/${ACCOUNT}/chats/${IN_PATH}/messages/image`,
  read: `/messenger/v1/accounts/${ACCOUNT}/chats/${IN_PATH}/read`,
  upload: `/messenger/v1/accounts/${ACCOUNT}/uploadImages`,
  subscriptions: '/messenger/v1/subscriptions',
  subscribe: '/messenger/v3/webhook',
  unsubscribe: '/messenger/v1/webhook/unsubscribe',
};

let drawn = 0;

/** Keys of an account of their own for each test, so that nothing known of another's is used. */
export function personal(more: IDataObject = {}): Credentials {
  drawn += 1;
  return {
    avitoApi: { host: HOST, clientId: `client-${drawn}`, clientSecret: SECRET, accessToken: 'token-0', ...more },
  };
}

/** The same by OAuth2, as n8n keeps it after the owner has connected it. */
export function oAuth2(): Credentials {
  drawn += 1;
  return {
    avitoOAuth2Api: {
      host: HOST,
      clientId: `client-${drawn}`,
      clientSecret: SECRET,
      accessTokenUrl: `${HOST}/token`,
      grantType: 'authorizationCode',
      authentication: 'body',
      oauthTokenData: { access_token: 'token-0', refresh_token: 'refresh-0', token_type: 'Bearer' },
    },
  };
}

const TYPES: Record<string, ICredentialType> = { avitoApi: new AvitoApi(), avitoOAuth2Api: new AvitoOAuth2Api() };

/**
 * What n8n's own CredentialsHelper (n8n 2.41, packages/cli) does with a token: made when there is none or it has expired,
 * and stored in the credential.
 */
const tokensIn = (stored: Credentials) => ({
  getParentTypes: (type: string) => TYPES[type]?.extends ?? [],
  async getDecrypted(_data: unknown, _node: unknown, type: string) {
    return structuredClone(stored[type]);
  },
  async authenticate(credentials: ICredentialDataDecryptedObject, type: string, options: IHttpRequestOptions) {
    const authenticate = TYPES[type]?.authenticate;
    return typeof authenticate === 'function' ? authenticate(credentials, options) : options;
  },
  async preAuthentication(
    helper: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    type: string,
    _node: INode,
    expired: boolean,
  ) {
    const { preAuthentication } = TYPES[type] ?? {};
    if (!preAuthentication || (credentials.accessToken !== '' && !expired)) return undefined;
    const output = await preAuthentication.call(helper, credentials);
    Object.assign(stored[type], output);
    return Object.assign(credentials, output);
  },
  async updateCredentialsOauthTokenData(_node: unknown, type: string, data: IDataObject) {
    stored[type].oauthTokenData = data.oauthTokenData;
  },
});

/** A node whose credentials work as in n8n; the test harness itself only hands them out. */
export function withTokens(type: INodeType, stored: Credentials): INodeType {
  type Inside = { additionalData: { credentialsHelper: object } };
  const prepared = <Result>(method: (this: never) => Result) =>
    function (this: unknown): Result {
      Object.assign((this as Inside).additionalData.credentialsHelper, tokensIn(stored));
      return method.call(this as never);
    };
  const hooks = Object.entries(type.webhookMethods?.default ?? {}).map(([name, hook]) => [name, prepared(hook)]);
  return {
    description: type.description,
    ...(type.execute && { execute: prepared(type.execute as (this: never) => never) }),
    ...(type.webhook && { webhook: prepared(type.webhook as (this: never) => never) }),
    ...(type.webhookMethods && { webhookMethods: { default: Object.fromEntries(hooks) } }),
  };
}

/** Avito as a test lets it answer. Every call must be expected. */
export const avito = (): nock.Scope => nock(HOST);

/** A call that must carry this token. */
export const carrying = (token: string): nock.Scope => nock(HOST, { reqheaders: { authorization: `Bearer ${token}` } });

/** The address of tokens gives these in turn. */
export function mints(...tokens: string[]): void {
  for (const token of tokens) {
    avito()
      .post('/token', { grant_type: 'client_credentials', client_id: /^client-/, client_secret: SECRET } as never)
      .reply(200, { access_token: token, expires_in: 86_400, token_type: 'Bearer' });
  }
}

export const refusal = (code: number, message: string, fields: object = {}) => ({ error: { code, message, fields } });

/** A message of the account as Avito tells it after sending. */
export const sentAs = (id: string) => ({ id, created: 1_795_348_740, direction: 'out', type: 'text', content: {} });

/** A PNG of that size, as far as its header goes. */
export function png(width = 640, height = 480): Buffer {
  const data = Buffer.alloc(64);
  data.write('89504e470d0a1a0a', 'hex');
  data.writeUInt32BE(width, 16);
  data.writeUInt32BE(height, 20);
  return data;
}
