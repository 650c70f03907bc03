import nock from 'nock';
import { resolveWebhookDescriptionField, type IDataObject, type INode, type IWebhookFunctions } from 'n8n-workflow';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { VkServer } from '../../nodes/VkTrigger/servers';
import { VkTrigger } from '../../nodes/VkTrigger/VkTrigger.node';
import type { Credentials } from './harness';
import { allOf, cakeOrder, emitted, type Rig, startRig } from './support/rig';
import { callsOf, closeTheNet, error, openTheNet, playVk, TOKEN, vkApi, type VkCall } from './support/vk';
import { runHook, runWebhook, startTrigger, type TriggerUnderTest } from './webhooks';

// Half a minute of patience with VK is not to be waited for.
jest.mock('n8n-workflow', () => ({ ...jest.requireActual<object>('n8n-workflow'), sleep: async () => undefined }));
jest.setTimeout(60_000);

const BASE = 'https://n8n.test/webhook';
const URL = `${BASE}/hook-1/webhook`;
const TITLE = 'n8n cake order';
const READ = ['message_new', 'message_edit', 'message_event', 'message_reply', 'message_allow', 'message_deny'];

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
  closeTheNet();
});
afterEach(async () => {
  nock.cleanAll();
  await rig.sandbox.clearFaults();
});
afterAll(async () => {
  openTheNet();
  await rig?.stop();
});

const trigger = (credentials: Credentials = { vkApi }, parameters: IDataObject = {}): TriggerUnderTest => ({
  type: new VkTrigger(),
  parameters: { mode: 'callback', events: READ, ...parameters },
  credentials,
  webhookBase: BASE,
});
const withDatabase = () => trigger({ vkApi, supabaseApi: rig.credentials.supabaseApi });

/** The community's servers as VK keeps them. */
class Servers {
  list: (VkServer & { settings: Record<string, string> })[] = [];
  next = 100;
  /** What becomes of a server that is added. */
  becomes: VkServer['status'][] = ['wait', 'ok'];

  has(server: Partial<VkServer>): VkServer {
    const added = {
      id: (this.next += 1),
      title: TITLE,
      url: URL,
      secret_key: '',
      status: 'ok' as const,
      settings: {},
      ...server,
    };
    this.list.push(added);
    return added;
  }

  play(more: Parameters<typeof playVk>[0] = {}): VkCall[] {
    const find = ({ server_id }: Record<string, string>) => this.list.find(({ id }) => String(id) === server_id)!;
    return playVk({
      'groups.getCallbackServers': () => {
        const items = this.list.map(({ settings: _settings, ...server }) => ({ ...server }));
        for (const server of this.list) {
          const at = this.becomes.indexOf(server.status);
          if (at >= 0 && at < this.becomes.length - 1) server.status = this.becomes[at + 1];
        }
        return { response: { count: items.length, items } };
      },
      'groups.addCallbackServer': ({ url, title, secret_key }) => {
        if (this.list.length >= 10) return error(2000, 'Servers number limit is reached');
        return { response: { server_id: this.has({ url, title, secret_key, status: this.becomes[0] }).id } };
      },
      'groups.editCallbackServer': (params) => {
        Object.assign(find(params), { url: params.url, title: params.title, secret_key: params.secret_key });
        return { response: 1 };
      },
      'groups.deleteCallbackServer': (params) => {
        this.list = this.list.filter((server) => server !== find(params));
        return { response: 1 };
      },
      'groups.setCallbackSettings': (params) => {
        find(params).settings = params;
        return { response: 1 };
      },
      'groups.getCallbackSettings': (params) => {
        const { api_version, ...flags } = find(params).settings;
        const events = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, Number(value)]));
        return { response: { api_version, events } };
      },
      ...more,
    });
  }
}

const publish = async (under = trigger()) => {
  if (!(await runHook(under, 'checkExists'))) await runHook(under, 'create');
};
const failureOf = async (work: Promise<unknown>): Promise<Error & { description: string }> => {
  const fault = await work.then(
    () => undefined,
    (reason: Error) => reason,
  );
  if (!fault) throw new Error('It did not fail');
  expect(allOf(fault)).not.toContain(TOKEN);
  return fault as Error & { description: string };
};

/** The secret that the trigger gives VK. */
async function secretOf(under = trigger()): Promise<string> {
  nock.cleanAll();
  const servers = new Servers();
  servers.play();
  await publish(under);
  nock.cleanAll();
  return servers.list[0].secret_key;
}

