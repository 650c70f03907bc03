import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Effect } from '../../lib/dialogue/types';
import type { CallRequest, Ledger, PictureRequest, PictureResult } from '../../lib/sessions/ledger';
import { step } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import { createSupabaseLedger } from '../../lib/sessions/supabaseLedger';
import type { ChatAddress, Keeper } from '../../lib/sessions/types';
import { type Bucket, startBucket } from './support/bucket';
import { type TestDatabase, startDatabase } from './support/database';
import { aChat, anOrder, says, toyStepper } from './support/toy';

let database: TestDatabase;
let keeper: Keeper;
let ledger: Ledger;
let sql: Client;
const options = () => ({ url: database.rest, serviceKey: database.keys.serviceRole, fetch: database.fetch });

beforeAll(async () => {
  database = await startDatabase();
  keeper = createSupabaseKeeper(options());
  ledger = createSupabaseLedger(options());
  sql = new Client({ connectionString: database.connectionString });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.stop();
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const inSeconds = (seconds: number) => inHours(seconds / 3600);
const MANY = 1_000_000;

const asks = (changes: Partial<CallRequest> = {}): CallRequest => ({
  key: randomUUID(),
  chat: aChat(),
  perMonth: MANY,
  now: inSeconds(0),
  ...changes,
});
const wants = (changes: Partial<PictureRequest> = {}): PictureRequest => ({
  key: randomUUID(),
  chat: aChat(),
  fingerprint: randomUUID(),
  perOrder: MANY,
  perMonth: MANY,
  now: inSeconds(0),
  ...changes,
});
const drew = ({ key, chat }: PictureRequest, changes: Partial<PictureResult> = {}): PictureResult => ({
  key,
  chat,
  model: 'painter',
  brief: 'a cake',
  drawn: randomBytes(3000),
  shown: randomBytes(4000),
  mimeType: 'image/png',
  counted: true,
  bucket: null,
  ...changes,
});
const sketched = (request: PictureRequest): PictureResult =>
  drew(request, { model: null, drawn: null, counted: false });
const call = (key: string, answer: unknown) =>
  ledger.endCall({ key, model: 'reader', promptTokens: 11, completionTokens: 7, requests: 2, answer });
const whatOf = async (request: PictureRequest) => (await ledger.beginPicture(request)).do;

/** Counts of a month of its own, far from what other tests do. */
let months = 0;
const freeMonth = () => {
  months += 1;
  return (day: number) => new Date(Date.UTC(2040, months, day)).toISOString();
};

describe('a call of a language model', () => {
  it('may be made once, and its answer is given again', async () => {
    const request = asks();
    expect(await ledger.beginCall(request)).toEqual({ go: true });
    expect(await ledger.beginCall(request)).toEqual({ go: false, why: 'busy' });
    await call(request.key, { intent: 'fill', slots: { name: 'Анна' } });
    await call(request.key, { intent: 'late' });
    const answer = { intent: 'fill', slots: { name: 'Анна' } };
    expect(await ledger.beginCall({ ...request, now: inHours(1) })).toEqual({ go: false, why: 'done', answer });
  });

  it('that never ended is made again after a minute, and counts again', async () => {
    const day = freeMonth();
    const request = asks({ perMonth: 2, now: day(3) });
    const later = (ms: number) => new Date(Date.parse(day(3)) + ms).toISOString();
    expect(await ledger.beginCall(request)).toEqual({ go: true });
    expect(await ledger.beginCall({ ...request, now: later(59_000) })).toEqual({ go: false, why: 'busy' });
    expect(await ledger.beginCall({ ...request, now: later(61_000) })).toEqual({ go: true });
    expect(await ledger.beginCall(asks({ perMonth: 2, now: day(4) }))).toEqual({ go: false, why: 'month' });
  });

  it('goes to one of many who begin it at the same time', async () => {
    const request = asks();
    const all = await Promise.all(Array.from({ length: 10 }, () => ledger.beginCall(request)));
    expect(all.filter(({ go }) => go)).toHaveLength(1);
  });

  it('keeps within the month, however many are begun at the same time; the next month begins anew', async () => {
    const day = freeMonth();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => ledger.beginCall(asks({ perMonth: 7, now: day(31) }))),
    );
    expect(all.filter(({ go }) => go)).toHaveLength(7);
    expect(all.filter((permit) => !permit.go && permit.why === 'month')).toHaveLength(13);
    const next = new Date(Date.parse(day(31)) + 86_400_000).toISOString();
    expect(next.slice(8, 10)).toBe('01');
    expect(await ledger.beginCall(asks({ perMonth: 7, now: next }))).toEqual({ go: true });
  });
});

