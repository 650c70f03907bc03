import {
  APIConnectionError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';

import { ask, KEY, OpenAiBench, thrown } from './openaiSupport';
import { until } from './support';

let bench: OpenAiBench;

beforeAll(async () => {
  bench = await new OpenAiBench().start();
});
afterAll(() => bench.close());

const chat = (more: object = {}) =>
  bench.client(more).chat.completions.create({ model: 'gpt-4o-mini', messages: ask('да, всё так, берём') });
const image = () => bench.client().images.generate({ model: 'gpt-image-2', prompt: 'x', output_format: 'jpeg' });
const statuses = async (count: number) => (await bench.calls()).slice(-count).map(({ status }) => status);

test.each([
  [{ code: 'invalid_api_key' }, AuthenticationError, 401, 'invalid_request_error'],
  [{ code: 'unsupported_country_region_territory' }, PermissionDeniedError, 403, 'request_forbidden'],
  [{ code: 'model_not_found' }, NotFoundError, 404, 'invalid_request_error'],
  [{ code: 'moderation_blocked' }, BadRequestError, 400, 'image_generation_user_error'],
  [{ code: 'content_policy_violation' }, BadRequestError, 400, 'invalid_request_error'],
  [{ code: 'billing_hard_limit_reached' }, BadRequestError, 400, 'invalid_request_error'],
  [{ code: 'insufficient_quota' }, RateLimitError, 429, 'insufficient_quota'],
  [{ code: 'slow_down' }, RateLimitError, 429, 'requests'],
  [{ code: 'something_new', status: 409 }, Error, 409, 'invalid_request_error'],
  [{ code: 'model_not_found', status: 503 }, InternalServerError, 503, 'server_error'],
])('error %j', async (fault, type, status, kind) => {
  await bench.fault({ kind: 'error', ...fault });
  const error = await thrown(image());
  expect(error).toBeInstanceOf(type);
  expect([error.status, error.code, error.type]).toEqual([status, fault.code, kind]);
  await image();
  expect(await statuses(2)).toEqual([status, 200]);
});

test.each([
  [{}, InternalServerError, 500, null],
  [{ status: 503 }, InternalServerError, 503, null],
  [{ code: 502 }, InternalServerError, 502, null],
  [{ status: 403 }, PermissionDeniedError, 403, null],
  [{ status: 404 }, NotFoundError, 404, 'model_not_found'],
  [{ status: 429 }, RateLimitError, 429, 'rate_limit_exceeded'],
])('error %j without a code of OpenAI’s', async (fault, type, status, code) => {
  await bench.fault({ kind: 'error', ...fault });
  const error = await thrown(chat());
  expect(error).toBeInstanceOf(type);
  expect([error.status, error.code]).toEqual([status, code]);
});

test('an unverified organisation is told so', async () => {
  await bench.fault({ kind: 'error', status: 403, path: 'images' });
  expect((await thrown(image())).message).toContain('must be verified');
});

test('an error in words of one’s own', async () => {
  await bench.fault({
    kind: 'error',
    status: 400,
    body: { error: { message: 'own', type: 't', code: 'c', param: 'p' } },
  });
  const error = await thrown(chat());
  expect([error.status, error.type, error.code, error.param]).toEqual([400, 't', 'c', 'p']);
});

test('rate_limit tells how long to wait, and the client that waits gets through', async () => {
  await bench.fault({ kind: 'rate_limit' });
  const error = await thrown(chat());
  expect(error).toBeInstanceOf(RateLimitError);
  expect([error.code, error.headers?.get('retry-after'), error.headers?.get('retry-after-ms')]).toEqual([
    'rate_limit_exceeded',
    '1',
    '1000',
  ]);
  expect(error.requestID).toMatch(/^req_/);
  await bench.fault({ kind: 'rate_limit' });
  expect((await chat({ maxRetries: 1 })).choices).toHaveLength(1);
  expect(await statuses(2)).toEqual([429, 200]);
});

test('down and drop_reply cut the connection; path tells whose', async () => {
  await bench.fault({ kind: 'down', path: 'images/generations' });
  expect((await chat()).choices).toHaveLength(1);
  const down = await thrown(image());
  expect(down).toBeInstanceOf(APIConnectionError);
  await bench.fault({ kind: 'drop_reply' });
  expect(await thrown(image())).toBeInstanceOf(APIConnectionError);
  expect(await statuses(3)).toEqual([200, 0, 0]);
});

test('slow takes its time, and a client that has gone is noted as such', async () => {
  await bench.fault({ kind: 'slow', delayMs: 200 });
  const begun = Date.now();
  await chat();
  expect(Date.now() - begun).toBeGreaterThanOrEqual(190);
  await bench.fault({ kind: 'slow', delayMs: 300 });
  expect(await thrown(chat({ timeout: 100 }))).toBeInstanceOf(APIConnectionError);
  await until(async () => (await statuses(1))[0] === 0);
});

test('body: broken JSON, and a page of something in between', async () => {
  await bench.fault({ kind: 'body' });
  await expect(chat()).rejects.toMatchObject({ name: 'SyntaxError' });
  await bench.fault({ kind: 'body', body: '{"choices": [' });
  await expect(chat()).rejects.toMatchObject({ name: 'SyntaxError' });
  await bench.fault({ kind: 'body', body: { choices: [] } });
  expect(await chat()).toMatchObject({ choices: [] });
  await bench.fault({ kind: 'body', body: '<html>proxy</html>', status: 502 });
  const page = await bench.call('GET', '/models');
  expect([page.status, page.data, page.headers['content-type']]).toEqual([
    502,
    '<html>proxy</html>',
    expect.stringContaining('text/'),
  ]);
});

test('times, and a fault before a wrong key', async () => {
  await bench.fault({ kind: 'error', status: 500, times: 2 });
  const answers = [];
  for (let call = 0; call < 3; call += 1)
    answers.push(
      (await bench.call('GET', '/models', undefined, { headers: { authorization: `Bearer ${KEY}x` } })).status,
    );
  expect(answers).toEqual([500, 500, 401]);
});
