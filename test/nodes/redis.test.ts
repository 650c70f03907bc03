import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

import { closeRedis } from '../../nodes/shared/redis';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { createRedisKeeper } from '../../lib/sessions/redis/keeper';
import { type RunningRedis, startRedis } from '../../sandbox/stack/redis';
import { runNode, runTrigger, type Credentials } from './harness';
import { baker, BOT, Person } from './support/people';
import { emitted, failure, HANDOFF, type Item } from './support/rig';

/** A bakery without a database: n8n's own Redis credential alone. */

let dataDir: string;
let server: RunningRedis;
let redis: Redis;
let credentials: Credentials;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cake-redis-'));
  server = await startRedis({ dataDir });
  const { host, port, password } = server;
  credentials = { redis: { host, port, password, database: 0, ssl: false } };
  redis = new Redis({ host, port, password });
}, 120_000);
afterAll(async () => {
  redis?.disconnect();
  closeRedis();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const keeper = () => createRedisKeeper({ redis });
const handle = (raw: object) => runNode('cakeOrder', { operation: 'handleMessage' }, [raw as never], credentials);

it('is refused in words while the shop takes orders, and the message waits', async () => {
  await keeper().publishShop(DEFAULT_SHOP_DOCUMENT);
  const person = new Person();
  const error = failure(await handle(person.says('Здравствуйте')));
  expect(error.message).toContain('Без Supabase заказы принимать нельзя');
  const chat = { channel: 'telegram' as const, account: 'main', chat: String(person.id) };
  expect((await keeper().load({ chat })).pending).toHaveLength(1);
});

it('publishing a menu that takes orders is refused in the same words', async () => {
  const shop = JSON.stringify(DEFAULT_SHOP_DOCUMENT);
  const publish = runTrigger('trigger', { mode: 'json', shop }, credentials);
  await expect(publish).rejects.toThrow('Без Supabase заказы принимать нельзя');
});

it('talks, passes the wishes to the bakery, and the bakery answers', async () => {
  await keeper().publishShop({ ...DEFAULT_SHOP_DOCUMENT, take_orders: false });
  const person = new Person();
  let shown: { label: string; data: string }[] = [];
  const takes = async (raw: object): Promise<Item[][]> => {
    const run = await handle(raw);
    const items = emitted(run);
    shown = items.flatMap(({ reply }) => reply?.buttons ?? []).flat();
    return [items, emitted(run, HANDOFF)];
  };
  const press = (label: RegExp) => takes(person.presses(shown.find((one) => label.test(one.label))!.data));
  await takes(person.says('Здравствуйте'));
  for (const label of [/согласие/, /День рождения/, /Семейный/, /Медовик/, /Крем-чиз/, /Без декора/, /Без надписи/]) {
    await press(label);
  }
  for (const label of [/всё просто/, /Аллергии нет/, /,/, /13:00/, /Самовывоз/]) await press(label);
  await takes(person.says('Анна'));
  const [[summary]] = await takes(person.says('+7 916 123-45-67'));
  expect(summary.reply!.text).toContain('Передать ваши пожелания кондитеру?');
  const [, [note]] = await press(/Подтвердить/);
  expect(note.text).toContain('Заявка на торт: Анна');

  await keeper().confirm([{ key: note.key, result: 'sent', message: '77' }]);
  const reply_to_message = { message_id: 77, from: BOT, chat: baker.chat };
  const [told] = await takes(baker.message({ text: 'Добрый день! Сделаем.', reply_to_message }));
  expect(told.find(({ to }) => to.chat === String(person.id))!.reply!.text).toContain('Добрый день! Сделаем.');
});

it('a node with no credential at all says what to choose', async () => {
  const error = failure(
    await runNode('cakeOrder', { operation: 'handleMessage' }, [new Person().says('x') as never], {}),
  );
  expect([error.message, error.description]).toEqual([
    'Не выбрано, где хранить заказы и разговоры',
    expect.stringContaining('Supabase'),
  ]);
});
