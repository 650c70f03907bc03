import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { PROVIDERS, type ProviderName } from '../shared/payments';

const forProvider = (provider: ProviderName) => ({ show: { provider: [provider] } });

const credentialFor = (provider: ProviderName, displayName: string) => ({
  name: PROVIDERS[provider].credential,
  displayName,
  required: true,
  displayOptions: forProvider(provider),
});

/** The database, in which a notification is recorded before it is answered, and the provider's keys. */
export const credentials: INodeTypeDescription['credentials'] = [
  { name: 'supabaseApi', displayName: 'Supabase', required: true },
  credentialFor('yookassa', 'YooKassa'),
  credentialFor('tbank', 'T-Bank'),
  credentialFor('stripe', 'Stripe'),
];

const notice = (provider: ProviderName, displayName: string): INodeProperties => ({
  displayName,
  name: `${provider}Notice`,
  type: 'notice',
  default: '',
  displayOptions: forProvider(provider),
});

/** The panel. */
export const properties: INodeProperties[] = [
  {
    displayName: 'Provider',
    name: 'provider',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Stripe', value: 'stripe' },
      { name: 'T-Bank', value: 'tbank' },
      { name: 'YooKassa', value: 'yookassa' },
    ],
    default: 'yookassa',
  },
  notice(
    'yookassa',
    'Enter the production URL above in YooKassa: Интеграция → HTTP-уведомления, with the events payment.succeeded, payment.canceled and refund.succeeded. YooKassa calls HTTPS on port 443 or 8443 only. If a proxy stands before n8n, name it in the credential, else its calls look like a stranger’s.',
  ),
  notice(
    'tbank',
    'Put the production URL above into the field Notification URL of the node Payment: T-Bank is told it with each payment. Payments that are made without it are notified to the address in T-Bank’s cabinet: Магазины → Терминалы → Настроить → Уведомления по HTTP.',
  ),
  notice(
    'stripe',
    'Enter the production URL above at dashboard.stripe.com: Developers → Webhooks, with the events checkout.session.completed, checkout.session.async_payment_succeeded, checkout.session.expired and charge.refunded. Put the signing secret of that endpoint into the credential.',
  ),
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Accept Test Payments',
        name: 'acceptTests',
        type: 'boolean',
        default: false,
        description:
          'Whether a payment in which no money moves counts although the credential is a real one. With test keys it always does.',
      },
    ],
  },
];
