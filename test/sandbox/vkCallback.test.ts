import { until } from './support';
import { CallbackHook, GROUP, VkBench } from './vkSupport';

let bench: VkBench;
let hook: CallbackHook;

const begin = async (options: ConstructorParameters<typeof VkBench>[0] = {}): Promise<void> => {
  bench = await new VkBench(options).start();
  hook = await new CallbackHook().start();
};
afterEach(async () => {
  await bench.close();
  await hook.close();
});

const group = { group_id: GROUP };

describe('registration', () => {
  beforeEach(() => begin());

  const add = (more: object = {}): Promise<{ server_id: number }> =>
    bench.ok('groups.addCallbackServer', { ...group, url: hook.url, title: 'n8n', ...more });

  test('a server is asked for the code; its answer decides the status', async () => {
    expect(bench.vk.channel.registered()).toBe(false);
    hook.code = 'wrong';
    const { server_id } = await add({ secret_key: 'тайна' });
    expect(await bench.settled(server_id)).toBe('failed');
    expect(bench.vk.channel.registered()).toBe(false);
    hook.code = (await bench.ok('groups.getCallbackConfirmationCode', group)).code;
    expect(hook.code).toMatch(/^[0-9a-f]{8}$/);
    const edited = { ...group, server_id, url: hook.url, title: 'n8n', secret_key: 'тайна' };
    expect(await bench.ok('groups.editCallbackServer', edited)).toBe(1);
    expect(await bench.settled(server_id)).toBe('ok');
    expect([bench.vk.channel.registered(), bench.vk.registeredUrl()]).toEqual([true, hook.url]);
    expect(hook.confirmations).toHaveLength(2);
    const asked = { ...group, type: 'confirmation', secret: 'тайна', v: '5.199', event_id: expect.any(String) };
    expect(hook.confirmations[1]).toEqual(asked);
    const { items } = await bench.ok('groups.getCallbackServers', group);
    expect(items).toEqual([
      { id: server_id, title: 'n8n', creator_id: expect.any(Number), url: hook.url, secret_key: 'тайна', status: 'ok' },
    ]);
  });

  test('a server that does not answer waits, then has failed', async () => {
    await hook.close();
    const { server_id } = await add();
    expect(['wait', 'failed']).toContain(await bench.status(server_id));
    expect(await bench.settled(server_id)).toBe('failed');
    hook = await new CallbackHook().start();
  });

  test('ten servers, fourteen letters, fifty of the secret', async () => {
    const refused = (more: object): Promise<[number, string]> =>
      bench.refused('groups.addCallbackServer', { ...group, url: hook.url, title: 'n8n', ...more });
    expect((await refused({ title: 'x'.repeat(15) }))[0]).toBe(100);
    expect((await refused({ secret_key: 'x'.repeat(51) }))[0]).toBe(100);
    expect((await refused({ url: 'n8n' }))[0]).toBe(100);
    await add({ title: 'x'.repeat(14), secret_key: 'x'.repeat(50) });
    for (let count = 1; count < 10; count += 1) await add();
    expect(await refused({})).toEqual([2000, 'Servers number limit is reached']);
    expect(await bench.ok('groups.deleteCallbackServer', { ...group, server_id: 1 })).toBe(1);
    expect((await add()).server_id).toBe(11);
    expect((await bench.refused('groups.deleteCallbackServer', { ...group, server_id: 1 }))[0]).toBe(100);
  });

  test('settings name what changes, and are told whole', async () => {
    const { server_id } = await add();
    const read = (): Promise<{ api_version: string; events: Record<string, number> }> =>
      bench.ok('groups.getCallbackSettings', { ...group, server_id });
    expect((await read()).events).toMatchObject({ message_new: 0, message_event: 0 });
    const set = (more: object): Promise<number> =>
      bench.ok('groups.setCallbackSettings', { ...group, server_id, ...more });
    expect(await set({ api_version: '5.131', message_new: 1, message_event: 1, nonsense: 1 })).toBe(1);
    expect(await set({ message_new: 0, message_deny: 1 })).toBe(1);
    const { api_version, events } = await read();
    expect(api_version).toBe('5.131');
    const on = Object.keys(events).filter((event) => events[event] === 1);
    expect([on.sort(), 'nonsense' in events]).toEqual([['message_deny', 'message_event'], false]);
    expect((await bench.refused('groups.setCallbackSettings', { ...group, server_id, api_version: 'x' }))[0]).toBe(100);
  });
});

