import { questionKeyOf, say } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { CakeOrder } from '../../nodes/CakeOrder/CakeOrder.node';
import { roleToken } from '../../sandbox/stack/postgrest';
import { baker, callbackOf, Person, Talk, update } from './support/people';
import { allOf, cakeOrder, counts, emitted, failure, REPLY, type Rig, startRig } from './support/rig';

let rig: Rig;
const handle = (...updates: object[]) => cakeOrder(rig, 'handleMessage', {}, updates);
const textOf = async (raw: object) => emitted(await handle(raw)).map(({ reply }) => reply!.text);
const NOTHING = [0, 0, 0, 0, 0, 0];

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());
afterEach(() => rig.sandbox.clearFaults());

describe('before the first menu', () => {
  it('says that orders are not taken yet, and greets her once they are', async () => {
    const anna = new Person();
    expect(await textOf(anna.says('Здравствуйте!'))).toEqual([say('ru', 'shop.closed')]);
    await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
    const [greeting, ...more] = await textOf(anna.says('Здравствуйте!'));
    expect(more).toEqual([]);
    expect(questionKeyOf(greeting, 'ru')).toBe('consent');
    expect(greeting).toContain('Сладкая мастерская');
  });
});

describe('an open shop', () => {
  beforeAll(() => rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT));

  it('has six static outputs, and emits on all of them at once', async () => {
    const { outputs, outputNames } = new CakeOrder().description;
    expect(outputs).toEqual(['main', 'main', 'main', 'main', 'main', 'main']);
    expect(outputNames).toEqual(['Reply', 'Preview', 'Payment', 'Baker', 'Hand-Off', 'Understand']);
    expect(counts(await handle(new Person().says('Привет')))).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('puts into the item all that the next node needs, as it stands in the outbox', async () => {
    const anna = new Person();
    const [item] = emitted(await handle(anna.says('Привет')));
    expect(item).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{40}$/),
      kind: 'reply',
      to: { channel: 'telegram', account: 'main', chat: String(anna.id) },
      reply: { text: expect.any(String), buttons: expect.any(Array), link: expect.any(Object) },
    });
    const rows = await rig.query('select key, status, payload from outbox where to_chat = $1', [String(anna.id)]);
    expect(rows).toEqual([{ key: item.key, status: 'pending', payload: item.reply }]);
  });

  it('keeps who she is, as her Telegram tells it, and nobody for a group or a card', async () => {
    const ann = new Person(undefined, 'Ann', 'en-GB');
    await handle(ann.says('Hi'));
    const known = () => rig.query('select name, language from users where person = $1', [String(ann.id)]);
    expect(await known()).toEqual([{ name: 'Ann', language: 'en-GB' }]);
    await handle(new Person(ann.id, 'Anna', 'en-GB').says('Hello?'));
    expect(await known()).toEqual([{ name: 'Anna', language: 'en-GB' }]);
    await handle(baker.says('/id'));
    expect(await rig.query('select from users where person = $1', [String(baker.id)])).toEqual([]);
  });

  it('speaks the language of her Telegram', async () => {
    expect(questionKeyOf((await textOf(new Person(undefined, 'Ann', 'en-GB').says('Hi')))[0], 'en')).toBe('consent');
  });

  it('emits once for an update that comes five times side by side, and nothing when it comes later', async () => {
    const hello = new Person().says('Привет');
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => handle(hello)));
    expect(runs.flatMap((run) => emitted(run))).toHaveLength(1);
    expect(counts(await handle(hello))).toEqual(NOTHING);
  });

  it('steps five different updates of one chat side by side, each once', async () => {
    const anna = new Person();
    const updates = ['раз', 'два', 'три', 'четыре', 'пять'].map((word) => anna.says(word));
    const runs = await Promise.all(updates.map((one) => handle(one)));
    const keys = runs.flatMap((run) => emitted(run).map(({ key }) => key));
    expect(new Set(keys).size).toBe(5);
    const waiting = await rig.query('select from inbox where stepped_at is null and key like $1', ['telegram:main:%']);
    expect(waiting).toEqual([]);
  });

  it('pairs each result with the item that it came from', async () => {
    const [anna, boris] = [new Person(), new Person()];
    const post = update({ channel_post: { message_id: 1, chat: { id: -1001, type: 'channel' }, text: 'Новости' } });
    const { items } = await handle(anna.says('Привет'), post, boris.says('Привет'));
    expect(items[REPLY].map(({ json, pairedItem }) => [(json.to as { chat: string }).chat, pairedItem])).toEqual([
      [String(anna.id), { item: 0 }],
      [String(boris.id), { item: 2 }],
    ]);
  });

  it('keeps the conversations of two bots apart', async () => {
    const anna = new Person();
    const hello = anna.says('Привет');
    const [first] = emitted(await cakeOrder(rig, 'handleMessage', { account: 'main' }, [hello]));
    const [second] = emitted(await cakeOrder(rig, 'handleMessage', { account: 'second' }, [hello]));
    expect([first.to.account, second.to.account]).toEqual(['main', 'second']);
    expect(second.key).not.toBe(first.key);
    expect(questionKeyOf(second.reply!.text, 'ru')).toBe('consent');
  });

  it('takes a new version of the menu with the next message', async () => {
    const name = { ru: 'Булочная на углу' };
    await rig.keeper.publishShop({ ...DEFAULT_SHOP_DOCUMENT, name });
    try {
      expect((await textOf(new Person().says('Привет')))[0]).toContain(name.ru);
    } finally {
      await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
    }
  });

  const group = { id: -4_001_001, type: 'group', title: 'Подъезд' };
  it.each([
    ['a post of a channel', () => update({ channel_post: { message_id: 1, chat: group, date: 1, text: 'Торт' } })],
    ['a poll', () => update({ poll: { id: '1', question: 'Торт?' } })],
    ['words in a foreign group', () => new Person().says('Хочу торт', group)],
    ['words of the baker in a foreign group', () => baker.says('Хочу торт', group)],
    ['a press in a foreign group', () => baker.presses('b:accept:1001', 5, group)],
    ['a bot', () => update({ message: { message_id: 1, from: { id: 5, is_bot: true }, chat: group, text: 'Торт' } })],
    [
      'being added to a group',
      () => update({ my_chat_member: { chat: group, from: baker.user, new_chat_member: { status: 'member' } } }),
    ],
  ])('emits and records nothing for %s', async (_name, make) => {
    const raw = make();
    expect(counts(await handle(raw))).toEqual(NOTHING);
    expect(await rig.query('select key from inbox where key = $1', [`telegram:main:${raw.update_id}`])).toEqual([]);
  });

  it('tells the number of a group that asks with /id, for the settings', async () => {
    const [text] = await textOf(new Person().says('/id', group));
    expect(text).toContain(String(group.id));
  });

  it('answers nothing when she blocks the bot, and goes on when she comes back', async () => {
    const talk = new Talk(rig);
    await talk.asks('Привет');
    const member = (status: string) =>
      update({
        my_chat_member: { chat: talk.person.chat, from: talk.person.user, date: 1, new_chat_member: { status } },
      });
    expect(await talk.takes(member('kicked'))).toEqual([]);
    expect(await talk.takes(member('member'))).toEqual([]);
    expect(questionKeyOf((await talk.asks({ press: say('ru', 'consent.agree') })).text, 'ru')).toBe('occasion');
  });

  it('answers every press with its callback, also one of an old question', async () => {
    const talk = new Talk(rig);
    await talk.asks('Привет');
    const press = talk.person.presses('1:0');
    expect(emitted(await handle(press))[0].reply).toMatchObject({ answers: callbackOf(press) });
    const old = talk.person.presses('1:0');
    const [{ reply }] = emitted(await handle(old));
    expect(reply).toMatchObject({ answers: callbackOf(old), text: expect.stringContaining(say('ru', 'odd.stale')) });
  });
});

