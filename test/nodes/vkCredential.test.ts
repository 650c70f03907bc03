import './support/quiet';
import 'reflect-metadata';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import nock from 'nock';
import {
  createEmptyRunExecutionData,
  type ICredentialDataDecryptedObject,
  type IDataObject,
  type INodeType,
} from 'n8n-workflow';

import { VkApi } from '../../credentials/VkApi.credentials';
import { additionalDataOf, namesOf, workflowOf } from './harness';
import { closeTheNet, error, HOST, openTheNet, TOKEN, vkApi } from './support/vk';

beforeAll(closeTheNet);
afterEach(() => nock.cleanAll());
afterAll(openTheNet);

const credential = new VkApi();
const authenticate = credential.authenticate as unknown as (
  data: ICredentialDataDecryptedObject,
  options: object,
) => Promise<object>;

/** Tests the credential as n8n's own tester does (n8n 2.41, services/credentials-tester.service.js). */
async function test(data: ICredentialDataDecryptedObject = vkApi): Promise<string> {
  const { request, rules = [] } = credential.test;
  const credentials = { vkApi: data as IDataObject };
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
      credentials: [{ name: 'vkApi', required: true }],
      properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } }],
    },
  } as unknown as INodeType;
  const workflow = workflowOf({ temp: type }, { type: 'temp', credentials: namesOf(credentials) });
  const node = workflow.getNode('Node')!;
  const plain = additionalDataOf(workflow, credentials);
  const credentialsHelper = Object.assign(plain.credentialsHelper, {
    authenticate: (given: ICredentialDataDecryptedObject, _type: string, options: object) =>
      authenticate(given, options),
  });
  const main = { main: [[{ json: {} }]] };
  const context = new ExecuteContext(
    workflow,
    node,
    { ...plain, credentialsHelper },
    'internal',
    createEmptyRunExecutionData(),
    0,
    [],
    main,
    { node, data: {}, source: null },
    [],
  );
  const [[{ json }]] = (await new RoutingNode(context, type).runNode())!;
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], json);
  for (const rule of rules) {
    if (rule.type === 'responseSuccessBody' && at(rule.properties.key) === rule.properties.value) {
      return rule.properties.message;
    }
  }
  return 'OK';
}

/** Plays `groups.getById`; gives the header of the last call. */
function answers(body: object): { header?: string } {
  const seen: { header?: string } = {};
  nock(HOST)
    .get('/method/groups.getById')
    .query({ group_id: '1', v: '5.199' })
    .reply(function () {
      seen.header = [this.req.headers.authorization].flat()[0];
      return [200, body];
    });
  return seen;
}

it('is confirmed by the community itself, with the key in the header', async () => {
  const seen = answers({ response: { groups: [{ id: 1, name: 'Кондитерская' }], profiles: [] } });
  expect(await test()).toBe('OK');
  expect(seen.header).toBe(`Bearer ${TOKEN}`);
});

it.each([
  [5, /не принимает ключ/],
  [27, /не принимает ключ/],
  [15, /нет прав/],
  [100, /не знает сообщества/],
  [125, /не знает сообщества/],
  [10, /не подтвердил/],
  [29, /не подтвердил/],
])('is not confirmed by error %d, which VK says with status 200', async (code, words) => {
  answers(error(code));
  expect(await test()).toMatch(words);
});

it('is not confirmed by somebody who is not VK', async () => {
  answers({ hello: 'world' });
  expect(await test()).toMatch(/не подтвердил/);
});

it('keeps the headers that a call has', async () => {
  const options = { url: HOST, headers: { accept: 'application/json' } };
  expect(await authenticate(vkApi, options)).toEqual({
    url: HOST,
    headers: { accept: 'application/json', authorization: `Bearer ${TOKEN}` },
  });
});

it('asks for nothing that an expression would have to make for each call', () => {
  expect(typeof credential.authenticate).toBe('function');
  for (const { default: value } of credential.properties) expect(String(value)).not.toMatch(/^=/);
});
