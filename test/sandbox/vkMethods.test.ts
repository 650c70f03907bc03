import { Pace } from '../../sandbox/vk/limits';
import { TOKEN, GROUP, VkBench } from './vkSupport';

let bench: VkBench;

beforeEach(async () => {
  bench = await new VkBench().start();
});
afterEach(() => bench.close());

const query = { v: '5.199', access_token: TOKEN };

test('parameters come by query, form or multipart; the token by parameter or header', async () => {
  const group = { response: { groups: [expect.objectContaining({ id: GROUP })], profiles: [] } };
  const get = await bench.request('GET', `/method/groups.getById?${new URLSearchParams(query)}`);
  expect([get.status, get.headers['content-type'], get.data]).toEqual([200, 'application/json; charset=utf-8', group]);
  expect((await bench.request('POST', '/method/groups.getById', new URLSearchParams(query))).data).toEqual(group);
  const form = new FormData();
  form.append('v', '5.199');
  const bearer = { authorization: `Bearer ${TOKEN}` };
  expect((await bench.request('POST', '/method/groups.getById', form, bearer)).data).toEqual(group);
  expect((await bench.request('GET', '/method/groups.getById?v=5.199', undefined, bearer)).data).toEqual(group);
});

test('JSON is no body: the call has no parameters', async () => {
  const { status, data } = await bench.request('POST', '/method/groups.getById', query);
  expect(status).toBe(200);
  expect(data.error).toMatchObject({ error_code: 8, error_msg: 'Invalid request: v (version) is required' });
});

test.each([
  [{}, 8, 'Invalid request: v (version) is required'],
  [{ v: '5.199' }, 5, 'User authorization failed: no access_token passed.'],
  [{ v: '5.199', access_token: 'wrong' }, 5, 'User authorization failed: invalid access_token (4).'],
])('%j is refused with %i', async (params, code, words) => {
  const { status, data } = await bench.request('POST', '/method/groups.getById', new URLSearchParams(params));
  expect([status, data.error.error_code, data.error.error_msg]).toEqual([200, code, words]);
});

test('a refusal repeats the parameters without the token', async () => {
  const { error } = await bench.call('messages.sing', { group_id: GROUP });
  expect(error).toEqual({
    error_code: 3,
    error_msg: 'Unknown method passed',
    request_params: [
      { key: 'method', value: 'messages.sing' },
      { key: 'oauth', value: '1' },
      { key: 'v', value: '5.199' },
      { key: 'group_id', value: String(GROUP) },
    ],
  });
});

test('twenty calls pass within any second', () => {
  const pace = new Pace(20, 1000);
  const taken = (from: number, count: number): boolean[] =>
    Array.from({ length: count }, (_, index) => pace.take(from + index));
  expect(taken(0, 21)).toEqual([...Array(20).fill(true), false]);
  expect(pace.take(999)).toBe(false);
  expect(taken(1000, 3)).toEqual([true, true, true]);
  expect(pace.take(1003)).toBe(true);
  expect(pace.take(1003)).toBe(false);
});

test('too many calls at once are refused with 6, and a second later they are not', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => bench.call('groups.getTokenPermissions')));
  const refused = answers.filter(({ error }) => error);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(20);
  expect(new Set(refused.map(({ error }) => error.error_msg))).toEqual(new Set(['Too many requests per second']));
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect(await bench.ok('groups.getTokenPermissions')).toEqual({
    mask: 397_316,
    permissions: [
      { name: 'messages', setting: 4096 },
      { name: 'photos', setting: 4 },
      { name: 'docs', setting: 131_072 },
      { name: 'manage', setting: 262_144 },
    ],
  });
});

test('the community is asked for by any of its names, another one is not this token’s', async () => {
  expect((await bench.ok('groups.getById', { group_id: GROUP })).groups[0].screen_name).toBe(`club${GROUP}`);
  expect((await bench.ok('groups.getById', { group_ids: `club${GROUP}`, v: '5.131' }))[0].id).toBe(GROUP);
  expect((await bench.refused('groups.getById', { group_id: 1 }))[0]).toBe(100);
  expect((await bench.refused('groups.getCallbackServers', { group_id: 1 }))[0]).toBe(15);
  expect(await bench.refused('groups.getCallbackServers')).toEqual([
    100,
    'One of the parameters specified was missing or invalid: group_id is undefined',
  ]);
});

test('people have names', async () => {
  await bench.say('anna', { text: 'Добрый день', name: 'Анна Мария Петрова' });
  await bench.say('boris', { text: 'Привет' });
  const [anna, boris] = [bench.vk.channel.vendorId('anna'), bench.vk.channel.vendorId('boris')];
  expect(anna).toBe('100000001');
  expect(await bench.ok('users.get', { user_ids: `${anna},${boris},5`, fields: 'sex' })).toEqual([
    { id: 100_000_001, first_name: 'Анна', last_name: 'Мария Петрова', can_access_closed: true, is_closed: false },
    { id: 100_000_002, first_name: 'boris', last_name: '', can_access_closed: true, is_closed: false },
  ]);
});

test('keyboards need the bot’s switch', async () => {
  const peer_id = await bench.peer('anna');
  const keyboard = JSON.stringify({ buttons: [[{ action: { type: 'text', label: 'Да' } }]] });
  const send = { peer_id, random_id: 0, message: 'Да?', keyboard };
  expect(await bench.ok('groups.setSettings', { group_id: GROUP, bots_capabilities: 0 })).toBe(1);
  expect((await bench.refused('messages.send', send))[0]).toBe(912);
  expect(await bench.ok('messages.send', { ...send, keyboard: '' })).toBe(2);
  await bench.ok('groups.setSettings', { group_id: GROUP, bots_capabilities: 1 });
  expect(await bench.ok('messages.send', send)).toBe(3);
});