describe('an item that is no update', () => {
  const bad = { chat: 5, text: 'Привет' };

  it('stops the node with advice in Russian', async () => {
    const error = failure(await handle(bad));
    expect(error.name).toBe('NodeOperationError');
    expect(error.message).toBe('Это не сообщение мессенджера');
    expect(error.description).toMatch(/нужен узел Telegram Trigger/);
    expect((error as unknown as { context: object }).context).toMatchObject({ itemIndex: 0 });
  });

  it('is passed over where the node continues on failure, and the others are answered', async () => {
    const anna = new Person();
    const run = await cakeOrder(rig, 'handleMessage', {}, [bad, anna.says('Привет')], {
      onError: 'continueRegularOutput',
    });
    expect(run.error).toBeUndefined();
    expect(run.items[REPLY]).toEqual([
      { json: { error: 'Это не сообщение мессенджера' }, pairedItem: { item: 0 } },
      {
        json: expect.objectContaining({ to: expect.objectContaining({ chat: String(anna.id) }) }),
        pairedItem: { item: 1 },
      },
    ]);
  });

  it('loses nothing of an item before it: what was committed stays in the outbox to be sent', async () => {
    const anna = new Person();
    failure(await handle(anna.says('Привет'), bad));
    const rows = await rig.query('select status from outbox where to_chat = $1', [String(anna.id)]);
    expect(rows).toEqual([{ status: 'pending' }]);
  });
});