describe('delivery', () => {
  beforeEach(() => begin({ retryMs: [40, 60, 80], answerMs: 1500 }));

  test('an event comes as VK sends it, to confirmed servers that want it', async () => {
    await bench.say('anna', { text: 'до сервера' });
    await bench.register(hook, ['message_new'], { secret_key: 's3' });
    const other = await new CallbackHook().start();
    await bench.register(other, ['message_edit']);
    const eventId = await bench.say('anna', { text: 'Торт', name: 'Анна', language: 'en' });
    await until(() => hook.got.length === 1);
    expect(hook.got[0].update).toEqual({
      ...group,
      type: 'message_new',
      event_id: eventId,
      v: '5.199',
      secret: 's3',
      object: {
        message: {
          id: 2,
          conversation_message_id: 2,
          date: expect.any(Number),
          from_id: 100_000_001,
          peer_id: 100_000_001,
          out: 0,
          text: 'Торт',
          attachments: [],
          fwd_messages: [],
          important: false,
          is_hidden: false,
          random_id: 0,
          version: expect.any(Number),
        },
        client_info: {
          button_actions: expect.arrayContaining(['text', 'callback', 'open_link']),
          keyboard: true,
          inline_keyboard: true,
          carousel: true,
          lang_id: 3,
        },
      },
    });
    expect([hook.got[0].retry, other.got]).toEqual([undefined, []]);
    await other.close();
  });

  test('what is not answered with 200 and ok comes again with a counter, and is given up in the end', async () => {
    await bench.register(hook);
    const answers: [number, string][] = [
      [500, 'ok'],
      [200, '"ok"'],
      [200, 'ok'],
    ];
    hook.auto = () => answers.shift() ?? [500, 'nothing'];
    await bench.say('anna', { text: 'первое' });
    await bench.say('anna', { text: 'второе' });
    await until(() => hook.got.length === 7);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(hook.got.map(({ retry }) => retry)).toEqual([undefined, '1', '2', undefined, '1', '2', '3']);
    expect(hook.texts).toEqual([...Array(3).fill('первое'), ...Array(4).fill('второе')]);
    expect(new Set(hook.got.map(({ raw }) => raw)).size).toBe(2);
    hook.auto = 'ok';
    await bench.say('anna', { text: 'третье' });
    await until(() => hook.texts.at(-1) === 'третье');
  });

  test('a late ok counts for nothing: the same event comes again', async () => {
    await bench.register(hook);
    hook.auto = (_update, got) => {
      if (got.retry !== undefined) return [200, 'ok'];
      setTimeout(() => got.answer(), 1700);
      return null;
    };
    await bench.say('anna', { text: 'долго' });
    await until(() => hook.got.length === 2);
    expect(hook.got[1].at - hook.got[0].at).toBeGreaterThanOrEqual(1500);
    expect(hook.got[1].update.event_id).toBe(hook.got[0].update.event_id);
    expect([hook.got[1].raw, hook.got[1].retry]).toEqual([hook.got[0].raw, '1']);
    await bench.say('anna', { text: 'дальше' });
    await until(() => hook.texts.includes('дальше'));
    expect(hook.got).toHaveLength(3);
  });

  test('a server puts VK off with Retry-After', async () => {
    await bench.register(hook);
    hook.auto = (_update, got) => {
      if (got.retry !== undefined) return [200, 'ok'];
      got.answer(503, 'later', { 'retry-after': '1' });
      return null;
    };
    await bench.say('anna', { text: 'потом' });
    await until(() => hook.got.length === 2);
    expect(hook.got[1].at - hook.got[0].at).toBeGreaterThanOrEqual(990);
  });

  test('`remove` takes the server out', async () => {
    await bench.register(hook);
    hook.auto = 'remove';
    await bench.say('anna', { text: 'прощай' });
    await until(() => bench.vk.registeredUrl() === undefined);
    expect(bench.vk.channel.registered()).toBe(false);
  });
});

test('a dialog’s events come one after another, another dialog does not wait', async () => {
  await begin();
  await bench.register(hook);
  hook.auto = null;
  for (const text of ['a1', 'a2']) await bench.say('anna', { text });
  await bench.say('boris', { text: 'b1' });
  await until(() => hook.got.length === 2);
  expect(hook.texts.sort()).toEqual(['a1', 'b1']);
  hook.got.find(({ update }) => update.object.message.text === 'a1')!.answer();
  await until(() => hook.texts.at(-1) === 'a2');
});

test('VK waits four seconds for the answer, and ten more before it comes again', async () => {
  await begin();
  await bench.register(hook);
  hook.auto = (_update, { retry }) => (retry === undefined ? null : [200, 'ok']);
  await bench.say('anna', { text: 'тишина' });
  await until(() => hook.got.length === 2, 25_000);
  const pause = hook.got[1].at - hook.got[0].at;
  expect([pause >= 13_900, pause < 18_000]).toEqual([true, true]);
}, 30_000);

describe('a restart', () => {
  beforeEach(() => begin({ retryMs: [300, 300, 300] }));

  test('keeps servers, chats, counters, and what is undelivered with its count of tries', async () => {
    const server_id = await bench.register(hook, ['message_new'], { secret_key: 'kept' });
    hook.auto = () => [500, ''];
    const eventId = await bench.say('anna', { text: 'до' });
    await bench.say('anna', { text: 'после него' });
    await until(() => hook.got.length === 1);
    await bench.restart();
    hook.auto = 'ok';
    await until(() => hook.got.length === 3);
    expect(hook.texts).toEqual(['до', 'до', 'после него']);
    expect(hook.got[1]).toMatchObject({ raw: hook.got[0].raw, retry: '1' });
    expect([await bench.status(server_id), hook.confirmations.length]).toEqual(['ok', 1]);
    await bench.say('boris', { text: 'новый' });
    await until(() => hook.got.length === 4);
    const { message } = hook.got[3].update.object;
    expect([message.id, message.conversation_message_id, message.peer_id]).toEqual([3, 1, 100_000_002]);
    expect(hook.got[3].update.secret).toBe('kept');
    expect(await bench.say('anna', { eventId })).toBe(eventId);
    await until(() => hook.got.length === 5);
    expect(hook.got[4].raw).toBe(hook.got[0].raw);
    expect((await bench.listed('anna')).map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'до'],
      [2, 'после него'],
    ]);
  });

  test('asks again who was not yet confirmed', async () => {
    hook.code = null;
    const { code } = await bench.ok('groups.getCallbackConfirmationCode', group);
    const { server_id } = await bench.ok('groups.addCallbackServer', { ...group, url: hook.url, title: 'n8n' });
    await until(() => hook.confirmations.length === 1);
    expect([await bench.status(server_id), bench.vk.channel.registered()]).toEqual(['wait', false]);
    hook.code = code;
    await bench.restart();
    expect((await bench.ok('groups.getCallbackConfirmationCode', group)).code).toBe(code);
    expect(await bench.settled(server_id)).toBe('ok');
  });
});
