import type { IAuthenticate, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { YOOKASSA_NETWORKS, YOOKASSA_URL } from '../lib/payments/yookassa/client';

/** A shop at YooKassa. */
export class YooKassaApi implements ICredentialType {
  name = 'yooKassaApi';

  displayName = 'YooKassa API';

  icon: Icon = { light: 'file:yookassa.svg', dark: 'file:yookassa.dark.svg' };

  documentationUrl = 'https://yookassa.ru/developers/using-api/interaction-format';

  properties: INodeProperties[] = [
    {
      displayName: 'Shop ID',
      name: 'shopId',
      type: 'string',
      default: '',
      required: true,
      placeholder: '123456',
      description: 'Number of the shop (shopId): Настройки → Магазин',
    },
    {
      displayName: 'Secret Key',
      name: 'secretKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Made in Интеграция → Ключи API. Keys of a test shop begin with test_.',
    },
    {
      displayName: 'Receipts',
      name: 'till',
      type: 'options',
      options: [
        { name: 'By a Till of the Shop', value: 'own', description: 'Own or rented till, connected to YooKassa' },
        { name: 'By YooKassa', value: 'yookassa', description: 'Чеки от ЮKassa: they go out by e-mail only' },
      ],
      default: 'own',
      description: 'Who makes the fiscal receipts (54-ФЗ), if the shop has switched them on in its settings',
    },
    {
      displayName: 'API Host',
      name: 'baseUrl',
      type: 'string',
      default: YOOKASSA_URL,
      description: 'Leave as it is, unless YooKassa is reached through a relay of your own',
    },
    {
      displayName: 'Notification Networks',
      name: 'networks',
      type: 'string',
      default: YOOKASSA_NETWORKS,
      description:
        'Addresses that notifications may come from, separated by commas. Leave as it is; YooKassa publishes them at yookassa.ru/developers/using-api/webhooks.',
    },
    {
      displayName: 'Trusted Proxies',
      name: 'trustedProxies',
      type: 'string',
      default: '',
      placeholder: '172.16.0.0/12',
      description:
        'Addresses of your own proxies before n8n (nginx, Traefik, Caddy), separated by commas. Only their X-Forwarded-For is believed.',
    },
  ];

  /** A function: the generic template is an expression for each call (docs/decisions/0004). */
  authenticate: IAuthenticate = async ({ shopId, secretKey }, options) => {
    const basic = Buffer.from(`${String(shopId).trim()}:${String(secretKey).trim()}`).toString('base64');
    return { ...options, headers: { ...options.headers, authorization: `Basic ${basic}` } };
  };

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}', url: '/me' },
    rules: [
      {
        type: 'responseCode',
        properties: {
          value: 401,
          message: 'ЮKassa не принимает ключ. Проверьте shopId и секретный ключ: «Интеграция → Ключи API».',
        },
      },
      {
        type: 'responseCode',
        properties: {
          value: 404,
          message: 'По этому адресу не ЮKassa. Верните в поле «API Host» https://api.yookassa.ru/v3',
        },
      },
    ],
  };
}
