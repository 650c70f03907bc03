import { createOpenAi } from '../../../lib/ai/openai/client';
import { type Drawn, drawPicture, type DrawRequest } from '../../../lib/ai/picture/draw';
import { toJpeg } from '../../../lib/ai/picture/jpeg';
import { drawPng, drawSvg } from '../../../lib/ai/picture/render';

/** A request as the server saw it; a form's fields as texts. */
interface Seen {
  url: string;
  body: Record<string, unknown>;
}
/** `after`: so much later by the clock, milliseconds. */
type Answer = { after?: number } & (
  | { status?: number; json?: unknown; text?: string; headers?: Record<string, string>; bytes?: Buffer }
  | { throws: Error }
);

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="16" height="16" fill="#a52"/></svg>';
let png: Buffer;
let jpeg: Buffer;
beforeAll(async () => {
  png = await drawPng(SVG);
  jpeg = await toJpeg(await drawSvg(SVG), 90);
});

const request: DrawRequest = {
  model: 'gpt-image-2.5-flare',
  size: '1024x1024',
  quality: 'low',
  brief: 'A cake.',
  reference: null,
  asker: 'a'.repeat(64),
  timeLimitMs: 150_000,
};

/** Draws at a server that gives these answers in turn; the last one stays. */
async function draw(answers: Answer[], change: Partial<DrawRequest> = {}): Promise<{ drawn: Drawn; seen: Seen[] }> {
  const seen: Seen[] = [];
  let time = 0;
  const serve: typeof fetch = async (input, init) => {
    const body =
      init?.body instanceof FormData ? Object.fromEntries(init.body) : JSON.parse(String(init?.body ?? '{}'));
    seen.push({ url: String(input), body });
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    time += answer.after ?? 100;
    if ('throws' in answer) throw answer.throws;
    const { status = 200, json, text, bytes, headers } = answer;
    return new Response(bytes ?? text ?? JSON.stringify(json), {
      status,
      headers: { 'content-type': bytes ? 'image/png' : 'application/json', ...headers },
    });
  };
  const client = createOpenAi({
    apiKey: 'sk-secret-key',
    baseUrl: 'https://models.test/v1',
    timeoutMs: 1000,
    fetch: serve,
  });
  const drawn = await drawPicture({ ...request, ...change }, { client, fetch: serve, clock: () => time });
  return { drawn, seen };
}

const refusal = (status: number, code: string | null, rest: object = {}) => ({
  status,
  json: { error: { code, message: `Refused: ${code}.`, type: 'x', ...rest } },
});
const inBase64 = (): Answer => ({ json: { data: [{ b64_json: jpeg.toString('base64') }] } });

describe('what is asked', () => {
  it('GPT Image from words', async () => {
    const { drawn, seen } = await draw([inBase64()]);
    expect(drawn).toEqual({ ok: true, picture: jpeg });
    expect(seen).toEqual([
      {
        url: 'https://models.test/v1/images/generations',
        body: {
          model: 'gpt-image-2.5-flare',
          prompt: 'A cake.',
          n: 1,
          size: '1024x1024',
          quality: 'low',
          output_format: 'jpeg',
          output_compression: 92,
          background: 'opaque',
          safety_identifier: 'a'.repeat(64),
        },
      },
    ]);
  });

  it('GPT Image after a photo: its bytes in a form, and words against people and text', async () => {
    const { drawn, seen } = await draw([inBase64()], { reference: jpeg, model: 'gpt-image-1.5' });
    expect(drawn.ok).toBe(true);
    const [{ url, body }] = seen;
    expect(url).toBe('https://models.test/v1/images/edits');
    expect(body).toMatchObject({ model: 'gpt-image-1.5', input_fidelity: 'high', output_format: 'jpeg' });
    expect(body.prompt).toMatch(/^A cake\. .*no person, text/);
    const file = body.image as File;
    expect([file.type, file.name]).toEqual(['image/jpeg', 'reference.jpg']);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(jpeg);
  });

  it('DALL-E 3: its own parameters, never the photo, and no longer prompt than it takes', async () => {
    const { seen } = await draw([inBase64()], {
      model: 'dall-e-3',
      reference: jpeg,
      size: '3x3',
      brief: 'x'.repeat(9000),
    });
    expect(seen[0].url).toBe('https://models.test/v1/images/generations');
    expect(seen[0].body).toEqual({
      model: 'dall-e-3',
      prompt: 'x'.repeat(4000),
      n: 1,
      size: '1024x1024',
      quality: 'standard',
      response_format: 'b64_json',
      style: 'natural',
    });
  });

  it('a model that nobody knows: only what every server understands', async () => {
    const { seen } = await draw([inBase64()], { model: 'stable-diffusion' });
    expect(Object.keys(seen[0].body)).toEqual(['model', 'prompt', 'n', 'size']);
  });
});

