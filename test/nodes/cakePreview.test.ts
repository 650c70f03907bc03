import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { LoadOptionsContext } from 'n8n-core';
import type { IDataObject, ILoadOptionsFunctions, INode } from 'n8n-workflow';

import { headerOf } from '../../lib/ai/picture/header';
import { drawPng } from '../../lib/ai/picture/render';
import type { ResultEvent } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { Ledger } from '../../lib/sessions/ledger';
import { createSupabaseLedger } from '../../lib/sessions/supabaseLedger';
import type { ChatAddress } from '../../lib/sessions/types';
import { CakePreview } from '../../nodes/CakePreview/CakePreview.node';
import { SandboxClient } from '../../sandbox/client';
import { startSandbox } from '../../sandbox/server';
import { aChat, says } from '../contract/support/toy';
import { additionalDataOf, namesOf, runNode, workflowOf, type Credentials, type NodeRun } from './harness';
import { allOf, cakeOrder, failure, startRig, TOKEN, type Rig } from './support/rig';

type PictureEvent = Extract<ResultEvent, { type: 'picture' }>;

const KEY = 'sk-proj-a-key-that-nobody-may-see';

let rig: Rig;
let ledger: Ledger;
let openAi: SandboxClient;
let shopVersion: number;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  rig = await startRig();
  stops.push(() => rig.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'cake-openai-'));
  stops.push(() => rm(dataDir, { recursive: true, force: true }));
  const { url, close } = await startSandbox({ port: 0, dataDir, token: TOKEN, openai: { key: KEY, dallE: true } });
  stops.push(close);
  openAi = new SandboxClient(url);
  const { host, serviceRole } = rig.credentials.supabaseApi as Record<string, string>;
  ledger = createSupabaseLedger({ url: host, serviceKey: serviceRole, fetch });
  shopVersion = await publish({ per_order: 3, per_month: 1000 });
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});
afterEach(async () => {
  await openAi.clearFaults();
  await rig.sandbox.clearFaults();
});

async function publish(preview: object): Promise<number> {
  const document = { ...DEFAULT_SHOP_DOCUMENT, preview: { enabled: true, style: 'нежно', ...preview } };
  return (await rig.keeper.publishShop(document)).version;
}

async function aKnownChat(): Promise<ChatAddress> {
  const chat = aChat();
  await rig.keeper.load({ chat, event: says('x') });
  return chat;
}

let variants = 0;

/** A picture that is wanted, as Cake Order emits it; of a cake that nobody has wanted yet. */
async function effect(more: object = {}, look: object = {}) {
  return {
    ...{
      kind: 'preview',
      key: `effect-${randomUUID()}`,
      to: await aKnownChat(),
      round: 4,
      shopVersion,
      language: 'ru',
    },
    look: {
      ...{ occasion: 'birthday', weightG: 2000, tiers: 1, filling: 'медовик', coating: 'велюр', decor: 'berries' },
      ...{ colours: ['pink'], variant: (variants += 1), ...look },
    },
    inscription: 'С днём рождения!',
    photo: null,
    ...more,
  };
}

const withKey = (more: IDataObject = {}): Credentials => ({
  openAiApi: { apiKey: KEY, url: `${openAi.url}/openai/v1`, organizationId: '', header: false, ...more },
  supabaseApi: rig.credentials.supabaseApi,
});
const byId = (value: string) => ({ model: { __rl: true, mode: 'id', value } });

const run = (
  items: object[],
  parameters: IDataObject = {},
  credentials = withKey(),
  extra: Partial<INode> = {},
): Promise<NodeRun> => runNode(new CakePreview(), parameters, items as IDataObject[], credentials, extra);

/** The event that an effect is answered with. */
async function preview(item: { key: string }, ...rest: [IDataObject?, Credentials?]): Promise<PictureEvent> {
  const { outputs, error } = await run([item], ...rest);
  if (error) throw error;
  expect(outputs).toEqual([[{ kind: 'result', key: item.key, to: expect.anything(), event: expect.anything() }]]);
  return outputs[0][0].event as unknown as PictureEvent;
}

/** Requests for pictures that reached OpenAI since this was called, whatever came of them. */
async function asked(): Promise<() => Promise<{ path: string; body: Record<string, unknown> }[]>> {
  const before = (await openAi.calls('openai')).length;
  return async () =>
    (await openAi.calls('openai')).slice(before).filter(({ path }) => path.includes('/images/')) as never;
}
const fault = (more: object) => openAi.fault({ vendor: 'openai', path: '/images/', times: 1, ...more });
const rowOf = async ({ key }: { key: string }) =>
  (await rig.query('select model, counted, mime_type from pictures where key = $1', [key]))[0];