it.each([
  ['a call', () => ledgerThatLoses('cake_call_begin').beginCall(asks()), { go: true }],
  ['a picture', () => ledgerThatLoses('cake_picture_begin').beginPicture(wants()), { do: 'draw' }],
])('%s whose permit got lost on its way is allowed all the same', async (_name, begin, permit) => {
  expect(await begin()).toEqual(permit);
});

/** Whose first answer of that function is lost. */
function ledgerThatLoses(name: string): Ledger {
  let lost = false;
  return createSupabaseLedger({
    ...options(),
    fetch: async (input, init) => {
      const answer = await database.fetch(input, init);
      if (lost || !String(input).endsWith(name)) return answer;
      lost = true;
      throw new TypeError('fetch failed');
    },
  });
}

describe('a picture', () => {
  it('is drawn once and found by its id', async () => {
    const request = wants();
    expect(await ledger.beginPicture(request)).toEqual({ do: 'draw' });
    expect(await ledger.beginPicture(request)).toEqual({ do: 'busy' });
    const result = drew(request);
    const { id } = await ledger.endPicture(result);
    expect(await ledger.endPicture(drew(request, { model: 'another' }))).toEqual({ id });
    expect(await ledger.beginPicture(request)).toEqual({ do: 'done', id, model: 'painter', brief: 'a cake' });
    expect(await ledger.picture(id)).toEqual({ data: result.shown, mimeType: 'image/png' });
  });

  it.each([['an unknown id', randomUUID()], ['no id at all', '------------------------------------']]) // prettier-ignore
  ('%s gives nothing', async (_name, id) => {
    expect(await ledger.picture(id)).toBeNull();
  });

  it('that was begun long ago is not asked for again, and counts whatever becomes of it', async () => {
    const chat = aChat();
    const request = wants({ chat, perOrder: 1 });
    expect(await whatOf(request)).toBe('draw');
    expect(await whatOf({ ...request, now: inSeconds(199) })).toBe('busy');
    expect(await whatOf({ ...request, now: inSeconds(201) })).toBe('unknown');
    expect(await whatOf({ ...request, now: inSeconds(1) })).toBe('unknown');
    await ledger.endPicture(sketched(request));
    expect(await whatOf(wants({ chat, perOrder: 1 }))).toBe('limit');
  });

  it('of one fingerprint is the same picture, for whoever asks, and costs nothing', async () => {
    const first = wants();
    await ledger.beginPicture(first);
    const { drawn } = drew(first);
    await ledger.endPicture(drew(first, { drawn }));
    const again = wants({ fingerprint: first.fingerprint, perOrder: 0, perMonth: 0 });
    expect(await ledger.beginPicture(again)).toEqual({ do: 'reuse', data: drawn, model: 'painter' });
    const { id } = await ledger.endPicture(drew(again, { drawn: null, counted: false }));
    expect(await ledger.beginPicture(again)).toMatchObject({ do: 'done', id });
    expect(await whatOf(wants({ chat: again.chat, perOrder: 1 }))).toBe('draw');
  });

  it('that is a sketch, or is still being drawn, is used by nobody else', async () => {
    const [sketch, running] = [wants({ perOrder: 0 }), wants()];
    expect(await whatOf(sketch)).toBe('limit');
    await ledger.endPicture(sketched(sketch));
    await ledger.beginPicture(running);
    for (const { fingerprint } of [sketch, running]) expect(await whatOf(wants({ fingerprint }))).toBe('draw');
  });

  it('that was refused stays refused for its effect, so that nobody draws beside the sketch', async () => {
    const request = wants({ perOrder: 0 });
    expect(await whatOf(request)).toBe('limit');
    expect(await whatOf({ ...request, perOrder: 5 })).toBe('limit');
  });

  it('can be kept without having been asked for', async () => {
    const request = wants();
    const { id } = await ledger.endPicture(sketched(request));
    expect(await ledger.endPicture(sketched(request))).toEqual({ id });
    expect(await ledger.beginPicture(request)).toEqual({ do: 'done', id, model: null, brief: 'a cake' });
  });
});

