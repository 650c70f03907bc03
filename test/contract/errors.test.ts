import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import { type TestDatabase, startDatabase } from './support/database';
import { aChat, says } from './support/toy';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
}, 60_000);
afterAll(() => database.stop());

const KEY = 'a-key-that-must-never-be-seen';
const keeperWith = (fetch: typeof globalThis.fetch, serviceKey = database.keys.serviceRole, url = database.rest) =>
  createSupabaseKeeper({ url, serviceKey, fetch });

/** Spoils the first `times` answers. */
const spoiled = (
  times: number,
  answer: () => Response | Promise<never>,
): { fetch: typeof fetch; calls: () => number } => {
  let calls = 0;
  return {
    fetch: (input, init) => (calls++ < times ? Promise.resolve(answer()) : database.fetch(input, init)),
    calls: () => calls,
  };
};

it.each([
  ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ['a gateway’s 502', () => new Response('<html>bad gateway</html>', { status: 502 })],
  ['503 with a body', () => Response.json({ code: 'PGRST002', message: 'no schema' }, { status: 503 })],
  ['429', () => new Response('slow down', { status: 429 })],
  ['200 with something else', () => Response.json({ hello: 1 })],
  ['200 with null', () => Response.json(null)],
  ['200 with no JSON', () => new Response('<html>welcome to our Wi-Fi</html>')],
  ['a deadlock', () => Response.json({ code: '40P01', message: 'deadlock detected' }, { status: 500 })],
])('asks again after %s', async (_name, answer) => {
  const { fetch, calls } = spoiled(2, answer);
  const snapshot = await keeperWith(fetch).load({ chat: aChat(), event: says('a') });
  expect(snapshot.pending).toHaveLength(1);
  expect(calls()).toBe(3);
});

it('gives up after five tries, and says that asking again may help', async () => {
  const { fetch, calls } = spoiled(99, () => new Response('', { status: 500 }));
  await expect(keeperWith(fetch).load({ chat: aChat() })).rejects.toMatchObject({
    name: 'KeeperError',
    retryable: true,
  });
  expect(calls()).toBe(5);
}, 20_000);

it('asks once when the database has decided', async () => {
  const { fetch, calls } = spoiled(99, () =>
    Response.json({ code: '23514', message: 'violates check' }, { status: 400 }),
  );
  await expect(keeperWith(fetch).load({ chat: aChat() })).rejects.toMatchObject({ retryable: false, code: '23514' });
  expect(calls()).toBe(1);
});

it('never takes another answer for an empty session', async () => {
  const { fetch } = spoiled(99, () => Response.json({ version: 0, state: null, pending: [] }));
  await expect(keeperWith(fetch).load({ chat: aChat() })).rejects.toMatchObject({
    code: 'bad_answer',
    retryable: true,
  });
}, 20_000);

it('says what to do about a wrong key, and does not repeat the key', async () => {
  const refused = keeperWith(database.fetch, KEY).load({ chat: aChat() });
  await expect(refused).rejects.toMatchObject({ retryable: false });
  await expect(refused).rejects.toThrow('Enter the service_role key');
  const anon = keeperWith(database.fetch, database.keys.anon).load({ chat: aChat() });
  await expect(anon).rejects.toMatchObject({ retryable: false, code: '42501' });
  const chatty = spoiled(1, () => new Response(`the key ${KEY} is wrong`, { status: 401 }));
  const scrubbed = keeperWith(chatty.fetch, KEY).load({ chat: aChat() });
  await expect(scrubbed).rejects.toThrow('the key *** is wrong');
});

it('says what to do about a database without our functions', async () => {
  const missing = spoiled(1, () => Response.json({ code: 'PGRST202', message: 'no function' }, { status: 404 }));
  await expect(keeperWith(missing.fetch).load({ chat: aChat() })).rejects.toThrow('Apply supabase/migrations');
});
