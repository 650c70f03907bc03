import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AuthenticationError, NotFoundError } from 'openai';
import { Calls } from '../../sandbox/api/calls';
import { KEY, OpenAiBench, thrown } from './openaiSupport';

let bench: OpenAiBench;

beforeAll(async () => {
  bench = await new OpenAiBench().start();
});
afterAll(() => bench.close());

test('models are listed with the day on which they end, and the retired ones are gone', async () => {
  const { data } = await bench.client().models.list();
  const until = Object.fromEntries(
    data.map((model) => [model.id, (model as { shutdown_date?: string }).shutdown_date]),
  );
  expect(until).toMatchObject({
    'gpt-4o-mini': '2027-01-14',
    'gpt-6-luna': undefined,
    'gpt-image-2': undefined,
    'gpt-image-2.5-flare': undefined,
    'gpt-image-2.6-flare': undefined,
    'gpt-image-1-mini': '2026-12-01',
  });
  for (const gone of ['dall-e-3', 'dall-e-2', 'gpt-image-1', 'gpt-3.5-turbo']) expect(until).not.toHaveProperty([gone]);
});

test('one model is described; one that is not there is refused', async () => {
  const model = await bench.client().models.retrieve('gpt-image-2.6-flare');
  expect(model).toEqual({ id: model.id, object: 'model', created: 1793750400, owned_by: 'system' });
  const error = await thrown(bench.client().models.retrieve('dall-e-3'));
  expect(error).toBeInstanceOf(NotFoundError);
  expect([error.status, error.code, error.param]).toEqual([404, 'model_not_found', 'model']);
});

test('a model is gone on its last day', async () => {
  const later = await new OpenAiBench({ now: () => Date.parse('2026-12-01T00:00:01Z') }).start();
  const ids = (await later.client().models.list()).data.map(({ id }) => id);
  await later.close();
  expect(ids).not.toContain('gpt-image-1-mini');
  expect(ids).toContain('gpt-4o-mini');
});

test.each([
  ['a wrong key', `Bearer ${KEY}x`, 'invalid_api_key'],
  ['no key', undefined, null],
  ['a key of another kind', `Basic ${KEY}`, null],
])('%s is refused', async (_name, authorization, code) => {
  const { status, data } = await bench.call('GET', '/models', undefined, { headers: { authorization } });
  expect([status, data.error.type, data.error.code]).toEqual([401, 'invalid_request_error', code]);
  expect(JSON.stringify(data)).not.toContain(KEY);
});

test('the client knows the refusal of a key by its class, and the request by its id', async () => {
  const error = await thrown(bench.client({ apiKey: 'sk-wrong-0123456789' }).models.list());
  expect(error).toBeInstanceOf(AuthenticationError);
  expect([error.code, error.type]).toEqual(['invalid_api_key', 'invalid_request_error']);
  expect(error.requestID).toMatch(/^req_[0-9a-f]{32}$/);
});

test('organisation and project do not disturb', async () => {
  const client = bench.client({ organization: 'org-1', project: 'b1g-folder' });
  const { response } = await client.models.list().withResponse();
  expect([response.status, response.headers.get('x-request-id')]).toEqual([200, expect.stringMatching(/^req_/)]);
});

test('a path that there is not, and a body that is no JSON', async () => {
  const nowhere = await bench.call('POST', '/responses', {});
  expect([nowhere.status, nowhere.data.error]).toEqual([
    404,
    { message: 'Invalid URL (POST /v1/responses)', type: 'invalid_request_error', param: null, code: null },
  ]);
  const headers = { 'content-type': 'application/json' };
  const broken = await bench.call('POST', '/chat/completions', '{"model":', { headers });
  expect([broken.status, broken.data.error.type]).toEqual([400, 'invalid_request_error']);
  const noted = (await bench.calls()).slice(-2).map((call) => [call.method, call.path, call.status]);
  expect(noted).toEqual([
    ['POST', '/openai/v1/responses', 404],
    ['POST', '/openai/v1/chat/completions', 400],
  ]);
});

test('the key stands nowhere among the calls', async () => {
  await bench.client().models.list();
  expect(JSON.stringify(await bench.calls())).not.toContain(KEY.slice(3));
});

test('pictures in bodies are cut short and push no older call out', () => {
  const calls = new Calls();
  const call = {
    at: new Date().toISOString(),
    vendor: 'supabase',
    method: 'POST',
    path: '/rest/v1/rpc/x',
    status: 200,
  };
  calls.add({ ...call, body: 'the first' }, 9);
  const picture = 'A'.repeat(2_000_000);
  for (let each = 0; each < 50; each += 1) calls.add({ ...call, body: { rows: [{ picture, each }] } }, picture.length);
  const kept = calls.list('supabase');
  expect([kept.length, kept[0].body]).toEqual([51, 'the first']);
  expect(kept[50].body).toEqual({
    rows: [{ picture: expect.stringMatching(/^A{60}… \(2000000 characters\)$/), each: 49 }],
  });
  const words = 'слово '.repeat(5000);
  calls.add({ ...call, body: { words } }, words.length);
  expect(calls.list()[51].body).toEqual({ words });
});

test('it is played without anything of the pack that it is played for', () => {
  const dir = path.join(__dirname, '..', '..', 'sandbox', 'openai');
  const files = readdirSync(dir);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const imported = [...readFileSync(path.join(dir, file), 'utf8').matchAll(/(?:from|import|require\()\s*'([^']+)'/g)];
    const outside = imported.map(([, name]) => name).filter((name) => name.startsWith('.'));
    for (const name of outside)
      expect(path.relative(path.join(dir, '..'), path.resolve(dir, name))).not.toMatch(/^\.\./);
  }
});