describe('the limits of pictures', () => {
  it('hold when many begin at the same time: for one order', async () => {
    const chat = aChat();
    const all = await Promise.all(Array.from({ length: 20 }, () => whatOf(wants({ chat, perOrder: 3 }))));
    expect(all.sort()).toEqual([...Array(3).fill('draw'), ...Array(17).fill('limit')]);
  }, 30_000);

  it('hold when many begin at the same time: in a month', async () => {
    const day = freeMonth();
    const all = await Promise.all(Array.from({ length: 20 }, () => whatOf(wants({ perMonth: 3, now: day(9) }))));
    expect(all.sort()).toEqual([...Array(3).fill('draw'), ...Array(17).fill('month')]);
    expect(await whatOf(wants({ perMonth: 3, now: new Date(Date.parse(day(1)) - 1).toISOString() }))).toBe('draw');
    expect(await whatOf(wants({ perMonth: 3, now: new Date(Date.parse(day(1)) + 31 * 86_400_000).toISOString() }))).toBe('draw'); // prettier-ignore
  }, 30_000);

  it('do not count what the model refused without drawing', async () => {
    const chat = aChat();
    const refused = wants({ chat, perOrder: 1 });
    await ledger.beginPicture(refused);
    await ledger.endPicture(sketched(refused));
    expect(await whatOf(wants({ chat, perOrder: 1 }))).toBe('draw');
  });

  it('count a day', async () => {
    const chat = aChat();
    await ledger.beginPicture(wants({ chat, now: inHours(-25) }));
    expect(await whatOf(wants({ chat, perOrder: 1 }))).toBe('draw');
    expect(await whatOf(wants({ chat, perOrder: 1 }))).toBe('limit');
  });

  it('begin anew with a placed order, and neither with a draft nor with one given up', async () => {
    const chat = aChat();
    const next = () => whatOf(wants({ chat, perOrder: 1 }));
    expect(await next()).toBe('draw');
    const { number } = await ordered(chat);
    expect(await next()).toBe('limit');
    await writes(chat, { status: 'awaiting_baker', number });
    expect(await next()).toBe('draw');
    expect(await next()).toBe('limit');
    await writes(chat, { status: 'accepted', number });
    const other = await ordered(chat);
    await writes(chat, { status: 'cancelled', number: other.number });
    expect(await next()).toBe('limit');
  });
});

const say = (chat: ChatAddress, effects: Effect[]) =>
  step(keeper, { chat, event: says('x') }, toyStepper(() => effects)); // prettier-ignore
const writes = (chat: ChatAddress, changes: Parameters<typeof anOrder>[0]) =>
  say(chat, [{ kind: 'order', order: anOrder(changes) }]);
async function ordered(chat: ChatAddress, picture?: string) {
  const draft = { ...anOrder().draft, ...(picture && { picture: { id: picture, model: 'm', brief: 'b', of: 'o' } }) };
  await writes(chat, { draft });
  return (await keeper.load({ chat })).orders.at(-1)!;
}
/** A picture of this chat that was drawn. */
async function picturedIn(chat: ChatAddress, changes: Partial<PictureResult> = {}, now = inSeconds(0)) {
  const request = wants({ chat, now });
  await ledger.beginPicture(request);
  return { request, ...(await ledger.endPicture(drew(request, changes))) };
}