let events = 0;
const event = (type: string, object: object, more: object = {}): IDataObject => ({
  type,
  group_id: 1,
  event_id: `event-${(events += 1)}`,
  v: '5.199',
  object: object as IDataObject,
  ...more,
});
const message = (text: string, more: object = {}, from = 42): IDataObject =>
  event(
    'message_new',
    {
      message: { id: 7, conversation_message_id: 3, from_id: from, peer_id: from, date: 1_795_348_740, text, out: 0 },
      client_info: { lang_id: 0 },
    },
    more,
  );
const brings = async (body: IDataObject, under = withDatabase()) =>
  runWebhook(under, { body: { secret: await secretOf(under), ...body } });
const inbox = (chat: number) =>
  rig.query<{ key: string; text: string; stepped: boolean }>(
    `select key, body ->> 'text' as text, stepped_at is not null as stepped
     from inbox join chats on chats.id = chat_id where channel = 'vk' and chat = $1 order by arrival`,
    [String(chat)],
  );

describe('publishing', () => {
  it('adds a server with exactly the wanted events, and waits until VK has confirmed it', async () => {
    const servers = new Servers();
    const calls = servers.play();
    await publish(trigger({ vkApi }, { events: ['message_new', 'group_join'] }));
    expect(servers.list).toMatchObject([{ url: URL, title: TITLE, status: 'ok' }]);
    const { secret_key, settings } = servers.list[0];
    expect(secret_key).toMatch(/^[0-9a-f]{32,50}$/);
    expect(TITLE.length).toBeLessThanOrEqual(14);
    const on = Object.entries(settings)
      .filter(([, value]) => value === '1')
      .map(([name]) => name);
    // The community's number is 1 as well.
    expect(on.sort()).toEqual(['group_id', 'group_join', 'message_new']);
    expect(settings).toMatchObject({ api_version: '5.199', message_event: '0', message_typing_state: '0' });
    expect(calls.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  it('leaves everything as it is when it is as it should be', async () => {
    const servers = new Servers();
    const calls = servers.play();
    await publish();
    const before = calls.length;
    await publish();
    expect(calls.slice(before).map(({ method }) => method)).toEqual([
      'groups.getCallbackServers',
      'groups.getCallbackSettings',
    ]);
    expect(servers.list).toHaveLength(1);
  });

  it.each([
    ['another secret', { secret_key: 'old' }, {}],
    ['other events', {}, { message_event: '0' }],
    ['another version', {}, { api_version: '5.131' }],
  ])('mends a server that has %s, in place', async (_name, changes, settings) => {
    const servers = new Servers();
    const calls = servers.play();
    await publish();
    Object.assign(servers.list[0], changes);
    Object.assign(servers.list[0].settings, settings);
    const { id } = servers.list[0];
    await publish();
    expect(servers.list).toMatchObject([{ id, secret_key: await secretOf() }]);
    expect(servers.list[0].settings).toMatchObject({ message_event: '1', api_version: '5.199' });
    expect(callsOf(calls, 'groups.addCallbackServer')).toHaveLength(1);
  });

  it('makes a server anew that VK has given up, and leaves one of two', async () => {
    const servers = new Servers();
    servers.play();
    const given = servers.has({ status: 'failed' });
    servers.has({ status: 'unconfigured' });
    await publish();
    expect(servers.list).toHaveLength(1);
    expect(servers.list[0].id).not.toBe(given.id);
    expect(servers.list[0].status).toBe('ok');
  });

  it('removes what it left behind on the same n8n, and nothing of others', async () => {
    const servers = new Servers();
    const leftover = servers.has({ url: `${BASE}-test/old/webhook`, status: 'failed' });
    const others = [
      servers.has({ url: `${BASE}/other/webhook`, status: 'ok' }),
      servers.has({ url: 'https://n8n.test/bot', title: 'Бот', status: 'failed' }),
      servers.has({ url: 'https://crm.test/vk', title: 'CRM', status: 'failed' }),
      servers.has({ url: 'https://other.test/webhook/x/webhook', status: 'failed' }),
    ];
    servers.play();
    await publish();
    const left = servers.list.map(({ id }) => id);
    expect(left).not.toContain(leftover.id);
    expect(left.slice(0, 4)).toEqual(others.map(({ id }) => id));
    expect(left).toHaveLength(5);
  });

  it('takes its own server along when n8n’s address changed', async () => {
    const servers = new Servers();
    const before = servers.has({ url: 'https://old.test/webhook/hook-1/webhook', status: 'ok' });
    const other = servers.has({ url: 'https://old.test/webhook/hook-2/webhook', status: 'ok' });
    servers.play();
    await publish();
    const left = servers.list.map(({ id }) => id);
    expect(left).not.toContain(before.id);
    expect(left).toContain(other.id);
    expect(servers.list.map(({ url }) => url)).toContain(URL);
  });

  it('names what to remove when VK has no place for another server', async () => {
    const servers = new Servers();
    for (let index = 0; index < 10; index++) {
      servers.has({ url: `https://crm${index}.test/secret-path?key=hidden`, title: `CRM ${index}` });
    }
    servers.play();
    const fault = await failureOf(publish());
    expect(fault.message).toMatch(/уже 10 серверов/);
    expect(fault.description).toMatch(/«CRM 3» \(crm3\.test, ok\)/);
    expect(fault.description).toMatch(/Callback API/);
    expect(allOf(fault)).not.toMatch(/secret-path|hidden/);
    expect(servers.list).toHaveLength(10);
  });

  it('says so when VK could not reach the address, and leaves no server behind', async () => {
    const servers = new Servers();
    servers.becomes = ['wait', 'failed'];
    servers.play();
    const fault = await failureOf(publish());
    expect(fault.message).toBe('VK не смог открыть адрес n8n (n8n.test)');
    expect(fault.description).toMatch(/HTTPS.*Long Poll/s);
    expect(fault.message + fault.description).not.toContain('hook-1');
    expect(servers.list).toEqual([]);
  });

  it('does not wait for ever', async () => {
    const servers = new Servers();
    servers.becomes = ['unconfigured', 'wait'];
    servers.play();
    expect((await failureOf(publish())).message).toMatch(/за полминуты не подтвердил/);
    expect(servers.list).toEqual([]);
  });

  it.each([
    ['the address is not to VK’s liking', error(100, 'url is invalid'), /не принял адрес n8n \(n8n\.test\)/],
    ['the key may not manage the community', error(15), /доступа/],
    ['the key is wrong', error(5), /ключ/],
  ])('tells the owner when %s', async (_name, answer, words) => {
    new Servers().play({ 'groups.addCallbackServer': answer });
    expect((await failureOf(publish())).message).toMatch(words);
  });

  it('takes its server away when the workflow is unpublished, and no other', async () => {
    const servers = new Servers();
    servers.play();
    const other = servers.has({ url: 'https://crm.test/vk', title: 'CRM' });
    await publish();
    expect(await runHook(trigger(), 'delete')).toBe(true);
    expect(servers.list.map(({ id }) => id)).toEqual([other.id]);
    expect(await runHook(trigger(), 'delete')).toBe(true);
  });

  it('is not kept published by a VK that does not answer', async () => {
    playVk({ 'groups.getCallbackServers': [503, 'down'] });
    expect(await runHook(trigger(), 'delete')).toBe(false);
  });

  it('registers nothing for Long Poll, and n8n asks no expression for that', async () => {
    const calls = playVk({});
    const under = trigger({ vkApi }, { mode: 'longPoll' });
    expect([await runHook(under, 'checkExists'), await runHook(under, 'delete')]).toEqual([true, true]);
    expect(calls).toEqual([]);
    const [description] = new VkTrigger().description.webhooks!;
    const method = (mode: string) =>
      resolveWebhookDescriptionField({ parameters: { mode } } as unknown as INode, description, 'httpMethod');
    expect([method('callback'), method('longPoll')]).toEqual([
      { resolved: true, value: 'POST' },
      { resolved: true, value: '' },
    ]);
  });
});

describe('the handshake', () => {
  it('is answered with the code as it is now', async () => {
    const codes = ['first', 'second'];
    playVk({ 'groups.getCallbackConfirmationCode': codes.map((code) => ({ response: { code } })) });
    for (const code of codes) {
      const run = await runWebhook(trigger(), { body: { type: 'confirmation', group_id: 1 } });
      expect(run).toEqual({ status: 200, body: code, items: [] });
    }
  });

  it('of another community, or with a wrong secret, is refused', async () => {
    const calls = playVk({ 'groups.getCallbackConfirmationCode': { response: { code: 'code' } } });
    for (const body of [
      { type: 'confirmation', group_id: 2 },
      { type: 'confirmation', group_id: 1, secret: 'wrong' },
    ]) {
      expect(await runWebhook(trigger(), { body })).toEqual({ status: 403, body: '', items: [] });
    }
    expect(calls).toEqual([]);
  });

  it('is asked for again when the code cannot be had', async () => {
    playVk({ 'groups.getCallbackConfirmationCode': error(5) });
    expect(await runWebhook(trigger(), { body: { type: 'confirmation', group_id: 1 } })).toMatchObject({
      status: 503,
      items: [],
    });
  });
});

describe('an event', () => {
  it('is recorded before VK is told `ok`, and starts the workflow without VK’s secret', async () => {
    const said = message('Хочу торт', {}, 501);
    expect(await brings(said)).toEqual({ status: 200, body: 'ok', items: [said] });
    expect(await inbox(501)).toEqual([{ key: `vk:1:${said.event_id}`, text: 'Хочу торт', stepped: false }]);
  });

  it('is asked for again when it could not be recorded, and starts nothing', async () => {
    const said = message('Хочу торт', {}, 502);
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'error', status: 403, path: 'cake_load', times: 1 });
    expect(await brings(said)).toEqual({ status: 503, body: '', items: [] });
    expect(await inbox(502)).toEqual([]);
    expect(await brings(said)).toEqual({ status: 200, body: 'ok', items: [said] });
  });

  it('that comes again starts nothing once it was stepped, and starts the step that a crash has kept back', async () => {
    const said = message('Здравствуйте', {}, 503);
    const [first, second] = [await brings(said), await brings(said)];
    expect([first.items, second.items]).toEqual([[said], [said]]);
    expect(emitted(await cakeOrder(rig, 'handleMessage', {}, first.items))).not.toEqual([]);
    expect(await brings(said)).toEqual({ status: 200, body: 'ok', items: [] });
    expect(emitted(await cakeOrder(rig, 'handleMessage', {}, second.items))).toEqual([]);
    expect(await inbox(503)).toMatchObject([{ stepped: true }]);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong' }],
    ['no secret', { secret: undefined }],
    ['a secret that is none', { secret: { toString: 'x' } }],
    ['another community', { group_id: 2 }],
    ['no community', { group_id: undefined }],
  ])('with %s is refused and told nothing', async (_name, changes) => {
    const said = message('Хочу торт', {}, 504);
    expect(await brings({ ...said, ...changes })).toEqual({ status: 403, body: '', items: [] });
    expect(await inbox(504)).toEqual([]);
  });

  it.each([['nothing'], [[]], ['']])('that is none (%p) is refused', async (body) => {
    expect(await runWebhook(trigger(), { body })).toEqual({ status: 403, body: '', items: [] });
  });

  it('that is not wanted is taken and left, and never answered with its own name', async () => {
    for (const type of ['message_typing_state', 'remove', 'wall_post_new']) {
      expect(await brings(event(type, { from_id: 42 }))).toEqual({ status: 200, body: 'ok', items: [] });
    }
  });

  it('of the bot’s own starts nothing: it would talk to itself', async () => {
    const own = { id: 8, from_id: -1, peer_id: 505, out: 1, text: 'Здравствуйте!', date: 1_795_348_740 };
    for (const type of ['message_reply', 'message_new', 'message_edit']) {
      expect(await brings(event(type, own))).toEqual({ status: 200, body: 'ok', items: [] });
    }
    expect(await inbox(505)).toEqual([]);
  });

  it('of the shop’s people is recorded', async () => {
    const written = {
      id: 8,
      from_id: -1,
      peer_id: 506,
      admin_author_id: 99,
      out: 1,
      text: 'Здравствуйте!',
      date: 1_795_348_740,
    };
    expect((await brings(event('message_reply', written))).items).toHaveLength(1);
    expect(await inbox(506)).toHaveLength(1);
  });

  it('that the pack does not read starts the workflow once, if the owner wants it', async () => {
    const under = trigger(
      { vkApi, supabaseApi: rig.credentials.supabaseApi },
      { events: ['group_join', 'message_event'] },
    );
    const joined = event('group_join', { user_id: 42, join_type: 'join' });
    expect(await brings(joined, under)).toEqual({ status: 200, body: 'ok', items: [joined] });
    expect(await brings(joined, under)).toEqual({ status: 200, body: 'ok', items: [] });
    const hers = event('message_event', { user_id: 507, peer_id: 507, event_id: 'x', payload: { cmd: 'cart' } });
    expect((await brings(hers, under)).items).toEqual([hers]);
    expect(await inbox(507)).toEqual([]);
  });

  it('starts the workflow without a database as well, and its repeat does not', async () => {
    const said = message('Хочу торт', {}, 508);
    expect((await brings(said, trigger())).items).toEqual([said]);
    expect(await brings(said, trigger())).toEqual({ status: 200, body: 'ok', items: [] });
    expect(await inbox(508)).toEqual([]);
  });

  it('asks VK on its way for nothing but a name, waits for no answer, and knows her by it the next time', async () => {
    const secret = await secretOf(withDatabase());
    const first = message('Хочу торт', {}, 509);
    const calls = playVk({ 'users.get': { response: [{ id: 509, first_name: 'Вика', last_name: 'Петрова' }] } });
    expect((await runWebhook(withDatabase(), { body: { ...first, secret } })).items).toEqual([first]);
    const deadline = Date.now() + 5000;
    while (calls.length === 0 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
    expect(calls.map(({ method, params }) => [method, params.user_ids])).toEqual([['users.get', '509']]);
    const second = message('На субботу', {}, 509);
    await new Promise((done) => setImmediate(done));
    const { items } = await runWebhook(withDatabase(), { body: { ...second, secret } });
    expect(items).toEqual([{ ...second, user: { first_name: 'Вика', last_name: 'Петрова' } }]);
    expect(calls).toHaveLength(1);
    const rows = await rig.query<{ name: string }>(
      `select body #>> '{from,name}' as name from inbox join chats on chats.id = chat_id where channel = 'vk' and chat = '509' order by arrival`,
    );
    expect(rows.map(({ name }) => name)).toEqual([null, 'Вика Петрова']);
  });
});

describe('the secret', () => {
  it('is the same each time, and another for another address or key', async () => {
    const own = await secretOf();
    const other = { ...trigger(), webhookId: 'hook-2' };
    const servers = new Servers();
    servers.play();
    await publish(other);
    expect(servers.list[0].secret_key).not.toBe(own);
    expect(await secretOf(trigger({ vkApi: { ...vkApi, accessToken: 'another' } }))).not.toBe(own);
    expect(await secretOf()).toBe(own);
    expect(own).not.toContain(TOKEN);
  });
});

describe('a test in the editor', () => {
  /** What n8n gives a node whose test webhook was called. */
  const testing = (body: IDataObject, answers: unknown[]) =>
    ({
      getNode: () => ({ id: 'Node', name: 'Node', credentials: { vkApi: {} } }),
      getWorkflow: () => ({ id: 'test' }),
      getMode: () => 'manual',
      getCredentials: async () => vkApi,
      getNodeParameter: (name: string) => (name === 'mode' ? 'callback' : READ),
      getNodeWebhookUrl: () => `${BASE}-test/hook-1/webhook`,
      getBodyData: () => body,
      getResponseObject: () => {
        const response = { status: () => response, type: () => response, send: (words: string) => answers.push(words) };
        return response;
      },
      helpers: { returnJsonArray: (list: IDataObject[]) => list.map((json) => ({ json })) },
      logger: { warn() {}, error() {} },
    }) as unknown as IWebhookFunctions;

  it('gives on what the webhook brought, although n8n runs `trigger()` then', async () => {
    const said = message('Проба');
    const answers: unknown[] = [];
    const secret = await secretOf();
    const { workflowData } = await new VkTrigger().webhook.call(testing({ ...said, secret }, answers));
    expect([answers, workflowData]).toEqual([['ok'], [[{ json: said }]]]);
    const started = await startTrigger(trigger(), 'manual');
    expect(await started.test()).toEqual([said]);
  });

  it('says what to do when there is nothing to give on', async () => {
    const started = await startTrigger(trigger(), 'manual');
    const fault = await failureOf(started.test());
    expect(fault.message).toMatch(/не получил событие/);
  });

  it('is nothing that runs by itself', async () => {
    const started = await startTrigger(trigger());
    await started.stop();
    expect([started.emitted, started.errors]).toEqual([[], []]);
  });
});
