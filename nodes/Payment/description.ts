import type { INodeProperties } from 'n8n-workflow';

const forOperations = (...operation: string[]) => ({ show: { operation } });

/** The panel of Payment. */
export const paymentProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Daily Report',
        value: 'dailyReport',
        description: 'Emits one item: what came and went on a day, and whether the providers say the same',
        action: 'Report the money of a day',
      },
      {
        name: 'Get Payment',
        value: 'getPayment',
        description: 'Reads a payment from the books',
        action: 'Get a payment',
      },
      {
        name: 'Play Effect',
        value: 'playEffect',
        description: 'Takes what Cake Order emits on its output Payment: makes a link, cancels it, returns money',
        action: 'Play an effect of cake order',
      },
      {
        name: 'Reconcile',
        value: 'reconcile',
        description:
          'Asks the providers about open payments and emits what has changed, for Cake Order’s Handle Result',
        action: 'Reconcile open payments',
      },
    ],
    default: 'playEffect',
  },
  {
    displayName: 'Notification URL',
    name: 'notificationUrl',
    type: 'string',
    default: '',
    placeholder: 'https://n8n.example.com/webhook/…',
    description:
      'Address of the Payment Trigger for T-Bank, which is told it with each payment. Empty: T-Bank uses the one in its cabinet.',
    displayOptions: forOperations('playEffect'),
  },
  {
    displayName: 'Older Than (Minutes)',
    name: 'olderThan',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 5,
    description: 'Payments that changed, or were asked about, within so many minutes are left alone',
    displayOptions: forOperations('reconcile'),
  },
  {
    displayName: 'Day',
    name: 'day',
    type: 'string',
    default: '',
    placeholder: '2026-11-24',
    description: 'The day to report, YYYY-MM-DD. Empty: yesterday in the bakery’s time zone.',
    displayOptions: forOperations('dailyReport'),
  },
  {
    displayName: 'Payment ID',
    name: 'payment',
    type: 'string',
    default: '',
    required: true,
    placeholder: '1001-1',
    description: 'The pack’s own ID of the payment: the order’s number and a running number',
    displayOptions: forOperations('getPayment'),
  },
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
    displayOptions: forOperations('dailyReport', 'playEffect', 'reconcile'),
  },
];
