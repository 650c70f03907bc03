import { createOpenAi } from '../../../lib/ai/openai/client';
import { BrokenAnswer, ModelRefusal, openAiFailure, type OpenAiFailure } from '../../../lib/ai/openai/errors';
import { waitOf } from '../../../lib/ai/openai/wait';

const KEY = 'sk-proj-a-key-that-nobody-may-see';
const FOLDER = 'b1g-secret-folder';

/** What comes of a call that is answered so. */
async function failureOf(answer: () => Response | Promise<Response>, timeoutMs = 5000): Promise<OpenAiFailure> {
  const client = createOpenAi({
    apiKey: KEY,
    baseUrl: 'https://models.test/v1/',
    headers: { 'OpenAI-Project': FOLDER },
    timeoutMs,
    fetch: async (_input, init) => {
      const signal = init?.signal;
      const broken = new Promise<never>((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' }))),
      );
      return Promise.race([answer(), broken]);
    },
  });
  const done = await client.models.list().catch((error: unknown) => error);
  expect(JSON.stringify([done, (done as Error).message, (done as Error).stack])).not.toContain(KEY);
  return openAiFailure(done);
}

const refused = (status: number, error: object | string, headers: Record<string, string> = {}) =>
  failureOf(
    () =>
      new Response(typeof error === 'string' ? error : JSON.stringify({ error }), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      }),
  );

describe('what a refusal means', () => {
  // As OpenAI's documents and clients' reports have them.
  it.each([
    [401, { code: 'invalid_api_key', message: 'Incorrect API key provided' }, 'key'],
    [401, 'Unauthorized', 'key'],
    [403, { code: 'unsupported_country_region_territory', message: 'Country not supported' }, 'country'],
    [403, { code: null, message: 'Country, region, or territory not supported' }, 'country'],
    [403, { code: null, message: 'Your organization must be verified to use the model `gpt-image-2`.' }, 'unverified'],
    [403, { message: 'Project does not have access to model' }, 'forbidden'],
    [404, { code: 'model_not_found', message: 'The model `dall-e-3` does not exist' }, 'model'],
    [404, { message: 'model "llama9" not found, try pulling it first' }, 'model'],
    [404, '<html>Not Found</html>', 'address'],
    [429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }, 'quota'],
    [429, { code: 'credit_balance_exhausted', message: 'Your credit balance is exhausted.' }, 'quota'],
    [400, { code: 'billing_hard_limit_reached', message: 'Billing hard limit has been reached' }, 'quota'],
    [402, 'Payment Required', 'quota'],
    [429, { code: 'rate_limit_exceeded', message: 'Rate limit reached' }, 'rate'],
    [429, { code: 'slow_down', message: 'Slow down' }, 'rate'],
    [429, 'Too many requests', 'rate'],
    [400, { code: 'moderation_blocked', type: 'image_generation_user_error', message: 'rejected' }, 'moderation'],
    [400, { code: 'content_policy_violation', message: 'rejected' }, 'moderation'],
    [400, { code: 'unknown_parameter', param: 'style', message: "Unknown parameter: 'style'." }, 'parameter'],
    [400, { message: 'Unrecognized request argument supplied: reasoning_effort' }, 'parameter'],
    [422, { message: 'body.max_completion_tokens: Extra inputs are not permitted' }, 'parameter'],
    [400, { message: 'the prompt is empty' }, 'other'],
    [500, { message: 'The server had an error' }, 'server'],
    [503, '<html>overloaded</html>', 'server'],
    [504, 'Gateway Timeout', 'timeout'],
    [302, '', 'address'],
  ])('%i %j is %s', async (status, error, fault) => {
    expect(await refused(status, error)).toMatchObject({ fault, status });
  });

  it('tells what may help: the same again, another model, or nothing but the owner', async () => {
    const help = async (status: number, code: string) => {
      const { retryable, anotherModel, reason } = await refused(status, { code, message: 'words' });
      return { retryable, anotherModel, reason };
    };
    expect(await help(401, 'invalid_api_key')).toEqual({ retryable: false, anotherModel: false, reason: 'down' });
    expect(await help(404, 'model_not_found')).toEqual({ retryable: false, anotherModel: true, reason: 'down' });
    expect(await help(429, 'insufficient_quota')).toEqual({ retryable: false, anotherModel: false, reason: 'down' });
    expect(await help(429, 'rate_limit_exceeded')).toEqual({ retryable: true, anotherModel: true, reason: 'down' });
    expect(await help(400, 'moderation_blocked')).toEqual({ retryable: false, anotherModel: false, reason: 'refused' });
  });

  it('says to the owner what to do, in Russian', async () => {
    const country = await refused(403, { code: 'unsupported_country_region_territory', message: 'no' });
    expect(country.advice).toMatch(/Base URL.*Yandex AI Studio.*Ollama/);
    expect((await refused(429, { code: 'insufficient_quota', message: 'no' })).advice).toContain('Пополните счёт');
    expect((await refused(404, { code: 'model_not_found', message: 'no' })).advice).toContain('другую модель');
  });

  it('honours the wait that a refusal asks for', async () => {
    const limited = { code: 'rate_limit_exceeded', message: 'wait' };
    expect((await refused(429, limited, { 'retry-after': '7' })).afterMs).toBe(7000);
    expect((await refused(429, limited, { 'retry-after-ms': '40', 'retry-after': '1' })).afterMs).toBe(40);
    expect((await refused(429, limited)).afterMs).toBeUndefined();
    const at = Date.parse('2026-11-25T12:00:00Z');
    expect(waitOf(new Headers({ 'retry-after': 'Wed, 25 Nov 2026 12:00:05 GMT' }), at)).toBe(5000);
    expect(waitOf(new Headers({ 'retry-after': 'Wed, 25 Nov 2026 11:00:05 GMT' }), at)).toBe(0);
    expect(waitOf(new Headers({ 'retry-after': 'soon' }), at)).toBeUndefined();
  });
});

describe('what is no refusal', () => {
  it('a connection that fails', async () => {
    const failure = await failureOf(() => Promise.reject(new TypeError('fetch failed: ECONNREFUSED')));
    expect(failure).toMatchObject({ fault: 'connection', status: 0, retryable: true });
    expect(failure.advice).toContain('Base URL');
  });

  it('a server that takes too long', async () => {
    expect(await failureOf(() => new Promise(() => undefined), 20)).toMatchObject({ fault: 'timeout' });
    expect(await failureOf(() => Promise.reject(new TypeError('fetch failed: timed out')))).toMatchObject({
      fault: 'timeout',
      retryable: true,
    });
  });

  it('a body that is no JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    expect(await failureOf(() => new Response('{"data": [', { headers }))).toMatchObject({ fault: 'broken' });
  });

  it('a model’s own words of refusal, an answer of another kind, anything else', () => {
    expect(openAiFailure(new ModelRefusal('I cannot help'))).toMatchObject({ fault: 'refused', reason: 'refused' });
    expect(openAiFailure(new BrokenAnswer('no text'))).toMatchObject({ fault: 'broken', anotherModel: true });
    expect(openAiFailure('odd')).toMatchObject({ fault: 'other', detail: 'odd' });
  });
});

it('no secret comes back in what a server repeats', async () => {
  const echo = `Incorrect API key provided: ${KEY}, project ${FOLDER}`;
  const failure = await refused(401, { code: 'invalid_api_key', message: echo });
  expect(failure.detail).toContain('Incorrect API key provided: ***, project ***');
  expect((await refused(500, echo)).detail).not.toMatch(/nobody-may-see|secret-folder/);
});
