import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Hearing } from '../../../lib/dialogue/read/heard';
import { askModel } from '../../../scripts/understandModel';
import { NOTHING, NOW, VOCABULARY } from './support/model';

const HEARING: Hearing = { language: 'ru', now: NOW, zone: 'Europe/Moscow', expecting: 'any', vocabulary: VOCABULARY };

let server: Server;
let heard = '';
let status = 200;
const content = JSON.stringify({ intent: 'fill', servings: 12, filling: 'медовик' });
beforeAll(async () => {
  server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (part: string) => (heard += part));
    request.on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(status === 200 ? { choices: [{ message: { content } }] } : { error: { message: 'no' } }),
      );
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

let said: string;
beforeEach(() => {
  [heard, status, said] = ['', 200, ''];
  jest.spyOn(process.stderr, 'write').mockImplementation((words) => ((said += String(words)), true));
});
afterEach(() => jest.restoreAllMocks());

const settings = () => ({
  OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
  OPENAI_API_KEY: 'sk-test-key-of-a-terminal',
  AI_MODEL: 'gpt-6-luna',
});

it('says what is missing', () => {
  expect(askModel({})).toBeNull();
  expect(said).toMatch(/OPENAI_BASE_URL, OPENAI_API_KEY, AI_MODEL.*\.env/);
  said = '';
  expect(askModel({ ...settings(), AI_MODEL: ' ' })).toBeNull();
  expect(said).toContain('needs AI_MODEL,');
});

it('asks the model; what is personal stays here, what the rules took stands', async () => {
  const text = 'Дюжина гостей, медовый. Мой телефон +7 916 123-45-67, почта anna@example.com';
  const rules = { ...NOTHING, slots: { phone: '+79161234567', servings: 10 } };
  const answer = await askModel(settings())!(text, HEARING, rules);
  expect(answer?.slots).toEqual({ phone: '+79161234567', servings: 10, filling: 'медовик' });
  expect(JSON.parse(heard)).toMatchObject({ model: 'gpt-6-luna' });
  expect(heard).toContain('[телефон]');
  expect(heard).not.toMatch(/123-45-67|anna@/);
});

it('says on standard error when it does not answer, without the key', async () => {
  status = 500;
  expect(await askModel(settings())!('торт', HEARING, NOTHING)).toBeNull();
  expect(said).toContain('the model did not answer (server');
  expect(said).not.toContain('sk-test');
});
