import { createOpenAi, OPENAI_URL } from '../../../lib/ai/openai/client';

const sent: { url: string; init: RequestInit }[] = [];
const answering =
  (body: object): typeof fetch =>
  async (input, init) => {
    sent.push({ url: String(input), init: init ?? {} });
    return Response.json(body);
  };
beforeEach(() => sent.splice(0));

it('asks the server of its address with key, organization and further headers', async () => {
  const client = createOpenAi({
    apiKey: 'sk-test',
    baseUrl: 'https://models.test/v1/',
    organization: 'org-1',
    headers: { 'OpenAI-Project': 'folder' },
    timeoutMs: 1000,
    fetch: answering({ data: [] }),
  });
  await client.models.list();
  const [{ url, init }] = sent;
  const headers = new Headers(init.headers);
  expect(url).toBe('https://models.test/v1/models');
  expect(headers.get('authorization')).toBe('Bearer sk-test');
  expect(headers.get('openai-organization')).toBe('org-1');
  expect(headers.get('openai-project')).toBe('folder');
  expect(init.redirect).toBe('manual');
});

it('takes nothing from the environment', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    OPENAI_BASE_URL: 'https://elsewhere.test',
    OPENAI_ORG_ID: 'org-env',
    OPENAI_API_KEY: 'env',
  });
  try {
    const client = createOpenAi({ apiKey: '', timeoutMs: 1000, fetch: answering({ data: [] }) });
    await client.models.list();
  } finally {
    process.env = before;
  }
  const headers = new Headers(sent[0].init.headers);
  expect(sent[0].url).toBe(`${OPENAI_URL}/models`);
  expect(headers.get('authorization')).toBe('Bearer none');
  expect(headers.has('openai-organization')).toBe(false);
});

it('asks once, whatever comes', async () => {
  let asked = 0;
  const failing: typeof fetch = async () => ((asked += 1), new Response('', { status: 503 }));
  await createOpenAi({ apiKey: 'sk-test', timeoutMs: 1000, fetch: failing })
    .models.list()
    .catch(() => undefined);
  expect(asked).toBe(1);
});

it('gives pictures as a form, and sends no call to find out whether it may', async () => {
  const client = createOpenAi({ apiKey: 'sk-test', timeoutMs: 1000, fetch: answering({ created: 1, data: [] }) });
  const image = new File([Buffer.from('picture')], 'photo.png', { type: 'image/png' });
  await client.images.edit({ model: 'gpt-image-2', prompt: 'торт', image: [image] });
  expect(sent.map(({ url }) => url)).toEqual([`${OPENAI_URL}/images/edits`]);
  const form = sent[0].init.body as FormData;
  expect(form.get('prompt')).toBe('торт');
  expect(await (form.get('image[]') as File).text()).toBe('picture');
});
