import './support/quiet';
import 'reflect-metadata';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
  createEmptyRunExecutionData,
  type ICredentialDataDecryptedObject,
  type ICredentialType,
  type IDataObject,
  type INodeType,
} from 'n8n-workflow';

import { StripeCheckoutApi } from '../../credentials/StripeCheckoutApi.credentials';
import { TBankApi } from '../../credentials/TBankApi.credentials';
import { YooKassaApi } from '../../credentials/YooKassaApi.credentials';
import { tokenOf } from '../../lib/payments/tbank/token';
import { Bank, type Said } from '../unit/payments/support';
import { additionalDataOf, namesOf, workflowOf } from './harness';

const bank = new Bank();
beforeAll(() => bank.open());
afterAll(() => bank.close());

/** Tests a credential as n8n's own tester does (n8n 2.41, services/credentials-tester.service.js). */
async function test(credential: ICredentialType, data: IDataObject): Promise<string> {
  const { request, rules = [] } = credential.test!;
  const credentials = { [credential.name]: data };
  const type = {
    description: {
      displayName: 'Temp',
      name: 'temp',
      group: [],
      version: 1,
      description: '',
      defaults: {},
      inputs: ['main'],
      outputs: ['main'],
      credentials: [{ name: credential.name, required: true }],
      properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } }],
    },
  } as unknown as INodeType;
  const workflow = workflowOf({ temp: type }, { type: 'temp', credentials: namesOf(credentials) });
  const node = workflow.getNode('Node')!;
  const plain = additionalDataOf(workflow, credentials);
  const authenticate = credential.authenticate as (data: object, options: object) => Promise<object>;
  const credentialsHelper = Object.assign(plain.credentialsHelper, {
    authenticate: (given: ICredentialDataDecryptedObject, _type: string, options: object) =>
      authenticate(given, options),
  });
  const context = new ExecuteContext(
    workflow,
    node,
    { ...plain, credentialsHelper },
    'internal',
    createEmptyRunExecutionData(),
    0,
    [],
    { main: [[{ json: {} }]] },
    { node, data: {}, source: null },
    [],
  );
  try {
    const [[{ json }]] = (await new RoutingNode(context, type).runNode())!;
    for (const rule of rules) {
      if (rule.type === 'responseSuccessBody' && json[rule.properties.key] === rule.properties.value) {
        return rule.properties.message;
      }
    }
    return 'OK';
  } catch (error) {
    const { status } = (error as { cause: { response: { status: number } } }).cause.response;
    for (const { type: kind, properties } of rules) {
      if (kind === 'responseCode' && properties.value === status) return properties.message;
    }
    return `HTTP ${status}`;
  }
}

describe('YooKassa', () => {
  const data = () => ({ shopId: ' 123456', secretKey: 'test_secret\n', baseUrl: `${bank.url}/v3/ ` });

  it.each<[Said, RegExp]>([
    [[200, { account_id: '123456', test: true, status: 'enabled' }], /^OK$/],
    [[401, { type: 'error', code: 'invalid_credentials' }], /не принимает ключ/],
    [[404, {}], /API Host/],
    [[500, {}], /HTTP 500/],
  ])('%j', async (said, words) => {
    bank.says(said);
    expect(await test(new YooKassaApi(), data())).toMatch(words);
    const [{ method, path, headers }] = bank.got;
    expect([method, path]).toEqual(['GET', '/v3/me']);
    expect(headers.authorization).toBe(`Basic ${Buffer.from('123456:test_secret').toString('base64')}`);
  });
});

describe('T-Bank', () => {
  const data = () => ({ terminalKey: '1700DEMO ', password: ' secret', baseUrl: `${bank.url}/v2` });
  const no = (ErrorCode: string): Said => [200, { Success: false, ErrorCode, Message: 'Отказ', Details: '' }];

  it.each<[Said, RegExp]>([
    [no('255'), /^OK$/],
    [no('204'), /не принимает пароль/],
    [no('205'), /не знает такого терминала/],
    [no('331'), /не знает такого терминала/],
    [no('501'), /не знает такого терминала/],
    [no('202'), /заблокирован/],
    [[200, { hello: 'world' }], /API Host/],
  ])('%j', async (said, words) => {
    bank.says(said);
    expect(await test(new TBankApi(), data())).toMatch(words);
    const [{ method, path, body }] = bank.got;
    expect([method, path]).toEqual(['POST', '/v2/GetState']);
    const asked = { TerminalKey: '1700DEMO', PaymentId: '1' };
    expect(body).toEqual({ ...asked, Token: tokenOf(asked, 'secret') });
  });
});

describe('Stripe', () => {
  const data = () => ({ secretKey: 'sk_test_x ', signingSecret: '', baseUrl: bank.url });

  it.each<[Said, RegExp]>([
    [[200, { object: 'balance', livemode: false }], /^OK$/],
    [[401, { error: { message: 'Invalid API Key provided' } }], /не принимает ключ/],
    [[404, {}], /API Host/],
  ])('%j', async (said, words) => {
    bank.says(said);
    expect(await test(new StripeCheckoutApi(), data())).toMatch(words);
    const [{ method, path, headers }] = bank.got;
    expect([method, path, headers.authorization]).toEqual(['GET', '/v1/balance', 'Bearer sk_test_x']);
  });
});

it.each([new YooKassaApi(), new TBankApi(), new StripeCheckoutApi()])(
  '$name asks for nothing that an expression would have to make for each call',
  (credential) => {
    expect(typeof credential.authenticate).toBe('function');
    for (const { default: value } of credential.properties) expect(String(value)).not.toMatch(/^=/);
  },
);