describe('a database that fails', () => {
  it('makes the node fail while it is down, and the next try answers once', async () => {
    const hello = new Person().says('Привет');
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', times: 1000 });
    const error = failure(await handle(hello));
    // n8n puts its own sentence for a cut connection first and keeps ours beside it.
    expect(allOf(error)).toContain('The database cannot be reached (cake_load)');
    expect(allOf(error)).not.toContain(rig.keys.serviceRole);
    await rig.sandbox.clearFaults();
    const runs = [await handle(hello), await handle(hello)];
    expect(runs.map((run) => emitted(run).length)).toEqual([1, 0]);
  });

  it('answers by itself, once, when n8n tries the node again', async () => {
    const hello = new Person().says('Привет');
    // As many as one execution of the node asks in vain before it gives up.
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', path: 'cake_load', times: 6 });
    const run = await cakeOrder(rig, 'handleMessage', {}, [hello], {
      retryOnFail: true,
      maxTries: 3,
      waitBetweenTries: 10,
    });
    expect(emitted(run)).toHaveLength(1);
  });

  it.each(['cake_load', 'cake_commit'])('answers once although the answer of %s was lost', async (path) => {
    const anna = new Person();
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'drop_reply', path, times: 1 });
    expect(counts(await handle(anna.says('Привет')))).toEqual([1, 0, 0, 0, 0, 0]);
    const rows = await rig.query('select status from outbox where to_chat = $1', [String(anna.id)]);
    expect(rows).toHaveLength(1);
  });

  it('takes an answer that is not the database’s for a fault, never for a new conversation', async () => {
    const talk = new Talk(rig);
    await talk.asks('Привет');
    await talk.asks({ press: say('ru', 'consent.agree') });
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'body', body: {}, status: 200, times: 1000 });
    expect(failure(await handle(talk.person.says('День рождения'))).message).toMatch(/answered .* with something else/);
    await rig.sandbox.clearFaults();
    expect(questionKeyOf((await talk.asks('Дальше')).text, 'ru')).not.toBe('consent');
  });

  const answering = (serviceRole: string) => {
    const own = {
      ...rig,
      credentials: { ...rig.credentials, supabaseApi: { ...rig.credentials.supabaseApi, serviceRole } },
    };
    return cakeOrder(own, 'handleMessage', {}, [new Person().says('Привет')]);
  };
  it.each([
    ['of another project', () => roleToken('another secret, also of 32 characters or more', 'service_role')],
    ['of the role anon', () => rig.keys.anon],
    ['that is no key at all', () => 'wrong-key-of-the-owner'],
  ])('says what to do about a key %s, and does not repeat the key', async (_name, make) => {
    const key = await make();
    const error = failure(await answering(key));
    expect(error.message).toMatch(/refuses the key.*Enter the service_role key in the Supabase credential/);
    expect(allOf(error)).not.toContain(key);
  });

  it('does not repeat the key even where the database’s own words do', async () => {
    const body = { code: '22P02', message: `invalid: Bearer ${rig.keys.serviceRole}`, details: null, hint: null };
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'error', status: 400, body, times: 1000 });
    const error = failure(await handle(new Person().says('Привет')));
    expect(error.message).toMatch(/refused cake_load/);
    expect(allOf(error)).not.toContain(rig.keys.serviceRole);
  });

  it('says so when there is no Supabase at that address', async () => {
    const supabaseApi = { ...rig.credentials.supabaseApi, host: `${rig.credentials.supabaseApi.host}/elsewhere` };
    const run = await cakeOrder({ ...rig, credentials: { ...rig.credentials, supabaseApi } }, 'handleMessage', {}, [
      new Person().says('Привет'),
    ]);
    expect(failure(run).message).toMatch(/no Supabase at that address/);
  });
});

describe('a stored menu that cannot be read', () => {
  const spoil = async () => {
    const broken = structuredClone(DEFAULT_SHOP_DOCUMENT) as { fillings: { price_per_kg: unknown }[] };
    broken.fillings[1].price_per_kg = 'дорого';
    await rig.query(
      'insert into shop_versions (version, document) select max(version) + 1, $1::jsonb from shop_versions',
      [JSON.stringify(broken)],
    );
  };
  const mend = () => rig.query('delete from shop_versions where version = (select max(version) from shop_versions)');
  beforeAll(spoil);
  afterAll(mend);

  it('stops a process that has seen no other, and the error names the line', async () => {
    // Another spelling of the address is another database to the node: it has seen no version of it.
    const host = `${rig.credentials.supabaseApi.host}`.replace('127.0.0.1', 'localhost');
    const supabaseApi = { ...rig.credentials.supabaseApi, host };
    const run = await cakeOrder({ ...rig, credentials: { ...rig.credentials, supabaseApi } }, 'handleMessage', {}, [
      new Person().says('Привет'),
    ]);
    expect(failure(run).message).toMatch(/^Меню версии \d+ не читается: Начинка «Медовик»/);
    expect(failure(run).message).toMatch(/опубликуйте/);
  });

  it('stops a process that has served an earlier one, and leaves the message to be stepped later', async () => {
    const hello = new Person().says('Привет');
    expect(failure(await handle(hello)).message).toMatch(/^Меню версии \d+ не читается: Начинка «Медовик»/);
    const [row] = await rig.query('select stepped_at from inbox where key = $1', [`telegram:main:${hello.update_id}`]);
    expect(row).toEqual({ stepped_at: null });
  });
});