describe('when a conversation moves or is forgotten', () => {
  it('its pictures come along to the other chat', async () => {
    const [here, there] = [aChat(), aChat('vk')];
    const { id } = await picturedIn(here);
    const code = String(Math.random()).slice(2, 10).padEnd(8, '0');
    await say(here, [{ kind: 'move_code', code, until: inHours(1) }]);
    const { version } = await keeper.load({ chat: here });
    await say(there, [{ kind: 'move', code, version }]);
    expect(await whatOf(wants({ chat: there, perOrder: 1 }))).toBe('limit');
    expect(await whatOf(wants({ chat: here, perOrder: 1 }))).toBe('draw');
    await say(there, [{ kind: 'forget' }]);
    expect(await ledger.picture(id)).toBeNull();
  });

  it('nothing of hers is left, the counts stay, and the order no longer names a picture', async () => {
    const chat = aChat();
    const day = freeMonth();
    const { id, request } = await picturedIn(chat, {}, day(5));
    const reading = asks({ chat, now: day(5) });
    await ledger.beginCall(reading);
    await call(reading.key, { name: 'Анна Тайная' });
    const { number } = await ordered(chat, id);
    await writes(chat, { status: 'handed_over', number, draft: { picture: { id, model: 'm', brief: 'b', of: 'o' } } });
    await say(chat, [{ kind: 'forget' }]);
    expect(await ledger.picture(id)).toBeNull();
    const { rows } = await sql.query(
      `select fingerprint, brief, shown, drawn, chat_id from pictures where id = $1
       union all select answer::text, null, null, null, chat_id from ai_calls where key = '${reading.key}'`,
      [id],
    );
    const nothing = { fingerprint: null, brief: null, shown: null, drawn: null, chat_id: null };
    expect(rows).toEqual([nothing, nothing]);
    expect((await keeper.order(number))?.draft.picture).toBeUndefined();
    expect(await whatOf(wants({ perMonth: 1, now: day(6) }))).toBe('month');
    expect(await ledger.beginCall(asks({ perMonth: 1, now: day(6) }))).toEqual({ go: false, why: 'month' });
    expect(await whatOf(wants({ fingerprint: request.fingerprint }))).toBe('draw');
  });

  it('what was being drawn and read meanwhile leaves nothing either', async () => {
    const chat = aChat();
    const [running, unbegun, reading] = [wants({ chat }), wants({ chat }), asks({ chat })];
    await ledger.beginPicture(running);
    await ledger.beginCall(reading);
    await say(chat, [{ kind: 'forget' }]);
    const ends = [await ledger.endPicture(drew(running)), await ledger.endPicture(drew(unbegun))];
    await call(reading.key, { name: 'Анна Тайная' });
    for (const { id } of ends) expect(await ledger.picture(id)).toBeNull();
    const left = `select 1 from pictures where key = any($1) and (shown is not null or brief is not null)
      union all select 1 from ai_calls where key = any($1) and answer is not null`;
    expect((await sql.query(left, [[running.key, unbegun.key, reading.key]])).rows).toEqual([]);
    expect(await whatOf(running)).toBe('busy');
    expect(await whatOf(wants({ chat }))).toBe('busy');
    expect(await ledger.beginCall(asks({ chat }))).toEqual({ go: false, why: 'busy' });
    await say(chat, []);
    expect(await whatOf(wants({ chat }))).toBe('draw');
  });
});

describe('a sweep', () => {
  const sweepIn = (days: number) => keeper.sweep({ now: inHours(days * 24), olderThanMs: 1000, limit: 1 });

  it('takes pictures of no order after 30 days, and the rest of them and old calls after 60', async () => {
    const [chat, old] = [aChat(), inHours(-31 * 24)];
    const [kept, dropped, fresh] = [
      await picturedIn(chat, {}, old),
      await picturedIn(chat, {}, old),
      await picturedIn(chat),
    ];
    const reading = asks({ now: old });
    await ledger.beginCall(reading);
    await call(reading.key, 'old');
    const { number } = await ordered(chat, kept.id);
    const { draft } = (await keeper.order(number))!;
    await writes(chat, { status: 'accepted', number, draft });
    await sweepIn(0);
    const found = async () =>
      Promise.all([kept, dropped, fresh].map(async ({ id }) => (await ledger.picture(id)) !== null));
    expect(await found()).toEqual([true, false, true]);
    expect(await ledger.beginCall(reading)).toMatchObject({ why: 'done' });
    expect(await whatOf(wants({ perMonth: 2, now: old }))).toBe('month');
    await sweepIn(29.5);
    const { rows } = await sql.query('select id from pictures where id = any($1)', [[kept.id, dropped.id]]);
    expect(rows).toEqual([{ id: kept.id }]);
    expect((await sql.query('select 1 from ai_calls where key = $1', [reading.key])).rows).toEqual([]);
    expect(await found()).toEqual([true, false, true]);
  });

  it('two days later not even the key of a forgotten effect is left', async () => {
    const chat = aChat();
    const { request } = await picturedIn(chat);
    await say(chat, [{ kind: 'forget' }]);
    const known = async () => (await sql.query('select 1 from pictures where key = $1', [request.key])).rows.length;
    await sweepIn(1);
    expect(await known()).toBe(1);
    await sweepIn(3);
    expect(await known()).toBe(0);
  });
});

