import type { IAuthenticate, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { STRIPE_URL } from '../lib/payments/stripe/client';

/**
 * An account at Stripe. Not n8n's own credential: that one has Stripe's host built in, so that neither a relay nor a sandbox can
 * be reached with it, and its signing secret may be left empty, which its trigger takes for "believe everything".
 */
export class StripeCheckoutApi implements ICredentialType {
  name = 'stripeCheckoutApi';

  displayName = 'Stripe Checkout API';

  icon: Icon = { light: 'file:stripe.svg', dark: 'file:stripe.dark.svg' };

  documentationUrl = 'https://docs.stripe.com/keys';

  properties: INodeProperties[] = [
    {
      displayName: 'Secret Key',
      name: 'secretKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Developers → API keys. Keys for trials begin with sk_test_.',
    },
    {
      displayName: 'Signing Secret',
      name: 'signingSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Developers → Webhooks → your endpoint, begins with whsec_. Without it no notification is believed, and payments are noticed by the regular check only.',
    },
    {
      displayName: 'API Host',
      name: 'baseUrl',
      type: 'string',
      default: STRIPE_URL,
      description: 'Leave as it is, unless Stripe is reached through a relay of your own',
    },
  ];

  /** A function: the generic template is an expression for each call (docs/decisions/0004). */
  authenticate: IAuthenticate = async ({ secretKey }, options) => ({
    ...options,
    headers: { ...options.headers, authorization: `Bearer ${String(secretKey).trim()}` },
  });

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}', url: '/v1/balance' },
    rules: [
      {
        type: 'responseCode',
        properties: { value: 401, message: 'Stripe не принимает ключ. Возьмите его в «Developers → API keys».' },
      },
      {
        type: 'responseCode',
        properties: {
          value: 404,
          message: 'По этому адресу не Stripe. Верните в поле «API Host» https://api.stripe.com',
        },
      },
    ],
  };
}
