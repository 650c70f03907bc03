import type {
  IAuthenticate,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

import { isObject, jsonIn } from '../lib/payments/answers';
import { TBANK_URL } from '../lib/payments/tbank/client';
import { tokenOf } from '../lib/payments/tbank/token';

const WRONG_TERMINAL = 'Т-Банк не знает такого терминала. Возьмите его в «Магазины → Терминалы → Настроить».';

/** What the check of the terminal says to T-Bank's errors. That there is no payment with this number proves the password. */
const REFUSALS: [code: string, message: string][] = [
  ['202', 'Терминал заблокирован. Напишите в поддержку Т-Бизнеса.'],
  ['204', 'Т-Банк не принимает пароль этого терминала. Возьмите его в «Магазины → Терминалы → Настроить».'],
  ['205', WRONG_TERMINAL],
  ['331', WRONG_TERMINAL],
  ['501', WRONG_TERMINAL],
];

/** A terminal of T-Bank's internet acquiring. */
export class TBankApi implements ICredentialType {
  name = 'tBankApi';

  displayName = 'T-Bank API';

  icon: Icon = { light: 'file:tbank.svg', dark: 'file:tbank.dark.svg' };

  documentationUrl = 'https://developer.tbank.ru/eacq/intro';

  properties: INodeProperties[] = [
    {
      displayName: 'Terminal Key',
      name: 'terminalKey',
      type: 'string',
      default: '',
      required: true,
      placeholder: '1700000000000DEMO',
      description: 'Магазины → Терминалы → Настроить. One that ends with DEMO is for trials: no money moves.',
    },
    {
      displayName: 'Password',
      name: 'password',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Of the terminal, in the same place. It signs every request and proves every notification.',
    },
    {
      displayName: 'Format of Receipts',
      name: 'ffdVersion',
      type: 'options',
      options: [
        { name: '1.05', value: '1.05' },
        { name: '1.2', value: '1.2' },
      ],
      default: '1.05',
      description: 'Version of fiscal documents (ФФД) that the connected till makes; of no matter without a till',
    },
    {
      displayName: 'API Host',
      name: 'baseUrl',
      type: 'string',
      default: TBANK_URL,
      description: 'Leave as it is, unless T-Bank is reached through a relay of your own',
    },
  ];

  /** Signs the body: terminal and token belong into it and not into a header. */
  authenticate: IAuthenticate = async ({ terminalKey, password }, options): Promise<IHttpRequestOptions> => {
    const given = typeof options.body === 'string' ? jsonIn(options.body) : options.body;
    const body = { TerminalKey: String(terminalKey).trim(), ...(isObject(given) ? given : {}) };
    return { ...options, json: true, body: { ...body, Token: tokenOf(body, String(password).trim()) } };
  };

  /** The state of a payment that there is not: nothing is changed by asking. */
  test: ICredentialTestRequest = {
    request: {
      method: 'POST',
      baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
      url: '/GetState',
      body: { PaymentId: '1' },
    },
    rules: [
      ...REFUSALS.map(([value, message]) => ({
        type: 'responseSuccessBody' as const,
        properties: { key: 'ErrorCode', value, message },
      })),
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'Success',
          value: undefined,
          message: 'По этому адресу не Т-Банк. Верните в поле «API Host» https://securepay.tinkoff.ru/v2',
        },
      },
    ],
  };
}