it('models that were asked are known by what they do and when', async () => {
  const [read, drawn, sketch] = [asks({ now: inHours(-2) }), wants({ now: inHours(-1) }), wants({ perOrder: 0 })];
  const model = randomUUID();
  await ledger.beginCall(read);
  await ledger.endCall({ key: read.key, model, promptTokens: 1, completionTokens: 1, requests: 1, answer: null });
  await ledger.beginPicture(drawn);
  await ledger.endPicture(drew(drawn, { model }));
  await ledger.beginPicture(sketch);
  await ledger.endPicture(sketched(sketch));
  const since = async (hours: number) =>
    (await ledger.modelsUsed(inHours(hours))).filter((one) => one.model === model).map(({ purpose }) => purpose);
  expect(await since(-3)).toEqual(['picture', 'understand']);
  expect(await since(-1.5)).toEqual(['picture']);
  const [{ lastUsed }] = await ledger.modelsUsed(inHours(-3));
  expect(new Date(lastUsed).getTime()).toBeGreaterThan(Date.now() - 4 * 3_600_000);
});

describe('with a bucket of Supabase Storage', () => {
  let bucket: Bucket;
  let told: (string | null)[];
  let stored: Ledger;
  beforeAll(async () => {
    bucket = await startBucket('cakes', database.keys.serviceRole);
  });
  beforeEach(() => {
    told = [];
    stored = createSupabaseLedger({
      ...options(),
      fetch: bucket.with(database.fetch),
      onBucket: (trouble) => told.push(trouble),
    });
  });
  afterAll(() => bucket.stop());
  const inDatabase = async (id: string) =>
    (await sql.query('select shown is not null as shown, drawn is not null as drawn from pictures where id = $1', [id]))
      .rows[0];

  it('keeps the bytes there, reads them from there, and draws nothing twice', async () => {
    const request = wants();
    await stored.beginPicture(request);
    const result = drew(request, { bucket: 'cakes' });
    const { id } = await stored.endPicture(result);
    expect(await inDatabase(id)).toEqual({ shown: false, drawn: false });
    expect(bucket.files.get(`${id}/shown`)).toEqual({ data: result.shown, type: 'image/png' });
    expect(await stored.picture(id)).toEqual({ data: result.shown, mimeType: 'image/png' });
    const again = wants({ fingerprint: request.fingerprint });
    expect(await stored.beginPicture(again)).toEqual({ do: 'reuse', data: result.drawn, model: 'painter' });
    expect(told).toEqual([null]);
  });

  it('that is not there, the database keeps the picture and the owner is told what to do', async () => {
    const request = wants();
    await stored.beginPicture(request);
    const result = drew(request, { bucket: 'nowhere' });
    const { id } = await stored.endPicture(result);
    expect(await inDatabase(id)).toEqual({ shown: true, drawn: true });
    expect(await stored.picture(id)).toEqual({ data: result.shown, mimeType: 'image/png' });
    expect(told).toEqual([
      'В Supabase нет бакета «nowhere». Создайте его (Storage → New bucket, закрытый) или сотрите его имя в «Меню и настройки».',
    ]);
  });

  it('whose file was deleted by hand, a picture is gone and is drawn anew', async () => {
    const request = wants();
    await stored.beginPicture(request);
    const { id } = await stored.endPicture(drew(request, { bucket: 'cakes' }));
    bucket.files.clear();
    expect(await stored.picture(id)).toBeNull();
    const again = wants({ fingerprint: request.fingerprint });
    expect(await stored.beginPicture(again)).toEqual({ do: 'draw' });
    expect(await stored.beginPicture(again)).toEqual({ do: 'busy' });
  });

  it('that does not answer, a picture is a fault and not gone', async () => {
    const request = wants();
    const { id } = await stored.endPicture(drew(request, { bucket: 'cakes' }));
    bucket.down = true;
    await expect(stored.picture(id)).rejects.toMatchObject({ retryable: true });
    bucket.down = false;
    expect(await stored.picture(id)).not.toBeNull();
  });

  it('loses the files of who is forgotten with the next sweep that reaches it', async () => {
    const sweeper = createSupabaseKeeper({ ...options(), fetch: bucket.with(database.fetch) });
    const sweep = () => sweeper.sweep({ now: inSeconds(0), olderThanMs: 1000, limit: 1 });
    const request = wants();
    await stored.beginPicture(request);
    const { id } = await stored.endPicture(drew(request, { bucket: 'cakes' }));
    await say(request.chat, [{ kind: 'forget' }]);
    bucket.down = true;
    expect(await sweep()).toEqual({ unsent: expect.any(Array), chats: expect.any(Array) });
    bucket.down = false;
    expect(bucket.files.has(`${id}/shown`)).toBe(true);
    await sweep();
    expect([...bucket.files.keys()].filter((path) => path.startsWith(id))).toEqual([]);
    expect((await sql.query('select bucket from pictures where id = $1', [id])).rows).toEqual([{ bucket: null }]);
  });
});