const swept = () => cakeOrder(rig, 'sendUnsent', { olderThan: 3600 });

describe('a picture', () => {
  it('is drawn from the chosen options, put over the strip, and kept', async () => {
    const calls = await asked();
    const item = await effect();
    const { picture, ...rest } = await preview(item);
    expect(rest).toEqual({ type: 'picture', round: 4 });
    expect(picture).toMatchObject({ model: 'gpt-image-2.5-flare', brief: expect.stringContaining('Honey cake') });
    const [{ path, body }, ...more] = await calls();
    expect(more).toEqual([]);
    expect(path).toBe('/openai/v1/images/generations');
    expect(body).toMatchObject({ model: 'gpt-image-2.5-flare', quality: 'low', prompt: picture!.brief });
    expect(body.safety_identifier).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${item.to.chat}|рождения`));
    const { data, mimeType } = (await ledger.picture(picture!.id))!;
    expect(mimeType).toBe('image/jpeg');
    expect(headerOf(data)).toMatchObject({ type: 'jpeg', width: 1024 });
    expect(headerOf(data)!.height).toBeGreaterThan(1100);
    expect(await rowOf(item)).toEqual({ model: 'gpt-image-2.5-flare', counted: true, mime_type: 'image/jpeg' });
  });

  it('of an effect that comes again is the same one, and costs nothing', async () => {
    const item = await effect();
    const first = await preview(item);
    const calls = await asked();
    expect(await preview({ ...item, again: true } as typeof item)).toEqual(first);
    expect(await calls()).toEqual([]);
  });

  it('of the same cake is used again for another customer, with her own words under it', async () => {
    const look = { variant: 999 };
    const [one, other] = [
      await effect({}, look),
      await effect({ inscription: 'Маше от всех нас, кто её любит' }, look),
    ];
    const first = await preview(one);
    const calls = await asked();
    const second = await preview(other);
    expect(await calls()).toEqual([]);
    expect(second.picture).toMatchObject({ model: 'gpt-image-2.5-flare', brief: first.picture!.brief });
    expect(second.why).toBeUndefined();
    const [a, b] = await Promise.all([first, second].map(({ picture }) => ledger.picture(picture!.id)));
    expect(a!.data.equals(b!.data)).toBe(false);
    expect(await rowOf(other)).toMatchObject({ counted: false });
  });

  it.each([
    ['dall-e-3', { quality: 'hd', size: '1024x1792' }, { style: 'natural', size: '1024x1792', quality: 'hd' }],
    ['gpt-image-2.6-sunburst', { quality: 'max', size: '1536x1024' }, { size: '1536x1024', quality: 'max' }],
  ])('can be drawn by %s', async (model, parameters, sent) => {
    const calls = await asked();
    expect((await preview(await effect(), { ...byId(model), ...parameters })).picture).toMatchObject({ model });
    expect((await calls())[0].body).toMatchObject({ model, ...sent });
  });

  it('that the server only names by its address is fetched', async () => {
    const dallE = { model: 'dall-e-3', prompt: 'x', response_format: 'url' };
    const headers = { authorization: `Bearer ${KEY}` };
    const { data } = await axios.post(`${openAi.url}/openai/v1/images/generations`, dallE, { headers, proxy: false });
    await fault({ kind: 'body', body: { created: 1, data: [{ url: data.data[0].url }] } });
    const { picture, why } = await preview(await effect(), byId('stable-diffusion'));
    expect([picture!.model, why]).toEqual(['stable-diffusion', undefined]);
  });
});

it('what is no effect of this node passes through untouched', async () => {
  const others = [
    { words: 1 },
    { kind: 'understand', key: 'k', to: {} },
    { kind: 'result', key: 'k', to: {}, event: {} },
  ];
  const { outputs, items } = await run(others, {}, {});
  expect(outputs).toEqual([others]);
  expect(items[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
});

describe('nothing is paid for twice', () => {
  it('ten wishes at once of one customer, in two executions: as many are drawn as an order may have', async () => {
    const to = await aKnownChat();
    const items = await Promise.all(Array.from({ length: 10 }, () => effect({ to })));
    const calls = await asked();
    const runs = await Promise.all([run(items), run(items)]);
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(await calls()).toHaveLength(3);
    // Each is answered once at least; where both answer, they say the same.
    const answers = new Map<string, Set<string>>();
    for (const { key, event } of runs.flatMap(({ outputs }) => outputs[0]) as { key: string; event: PictureEvent }[]) {
      answers.set(key, (answers.get(key) ?? new Set()).add(event.picture!.id));
    }
    expect([...answers.keys()].sort()).toEqual(items.map(({ key }) => key).sort());
    expect([...answers.values()].map(({ size }) => size)).toEqual(Array(10).fill(1));
    const rows = await rig.query<{ model: string | null }>('select model from pictures where key = any($1)', [
      items.map(({ key }) => key),
    ]);
    expect(rows.filter(({ model }) => model !== null)).toHaveLength(3);
  });

  it('an effect that is being drawn is left to whoever draws it', async () => {
    const item = await effect();
    await fault({ kind: 'slow', delayMs: 1500 });
    const calls = await asked();
    const first = preview(item);
    while ((await rig.query('select from pictures where key = $1', [item.key])).length === 0) {
      await new Promise(setImmediate);
    }
    expect((await run([item])).outputs).toEqual([[]]);
    expect((await first).picture).toMatchObject({ model: 'gpt-image-2.5-flare' });
    expect(await calls()).toHaveLength(1);
  });

  it('one that was begun long ago and never ended is sketched, and counts', async () => {
    const item = await effect();
    const now = new Date(Date.now() - 3_600_000).toISOString();
    const begun = { key: item.key, chat: item.to, fingerprint: 'f', perOrder: 3, perMonth: 1000, now };
    expect(await ledger.beginPicture(begun)).toEqual({ do: 'draw' });
    const calls = await asked();
    expect(await preview(item)).toMatchObject({ picture: { model: null }, why: 'down' });
    expect(await calls()).toEqual([]);
    expect(await rowOf(item)).toEqual({ model: null, counted: true, mime_type: 'image/png' });
  });

  it('a month’s limit ends in sketches, and the owner hears of it', async () => {
    const version = await publish({ per_order: 3, per_month: 0 });
    const calls = await asked();
    expect(await preview(await effect({ shopVersion: version }))).toMatchObject({
      picture: { model: null },
      why: 'month',
    });
    expect(await calls()).toEqual([]);
    expect(failure(await swept()).message).toContain('Исчерпан предел: 0 картинок за месяц');
    await preview(await effect());
  });
});

describe('where the model draws nothing, a sketch', () => {
  // Whatever the tests have made of the node's troubles is over.
  afterAll(async () => {
    await openAi.clearFaults();
    expect((await preview(await effect())).why).toBeUndefined();
  });

  const REFUSED = { why: 'refused', calls: 1, counted: false };
  const DOWN = { why: 'down', calls: 1, counted: false };
  it.each<[string, object, { why: string; calls: number; counted: boolean }]>([
    ['the connection is cut', { kind: 'down' }, { ...DOWN, counted: true }],
    ['it has too much to do, twice', { kind: 'rate_limit', times: 2 }, { ...DOWN, calls: 2 }],
    ['it fails at once, twice', { kind: 'error', status: 500, times: 2 }, { ...DOWN, calls: 2 }],
    ['it is gone', { kind: 'error', code: 'model_not_found' }, DOWN],
    ['its filter refuses', { kind: 'error', code: 'moderation_blocked' }, REFUSED],
    ['the account’s limit is reached', { kind: 'error', code: 'billing_hard_limit_reached' }, DOWN],
    ['the quota is used up', { kind: 'error', code: 'insufficient_quota' }, DOWN],
    ['it serves no such country', { kind: 'error', code: 'unsupported_country_region_territory' }, DOWN],
    ['it knows no such organisation', { kind: 'error', status: 403 }, DOWN],
    ['its answer breaks off', { kind: 'body' }, { ...DOWN, counted: true }],
    ['its answer is a page', { kind: 'body', body: '<html>Bad gateway</html>' }, { ...DOWN, counted: true }],
    [
      'its picture is none',
      { kind: 'body', body: { data: [{ b64_json: 'R0lGODlhAQABAAAAACw=' }] } },
      { ...DOWN, counted: true },
    ],
    [
      'its picture breaks off',
      { kind: 'body', body: { data: [{ b64_json: '/9j/wAARCAAQABADAREAAhEBAxEB/9k=' }] } },
      { ...DOWN, counted: true },
    ],
    [
      'its picture is elsewhere',
      { kind: 'body', body: { data: [{ url: 'file:///etc/passwd' }] } },
      { ...DOWN, counted: true },
    ],
  ])('%s', async (_name, given, { why, calls: times, counted }) => {
    const calls = await asked();
    await fault(given);
    const item = await effect();
    const event = await preview(item);
    expect(event).toMatchObject({ type: 'picture', round: 4, picture: { model: null }, why });
    expect(await calls()).toHaveLength(times);
    expect(await rowOf(item)).toEqual({ model: null, counted, mime_type: 'image/png' });
    const { data } = (await ledger.picture(event.picture!.id))!;
    expect(headerOf(data)).toMatchObject({ type: 'png', width: 1024 });
    // The same key brings the same sketch.
    expect((await preview(item)).picture).toEqual(event.picture);
    expect(await calls()).toHaveLength(times);
  });

  it('it is slow: the customer waits no longer than is set, and it is not asked again', async () => {
    const [item, calls] = [await effect(), await asked()];
    await fault({ kind: 'slow', delayMs: 2500 });
    const event = await preview(item, { timeLimit: 1 });
    expect(event).toMatchObject({ picture: { model: null }, why: 'down' });
    expect(await rowOf(item)).toMatchObject({ model: null, counted: true });
    // OpenAI has it still; once it is done it is seen.
    expect(await calls()).toEqual([]);
    while ((await calls()).length === 0) await new Promise(setImmediate);
    expect(await calls()).toHaveLength(1);
  });

  it('nobody listens at its address', async () => {
    const item = await effect();
    expect(await preview(item, {}, withKey({ url: 'http://127.0.0.1:9/v1' }))).toMatchObject({ why: 'down' });
    expect(await rowOf(item)).toMatchObject({ counted: false });
  });

  it('what keeps it from drawing is not waited for again by the items behind', async () => {
    await fault({ kind: 'error', code: 'insufficient_quota', times: 100 });
    const calls = await asked();
    const { outputs } = await run(await Promise.all(Array.from({ length: 9 }, () => effect())));
    expect(outputs[0].map(({ event }) => (event as unknown as PictureEvent).why)).toEqual(Array(9).fill('down'));
    expect((await calls()).length).toBeLessThanOrEqual(3);
  });
});

describe('without a model', () => {
  it.each([
    ['no credential', {}, () => ({ supabaseApi: rig.credentials.supabaseApi })],
    ['only sketches are wanted', { drawWith: 'sketch' }, withKey],
    ['no model is chosen', byId(' '), withKey],
  ])('%s: a sketch that says so', async (_name, parameters, credentials) => {
    const calls = await asked();
    const item = await effect({ photo: 'http://127.0.0.1:9/photo.jpg' });
    const event = await preview(item, parameters as IDataObject, credentials());
    expect(event).toMatchObject({ picture: { model: null, brief: expect.stringContaining('Honey') }, why: 'off' });
    expect(await calls()).toEqual([]);
    expect(await rowOf(item)).toEqual({ model: null, counted: false, mime_type: 'image/png' });
    expect((await preview(item, parameters as IDataObject, credentials())).picture).toEqual(event.picture);
    expect((await swept()).error).toBeUndefined();
  });
});

describe('a reference photo', () => {
  /** A customer sends a photo; its file id at Telegram. */
  async function photo(): Promise<string> {
    const png = await drawPng(
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>',
    );
    await rig.sandbox.customer(`photo-${randomUUID()}`).says({
      photo: { base64: png.toString('base64'), mimeType: 'image/png' },
    });
    const updates = await rig.telegram<{ message?: { photo?: { file_id: string }[] } }[]>('getUpdates', { offset: -1 });
    return updates.at(-1)!.message!.photo!.at(-1)!.file_id;
  }
  const withTelegram = () => ({ ...withKey(), telegramApi: rig.credentials.telegramApi });

  it('from Telegram goes to the model as a JPEG, and makes a picture of its own', async () => {
    const [file, calls] = [await photo(), await asked()];
    const look = { variant: 777 };
    expect((await preview(await effect({ photo: file }, look), {}, withTelegram())).picture!.model).not.toBeNull();
    await preview(await effect({}, look), {}, withTelegram());
    const [{ path, body }, plain] = await calls();
    expect(path).toBe('/openai/v1/images/edits');
    expect(body).toMatchObject({ image: [{ file: 'reference.jpg', mimeType: 'image/jpeg' }] });
    expect(plain.path).toBe('/openai/v1/images/generations');
  });

  it.each<[string, () => Promise<string>, IDataObject, (() => Credentials)?]>([
    ['is not to be used', photo, { referencePhoto: 'ignore' }],
    ['is nothing for the model', photo, byId('dall-e-3')],
    ['lies at Telegram and the node has no credential for it', photo, {}, withKey],
    ['is not there', async () => 'http://127.0.0.1:9/photo.jpg', {}],
    ['is no picture', async () => `${openAi.url}/api/health`, {}],
  ])('that %s: the cake is drawn from words', async (_name, image, parameters, credentials = withTelegram) => {
    const [file, calls] = [await image(), await asked()];
    const { picture, why } = await preview(await effect({ photo: file }), parameters, credentials());
    expect([why, picture!.model === null]).toEqual([undefined, false]);
    expect((await calls()).map(({ path }) => path)).toEqual(['/openai/v1/images/generations']);
  });
});

describe('the owner', () => {
  it('hears once that the model draws no more, with what to do and no key, and again after it had drawn', async () => {
    const wrong = () => withKey({ apiKey: 'sk-proj-another-key-that-is-wrong' });
    await preview(await effect(), {}, wrong());
    const told = failure(await swept());
    expect(told.message).toMatch(/^OpenAI, картинки: .*не принимает ключ \(gpt-image-2\.5-flare, 127\.0\.0\.1:\d+\)/);
    expect(allOf(told)).not.toMatch(/sk-proj/);
    await preview(await effect(), {}, wrong());
    expect((await swept()).error).toBeUndefined();
    await preview(await effect());
    await preview(await effect(), {}, wrong());
    expect(failure(await swept()).message).toContain('не принимает ключ');
    await preview(await effect());
  });

  it('is not bothered because a filter refused', async () => {
    await fault({ kind: 'error', code: 'moderation_blocked' });
    expect((await preview(await effect())).why).toBe('refused');
    expect((await swept()).error).toBeUndefined();
  });
});

describe('the database', () => {
  it('that refuses stops the item and not the others; the effect can be played later', async () => {
    const [bad, good] = [await effect({ shopVersion: 987_654 }), await effect()];
    const { error, outputs } = await run([bad, good], {}, withKey(), { onError: 'continueRegularOutput' });
    expect(error).toBeUndefined();
    expect(outputs[0]).toMatchObject([{ error: expect.any(String) }, { kind: 'result', key: good.key }]);
    expect(failure(await run([bad])).message).toBeTruthy();
    expect((await preview({ ...bad, shopVersion } as typeof bad)).picture).not.toBeNull();
  });

  it('must be there', async () => {
    const item = await effect();
    expect(failure(await run([item], {}, { openAiApi: withKey().openAiApi })).message).toContain(
      'Не выбрано, где хранить',
    );
  });
});

describe('the panel', () => {
  function panel(model: string, credentials = withKey()) {
    const node = new CakePreview();
    const workflow = workflowOf({ node }, { type: 'node', credentials: namesOf(credentials), parameters: byId(model) });
    const context = new LoadOptionsContext(
      workflow,
      workflow.getNode('Node')!,
      additionalDataOf(workflow, credentials),
      'size',
    ) as ILoadOptionsFunctions;
    // In n8n the panel sends the parameters of the moment along.
    context.getCurrentNodeParameter = (name) => (byId(model) as IDataObject)[name] as never;
    const { listSearch, loadOptions } = node.methods;
    return {
      models: async (filter?: string) => (await listSearch.searchImageModels.call(context, filter)).results,
      sizes: async () => (await loadOptions.getSizes.call(context)).map(({ value }) => value),
      qualities: async () => (await loadOptions.getQualities.call(context)).map(({ value }) => value),
    };
  }

  it('lists models that draw, each with its last day, and DALL-E 3 with its own', async () => {
    const models = await panel('x').models();
    const ids = models.map(({ value }) => value);
    expect(ids).toEqual(expect.arrayContaining(['gpt-image-2.5-flare', 'gpt-image-2.6-sunburst', 'dall-e-3']));
    expect(ids.filter((id) => id === 'dall-e-3')).toHaveLength(1);
    expect(ids).not.toContain('gpt-4o-mini');
    expect(models.find(({ value }) => value === 'dall-e-3')!.name).toMatch(/2026-05-12/);
    expect((await panel('x').models('DALL-E-3')).map(({ value }) => value)).toEqual(['dall-e-3']);
    expect(await panel('x').models('nothing of that name')).toEqual([]);
  });

  it('offers the sizes and qualities of the model that is chosen', async () => {
    expect(await panel('dall-e-3').qualities()).toEqual(['standard', 'hd']);
    expect(await panel('dall-e-3').sizes()).toContain('1792x1024');
    expect(await panel('gpt-image-2.5-flare').qualities()).toContain('max');
    expect(await panel('stable-diffusion').qualities()).toEqual(['']);
  });
});