describe('a picture that the answer only names', () => {
  it('is fetched from its address', async () => {
    const { drawn, seen } = await draw([
      { json: { data: [{ url: 'https://files.test/cake.png?sig=1' }] } },
      { bytes: png },
    ]);
    expect(drawn).toEqual({ ok: true, picture: png });
    expect(seen[1].url).toBe('https://files.test/cake.png?sig=1');
  });

  it('may be in the address itself', async () => {
    const url = `data:image/png;base64,${png.toString('base64')}`;
    expect((await draw([{ json: { data: [{ url }] } }])).drawn).toEqual({ ok: true, picture: png });
  });

  it.each([
    ['file:///etc/passwd', 1],
    ['ftp://files.test/cake.png', 1],
  ])('is not fetched from %s', async (url, calls) => {
    const { drawn, seen } = await draw([{ json: { data: [{ url }] } }, { bytes: png }]);
    expect(drawn).toMatchObject({ ok: false, why: 'down', counted: true, failure: { fault: 'broken' } });
    expect(seen).toHaveLength(calls);
  });

  it.each<[string, Answer]>([
    ['is not there', { status: 404, text: 'gone' }],
    ['breaks off', { throws: new TypeError('fetch failed: ECONNRESET') }],
    ['is a page', { text: '<html>' }],
  ])('%s: it counts, and its address appears nowhere', async (_name, answer) => {
    const { drawn } = await draw([{ json: { data: [{ url: 'https://files.test/cake.png?sig=secret' }] } }, answer]);
    expect(drawn).toMatchObject({ ok: false, why: 'down', counted: true });
    expect(JSON.stringify(drawn)).not.toContain('secret');
  });
});

describe('no picture', () => {
  it.each<[string, Answer, object, number]>([
    ['an invalid key', refusal(401, 'invalid_api_key'), { why: 'down', counted: false }, 1],
    [
      'an unverified organisation',
      refusal(403, null, { message: 'Your organization must be verified' }),
      { counted: false },
      1,
    ],
    ['a country', refusal(403, 'unsupported_country_region_territory'), { why: 'down', counted: false }, 1],
    ['a model that is gone', refusal(404, 'model_not_found'), { why: 'down', counted: false }, 1],
    ['no money', refusal(400, 'billing_hard_limit_reached'), { why: 'down', counted: false }, 1],
    ['no quota', refusal(429, 'insufficient_quota'), { why: 'down', counted: false }, 1],
    ['moderation at once', refusal(400, 'moderation_blocked'), { why: 'refused', counted: false }, 1],
    [
      'moderation of what was drawn',
      { ...refusal(400, 'moderation_blocked'), after: 9000 },
      { why: 'refused', counted: true },
      1,
    ],
    ['a failure at once, twice', refusal(500, null), { why: 'down', counted: false }, 2],
    ['a failure after drawing', { ...refusal(500, null), after: 20_000 }, { why: 'down', counted: true }, 1],
    ['a gateway’s time-out', { ...refusal(504, null), after: 60_000 }, { why: 'down', counted: true }, 1],
    ['too many requests, twice', refusal(429, 'rate_limit_exceeded'), { why: 'down', counted: false }, 2],
    [
      'too many requests for a long time',
      { ...refusal(429, 'rate_limit_exceeded'), headers: { 'retry-after': '60' } },
      { why: 'down', counted: false },
      1,
    ],
    ['nobody listens', { throws: new TypeError('fetch failed: ECONNREFUSED') }, { why: 'down', counted: false }, 1],
    ['a cut line', { throws: new TypeError('fetch failed: ECONNRESET') }, { why: 'down', counted: true }, 1],
    ['half an answer', { text: '{"data":[{"b64_js' }, { why: 'down', counted: true }, 1],
    ['an empty answer', { json: { data: [] } }, { why: 'down', counted: true }, 1],
    ['null', { json: null }, { why: 'down', counted: true }, 1],
    ['other bytes', { json: { data: [{ b64_json: 'R0lGODlhAQABAAAAACw=' }] } }, { why: 'down', counted: true }, 1],
  ])('%s', async (_name, answer, expected, calls) => {
    const { drawn, seen } = await draw([{ headers: { 'retry-after-ms': '1' }, ...answer } as Answer]);
    expect(drawn).toMatchObject({ ok: false, ...expected });
    expect(seen).toHaveLength(calls);
    expect(JSON.stringify(drawn)).not.toContain('sk-secret-key');
  });

  it('a time-out is never asked again, and counts', async () => {
    let calls = 0;
    const hang: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        calls += 1;
        init?.signal?.addEventListener('abort', () =>
          reject(Object.assign(new Error('aborted'), { name: 'AbortError' })),
        );
      });
    const client = createOpenAi({ apiKey: 'k', timeoutMs: 60_000, fetch: hang });
    const begun = Date.now();
    const drawn = await drawPicture({ ...request, timeLimitMs: 60 }, { client, fetch: hang });
    expect(drawn).toMatchObject({ ok: false, why: 'down', counted: true, failure: { fault: 'timeout' } });
    expect(calls).toBe(1);
    expect(Date.now() - begun).toBeLessThan(3000);
  });
});

describe('a second try', () => {
  it.each([
    ['after too many requests', refusal(429, 'slow_down')],
    ['after a failure at once', refusal(503, null)],
  ])('%s succeeds', async (_name, first) => {
    const { drawn, seen } = await draw([{ ...first, headers: { 'retry-after-ms': '1' } }, inBase64()]);
    expect(drawn.ok).toBe(true);
    expect(seen[1].body).toEqual(seen[0].body);
  });

  it('goes without the parameters that a gateway does not know', async () => {
    const unknown = refusal(400, 'unknown_parameter', { param: 'safety_identifier' });
    const { drawn, seen } = await draw([unknown, inBase64()]);
    expect(drawn.ok).toBe(true);
    expect(Object.keys(seen[1].body)).toEqual(['model', 'prompt', 'n', 'size']);
    expect((await draw([unknown])).seen).toHaveLength(2);
  });

  it('is not begun where too little time is left for it', async () => {
    const { seen } = await draw([refusal(503, null)], { timeLimitMs: 5000 });
    expect(seen).toHaveLength(1);
  });
});
