import type { IDataObject } from 'n8n-workflow';

import type { Reply } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { ChatMessage, Said } from '../../sandbox/client';
import { runNode } from './harness';
import type { RawUpdate } from './support/people';
import { allOf, cakeOrder, chatReply, emitted, failure, type Item, type Rig, startRig, TOKEN } from './support/rig';

let rig: Rig;
let names = 0;
let offset = 0;

beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
});
afterAll(() => rig?.stop());
afterEach(() => rig.sandbox.clearFaults());

type Listed = ChatMessage & { rows?: string[][] };

/** Somebody who has written to the bot; the bot has no webhook, her updates are read one by one. */
class Guest {
  chat = '';
  private readonly customer = rig.sandbox.customer(`guest-${(names += 1)}`);

  /** Does something, and gives the update that the Telegram Trigger would emit. */
  async does(said: Said): Promise<RawUpdate> {
    await this.customer.says(said);
    const updates = await rig.telegram<RawUpdate[]>('getUpdates', { offset });
    const newest = updates.at(-1)!;
    offset = newest.update_id + 1;
    return newest;
  }

  async enters(): Promise<this> {
    const { message } = (await this.does({ text: 'Привет' })) as unknown as { message: { chat: { id: number } } };
    this.chat = String(message.chat.id);
    return this;
  }

  /** The bot's messages, oldest first. */
  async hears(): Promise<Listed[]> {
    return ((await this.customer.history()) as Listed[]).filter(({ from }) => from === 'bot');
  }

  async texts(): Promise<string[]> {
    return (await this.hears()).map(({ text }) => text);
  }

  /** What Cake Order emits for her next words: a reply that has its row in the outbox. */
  async item(said: Said = { text: 'Привет' }): Promise<Item> {
    const [item] = emitted(await cakeOrder(rig, 'handleMessage', {}, [await this.does(said)]));
    return item;
  }

  to(reply: Reply, more: object = {}): object {
    return { to: { channel: 'telegram', account: 'main', chat: this.chat }, reply, ...more };
  }
}

const guest = () => new Guest().enters();
const send = async (...items: object[]): Promise<IDataObject[]> => {
  const run = await chatReply(rig, items);
  if (run.error) throw run.error;
  return run.outputs[0];
};
const rowOf = async ({ key }: { key: string }) => {
  const sql = `select status, message, detail, extract(epoch from lease_until - now())::float as wait
    from outbox where key = $1`;
  return (
    await rig.query<{ status: string; message: string | null; detail: string | null; wait: number }>(sql, [key])
  )[0];
};
interface Call {
  at: string;
  path: string;
  status: number;
  body: Record<string, unknown>;
}
/** Calls of the Bot API that the node made since a moment. */
const callsSince = async (since: string) => {
  const { data } = await rig.sandbox.http.get<{ calls: Call[] }>('/calls', { params: { vendor: 'telegram', since } });
  return data.calls
    .map((call) => ({ ...call, method: call.path.split('/').at(-1) }))
    .filter(({ method }) => method !== 'getUpdates');
};
const moment = () => new Date().toISOString();
const until = async (what: () => Promise<boolean>) => {
  for (const deadline = Date.now() + 10_000; !(await what());) expect(Date.now()).toBeLessThan(deadline);
};
const sendFault = (fault: object) => rig.sandbox.fault({ vendor: 'telegram', path: 'sendMessage', ...fault });

describe('what a reply can be', () => {
  it('is text with rows of buttons, and the buttons carry their data', async () => {
    const anna = await guest();
    const buttons = [
      [
        { label: 'Да', data: '1:0' },
        { label: 'Нет', data: '1:1' },
      ],
      [{ label: 'Позвать человека', data: '1:2' }],
    ];
    const [output] = await send(anna.to({ text: 'Берём?', buttons }));
    const [heard] = await anna.hears();
    expect(heard).toMatchObject({ text: 'Берём?', rows: [['Да', 'Нет'], ['Позвать человека']] });
    expect(output).toEqual({
      to: { channel: 'telegram', account: 'main', chat: anna.chat },
      outcome: 'sent',
      messages: [expect.stringMatching(/^\d+$/)],
    });
    const { callback_query } = (await anna.does({ press: 'Нет' })) as unknown as { callback_query: { data: string } };
    expect(callback_query.data).toBe('1:1');
  });

  it('opens an address with a button of its own', async () => {
    const anna = await guest();
    const link = { label: 'Политика', url: 'https://example.com/policy?a=1&b=2' };
    await send(anna.to({ text: 'Согласны?', link, buttons: [[{ label: 'Да', data: '1:0' }]] }));
    expect(await anna.hears()).toMatchObject([{ text: 'Согласны?', link: link.url, buttons: ['Да'] }]);
  });

  it('shows a picture by its address and by Telegram’s file id, with words and buttons under it', async () => {
    const anna = await guest();
    const { message } = (await anna.does({ kind: 'album' })) as unknown as {
      message: { photo: { file_id: string }[] };
    };
    const shown = (await rig.sandbox.customer(`guest-${names}`).history()).find(({ image }) => image)!.image!;
    const buttons = [[{ label: 'Беру', data: '1:0' }]];
    const outputs = await send(
      anna.to({ text: 'По адресу', image: shown, buttons }),
      anna.to({ text: 'По номеру', image: message.photo.at(-1)!.file_id }),
      anna.to({ text: '', image: message.photo[0].file_id }),
    );
    expect(outputs.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
    expect(await anna.hears()).toMatchObject([
      { text: 'По адресу', image: expect.stringContaining('/api/files/'), buttons: ['Беру'] },
      { text: 'По номеру', image: expect.stringContaining('/api/files/') },
      { text: '', image: expect.stringContaining('/api/files/') },
    ]);
  });

  it('puts words that do not fit under a picture into messages of their own', async () => {
    const anna = await guest();
    const update = (await anna.does({ kind: 'album' })) as unknown as { message: { photo: { file_id: string }[] } };
    const text = 'Торт. '.repeat(300).trim();
    const image = update.message.photo.at(-1)!.file_id;
    const [output] = await send(anna.to({ text, image, buttons: [[{ label: 'Беру', data: '1:0' }]] }));
    const [picture, words, ...more] = await anna.hears();
    expect(more).toEqual([]);
    expect(picture).toMatchObject({ text: '', buttons: [], image: expect.any(String) });
    expect(words).toMatchObject({ text, buttons: ['Беру'] });
    expect(output.messages).toHaveLength(2);
  });

  it('shows "typing…" beside the message', async () => {
    const anna = await guest();
    const since = moment();
    await send(anna.to({ text: 'Думаю', typing: true }));
    const calls = (await callsSince(since)).map(({ method, body, status }) => [method, body.chat_id, status]);
    expect(calls).toHaveLength(2);
    expect(calls).toEqual(
      expect.arrayContaining([
        ['sendChatAction', anna.chat, 200],
        ['sendMessage', anna.chat, 200],
      ]),
    );
  });

  it('is split when it is long, nothing is lost, and the buttons hang on the last part', async () => {
    const anna = await guest();
    const text = Array.from({ length: 1200 }, (_, i) => `слово${i}`)
      .join(' ')
      .slice(0, 9000)
      .trim();
    const [output] = await send(anna.to({ text, buttons: [[{ label: 'Дальше', data: '1:0' }]] }));
    const heard = await anna.hears();
    expect(heard).toHaveLength(3);
    expect(heard.map(({ text: part }) => part).join(' ')).toBe(text);
    expect(heard.map(({ buttons }) => buttons)).toEqual([[], [], ['Дальше']]);
    expect(output.messages).toHaveLength(3);
  });

  it.each([
    '*жирный* _курсив_ `код` [ссылка](https://example.com) ~нет~ ||тайна|| \\ # > + - = { } . !',
    '<b>Том & Джерри</b> &amp; &lt; <script>alert(1)</script> </i>',
    '*незакрытое _ и `ещё [',
    'Семья 👩‍👩‍👧 и «ёлочки» — № 5',
  ])('arrives letter by letter: %s', async (text) => {
    const anna = await guest();
    await send(anna.to({ text, buttons: [[{ label: text.slice(0, 30), data: '1:0' }]] }));
    expect(await anna.hears()).toMatchObject([{ text, buttons: [text.slice(0, 30)] }]);
  });

  it('makes no preview of an address in the text', async () => {
    const anna = await guest();
    const since = moment();
    await send(anna.to({ text: 'Мы здесь: https://example.com' }));
    const [{ body }] = await callsSince(since);
    expect(body).toMatchObject({ link_preview_options: { is_disabled: true } });
    expect(body).not.toHaveProperty('parse_mode');
  });

  it('answers a press with short words over the chat, and with nothing else where there is no text', async () => {
    const anna = await guest();
    await send(anna.to({ text: 'Берём?', buttons: [[{ label: 'Да', data: '1:0' }]] }));
    const press = (await anna.does({ press: 'Да' })) as unknown as { callback_query: { id: string } };
    const { id } = press.callback_query;
    const since = moment();
    const [output] = await send(anna.to({ text: '', answers: id, toast: 'Записали' }));
    const calls = await callsSince(since);
    expect(calls).toMatchObject([
      { method: 'answerCallbackQuery', status: 200, body: { callback_query_id: id, text: 'Записали' } },
    ]);
    expect(output).toMatchObject({ outcome: 'sent', messages: [] });
    expect(await anna.texts()).toEqual(['Берём?']);
  });

  it('arrives although "typing…" is refused', async () => {
    const anna = await guest();
    await rig.sandbox.fault({ vendor: 'telegram', path: 'sendChatAction', kind: 'error', status: 500, times: 10 });
    expect(await send(anna.to({ text: 'Думаю', typing: true }))).toMatchObject([{ outcome: 'sent' }]);
    expect(await anna.texts()).toEqual(['Думаю']);
  });

  it('arrives although its press can no longer be answered', async () => {
    const anna = await guest();
    const [output] = await send(anna.to({ text: 'Дальше', answers: 'long ago' }));
    expect(output).toMatchObject({ outcome: 'sent', messages: [expect.any(String)] });
    expect(await anna.texts()).toEqual(['Дальше']);
  });
});

describe('the outbox', () => {
  it('has the row of a reply as sent, with the message that Telegram made', async () => {
    const anna = await guest();
    const item = await anna.item();
    const [output] = await send(item);
    expect(output).toMatchObject({ key: item.key, outcome: 'sent' });
    expect(await rowOf(item)).toMatchObject({
      status: 'sent',
      message: (output.messages as string[])[0],
      detail: null,
    });
    expect(await anna.texts()).toEqual([item.reply!.text]);
  });

  it('has the last of several messages', async () => {
    const anna = await guest();
    const item = await anna.item();
    const [{ messages }] = await send({ ...item, reply: { text: 'Да. '.repeat(2000) } });
    expect(messages).toHaveLength(2);
    expect(await rowOf(item)).toMatchObject({ status: 'sent', message: (messages as string[])[1] });
  });

  it('is left alone by a node without the database credential', async () => {
    const anna = await guest();
    const item = await anna.item();
    const { telegramApi } = rig.credentials;
    const run = await chatReply(rig, [item], { telegramApi });
    expect(run.outputs[0]).toMatchObject([{ outcome: 'sent' }]);
    expect(await rowOf(item)).toMatchObject({ status: 'pending' });
  });

  it('that cannot be reached makes the node fail, after the reply has gone out', async () => {
    const anna = await guest();
    const item = await anna.item();
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', times: 1000 });
    const error = failure(await chatReply(rig, [item]));
    expect(allOf(error)).toContain('cake_confirm');
    expect(allOf(error)).not.toContain(rig.keys.serviceRole);
    expect(await anna.texts()).toHaveLength(1);
    expect(await rowOf(item)).toMatchObject({ status: 'pending' });
  });

  it('is confirmed although the answer to the confirmation was lost', async () => {
    const anna = await guest();
    const item = await anna.item();
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'drop_reply', path: 'cake_confirm', times: 1 });
    expect(await send(item)).toMatchObject([{ outcome: 'sent' }]);
    expect(await rowOf(item)).toMatchObject({ status: 'sent' });
    expect(await anna.texts()).toHaveLength(1);
  });
});

describe('Telegram that is busy or broken', () => {
  it('is waited for as long as it asks', async () => {
    const anna = await guest();
    const since = moment();
    const body = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 2 } };
    await sendFault({ kind: 'error', status: 429, body, times: 1 });
    expect(await send(anna.to({ text: 'Спокойно' }))).toMatchObject([{ outcome: 'sent' }]);
    const calls = await callsSince(since);
    expect(calls.map(({ status }) => status)).toEqual([429, 200]);
    const [first, second] = calls.map(({ at }) => Date.parse(at));
    expect(second - first).toBeGreaterThanOrEqual(1990);
    expect(await anna.texts()).toEqual(['Спокойно']);
  });

  it('is asked again after errors of its servers, until it takes the message', async () => {
    const anna = await guest();
    const item = await anna.item();
    const since = moment();
    for (const status of [500, 502]) await sendFault({ kind: 'error', status, times: 1 });
    expect(await send(item)).toMatchObject([{ outcome: 'sent' }]);
    expect((await callsSince(since)).map(({ status }) => status)).toEqual([500, 502, 200]);
    expect(await rowOf(item)).toMatchObject({ status: 'sent' });
    expect(await anna.texts()).toHaveLength(1);
  });

  it('is left to the sweeper when it stays broken', async () => {
    const anna = await guest();
    const item = await anna.item();
    const since = moment();
    await sendFault({ kind: 'error', status: 502, times: 1000 });
    const [output] = await send(item);
    expect(output).toMatchObject({ key: item.key, outcome: 'later', messages: [], at: expect.any(String) });
    expect((await callsSince(since)).length).toBeLessThanOrEqual(5);
    const row = await rowOf(item);
    expect(row).toMatchObject({ status: 'pending' });
    expect(row.wait).toBeGreaterThan(20);
  });

  it('with a long wait holds up the whole chat, and the sweeper sends all of it in order', async () => {
    const anna = await guest();
    const items = [await anna.item(), await anna.item({ text: 'Что?' }), await anna.item({ text: 'А?' })];
    const body = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 60 } };
    await sendFault({ kind: 'error', status: 429, body, times: 1 });
    expect((await send(...items)).map(({ outcome }) => outcome)).toEqual(['later', 'later', 'later']);
    expect(await anna.texts()).toEqual([]);
    for (const item of items) {
      const row = await rowOf(item);
      expect(row).toMatchObject({ status: 'pending' });
      expect(row.wait).toBeGreaterThan(45);
    }
    await rig.query(`update outbox set lease_until = now() - interval '1 second' where to_chat = $1`, [anna.chat]);
    const swept = emitted(await cakeOrder(rig, 'sendUnsent')).filter(({ to }) => to.chat === anna.chat);
    expect(swept).toEqual(items.map((item) => ({ ...item, again: true })));
    await send(...swept);
    expect(await anna.texts()).toEqual(items.map(({ reply }) => reply!.text));
  });

  it('keeps the order of several replies of a chat when the first has to wait', async () => {
    const [anna, boris] = [await guest(), await guest()];
    const words = ['раз', 'два', 'три', 'четыре'];
    await sendFault({ kind: 'rate_limit', times: 1 });
    const outputs = await send(...words.map((text) => anna.to({ text })), boris.to({ text: 'Борису' }));
    expect(await anna.texts()).toEqual(words);
    expect(await boris.texts()).toEqual(['Борису']);
    expect(outputs.map(({ to }) => (to as { chat: string }).chat)).toEqual([...words.map(() => anna.chat), boris.chat]);
  });

  it('keeps the order of replies of a chat that come from executions side by side', async () => {
    const [anna, boris] = [await guest(), await guest()];
    await sendFault({ kind: 'rate_limit', times: 1 });
    const since = moment();
    const first = send(anna.to({ text: 'раз' }));
    // The first one has been told to wait before the second one begins.
    await until(async () => (await callsSince(since)).length > 0);
    await Promise.all([first, send(anna.to({ text: 'два' })), send(boris.to({ text: 'Борису' }))]);
    expect(await anna.texts()).toEqual(['раз', 'два']);
    const [waited] = await anna.hears();
    expect((await boris.hears())[0].at < waited.at).toBe(true);
  });

  it('does not keep a chat waiting for an execution that failed', async () => {
    const anna = await guest();
    const item = await anna.item();
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'error', status: 403, path: 'cake_confirm', times: 1 });
    const [failed, next] = await Promise.all([chatReply(rig, [item]), chatReply(rig, [anna.to({ text: 'Ещё' })])]);
    expect(failure(failed).message).toMatch(/refuses the key/);
    expect(next.error).toBeUndefined();
    expect(await anna.texts()).toEqual([item.reply!.text, 'Ещё']);
  });

  it('that took the message and lost the answer brings at most one more', async () => {
    const anna = await guest();
    const item = await anna.item();
    await sendFault({ kind: 'drop_reply', times: 1 });
    expect(await send(item)).toMatchObject([{ outcome: 'sent' }]);
    const heard = await anna.texts();
    expect(heard.length).toBeLessThanOrEqual(2);
    expect(new Set(heard)).toEqual(new Set([item.reply!.text]));
    expect(await rowOf(item)).toMatchObject({ status: 'sent' });
  });

  it('that answers 200 with something else has not taken the message', async () => {
    const guests = [await guest(), await guest(), await guest()];
    const since = moment();
    for (const body of ['<html>Bad gateway</html>', { success: true }, '']) {
      await sendFault({ kind: 'body', status: 200, body, times: 1 });
    }
    // Three chats go side by side, so each meets one of the three answers.
    const outputs = await send(...guests.map((one) => one.to({ text: 'Дошло?' })));
    expect(outputs.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
    expect(await callsSince(since)).toHaveLength(6);
    for (const one of guests) expect(await one.texts()).toEqual(['Дошло?']);
  });
});

describe('a reply that cannot arrive', () => {
  it('because she blocked the bot, is an outcome and no fault', async () => {
    const anna = await guest();
    const item = await anna.item();
    await anna.does({ kind: 'block' });
    const [output] = await send(item);
    expect(output).toMatchObject({ key: item.key, outcome: 'blocked', messages: [] });
    expect(output.detail).toMatch(/blocked by the user/);
    expect(await rowOf(item)).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/^blocked: .*blocked by/),
    });
  });

  it('because there is no such chat, is refused, and the others go out', async () => {
    const anna = await guest();
    const nobody = { to: { channel: 'telegram', account: 'main', chat: '999' }, reply: { text: 'Есть кто?' } };
    const outputs = await send(nobody, anna.to({ text: 'Есть' }));
    expect(outputs.map(({ outcome }) => outcome)).toEqual(['refused', 'sent']);
    expect(outputs[0].detail).toMatch(/chat not found/);
    expect(await anna.texts()).toEqual(['Есть']);
  });

  it('because the node has no credential for that messenger, says so', async () => {
    const anna = await guest();
    const item = await anna.item();
    const { supabaseApi } = rig.credentials;
    const run = await chatReply(
      rig,
      [item, anna.to({ text: 'Ещё' }, { to: { channel: 'vk', account: '1', chat: '5' } })],
      {
        supabaseApi,
      },
    );
    expect(run.error).toBeUndefined();
    expect(run.outputs[0].map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['no_credential', expect.stringContaining('telegram')],
      ['no_credential', expect.stringContaining('vk')],
    ]);
    expect(await anna.texts()).toEqual([]);
  });

  it('of another messenger is not sent to Telegram', async () => {
    const anna = await guest();
    const [output] = await send(anna.to({ text: 'ВК' }, { to: { channel: 'vk', account: '1', chat: anna.chat } }));
    expect(output).toMatchObject({ outcome: 'no_credential', detail: expect.stringContaining('vk') });
    expect(await anna.texts()).toEqual([]);
  });

  const wrong = '123456:this-token-is-wrong-and-must-not-be-seen';
  it.each([
    ['unknown', { accessToken: 'wrong-token-that-must-not-be-seen' }, undefined, 'no_credential'],
    ['revoked', { accessToken: wrong }, { kind: 'error', status: 401, times: 10 }, 'no_credential'],
    ['good, but at a broken address', { accessToken: wrong, baseUrl: 'nonsense' }, undefined, 'later'],
    ['good, but nobody listens', { accessToken: wrong, baseUrl: 'http://127.0.0.1:9' }, undefined, 'later'],
  ])('with a token that is %s: the token appears nowhere', async (_name, changes, fault, outcome) => {
    const anna = await guest();
    const item = await anna.item();
    if (fault) await sendFault(fault);
    const telegramApi: IDataObject = { ...rig.credentials.telegramApi, ...changes };
    const run = await chatReply(rig, [item], { ...rig.credentials, telegramApi });
    expect(run.error).toBeUndefined();
    expect(run.outputs[0]).toMatchObject([{ key: item.key, outcome }]);
    const seen = JSON.stringify([run.items, await rowOf(item)]);
    expect(seen).not.toContain(changes.accessToken);
    expect(seen).not.toContain(TOKEN);
    expect(await anna.texts()).toEqual([]);
  });
});

describe('an item without a reply', () => {
  it.each([
    ['nothing', {}],
    ['a reply to nobody', { reply: { text: 'Привет' } }],
    ['a reply without text', { to: { channel: 'telegram', account: 'main', chat: '5' }, reply: { image: 'x' } }],
    ['what the Telegram Trigger emits', { update_id: 1, message: { text: 'Привет', chat: { id: 5 } } }],
  ])('stops the node and says what to connect: %s', async (_name, item) => {
    const error = failure(await chatReply(rig, [item]));
    expect(error.name).toBe('NodeOperationError');
    expect(error.message).toBe('Во входных данных нет ответа клиенту');
    expect(error.description).toMatch(/выходом «Reply» узла Cake Order/);
  });

  it('is passed over where the node continues on failure, and the others are sent', async () => {
    const anna = await guest();
    const run = await chatReply(rig, [{}, anna.to({ text: 'Дошло' })], rig.credentials, {
      onError: 'continueRegularOutput',
    });
    expect(run.error).toBeUndefined();
    expect(await anna.texts()).toEqual(['Дошло']);
    expect(run.outputs[0]).toMatchObject([{ error: 'Во входных данных нет ответа клиенту' }, { outcome: 'sent' }]);
  });
});

describe('Own Text', () => {
  const own = (parameters: IDataObject, items: IDataObject[] = [{}]) =>
    runNode('chatReply', { source: 'own', ...parameters }, items, rig.credentials);

  it('writes what the panel says to the chat of the panel', async () => {
    const anna = await guest();
    const options = { linkUrl: 'https://example.com/menu', linkLabel: 'Меню', typing: true };
    const run = await own({ chat: anna.chat, text: 'Мы открылись <b>!</b>', options });
    expect(run.outputs[0]).toMatchObject([{ outcome: 'sent', to: { channel: 'telegram', chat: anna.chat } }]);
    expect(run.outputs[0][0].key).toBeUndefined();
    expect(await anna.hears()).toMatchObject([{ text: 'Мы открылись <b>!</b>', link: 'https://example.com/menu' }]);
  });

  it('names the button after the address where it has no name, and sends a picture', async () => {
    const anna = await guest();
    const update = (await anna.does({ kind: 'album' })) as unknown as { message: { photo: { file_id: string }[] } };
    const image = update.message.photo.at(-1)!.file_id;
    const since = moment();
    await own({ chat: anna.chat, text: 'Вот', options: { linkUrl: 'https://example.com/', image } });
    const [{ method, body }] = await callsSince(since);
    expect(method).toBe('sendPhoto');
    const text = 'https://example.com/';
    expect(body).toMatchObject({ reply_markup: { inline_keyboard: [[{ text, url: text }]] } });
  });

  it('writes for each input item, in order, and pairs the results', async () => {
    const [anna, boris] = [await guest(), await guest()];
    const items = [
      { chat: anna.chat, text: 'раз' },
      { chat: boris.chat, text: 'два' },
      { chat: anna.chat, text: 'три' },
    ];
    const run = await own({ chat: '={{ $json.chat }}', text: '={{ $json.text }}' }, items);
    expect(run.items[0].map(({ json, pairedItem }) => [json.outcome, pairedItem])).toEqual(
      [0, 1, 2].map((item) => ['sent', { item }]),
    );
    expect([await anna.texts(), await boris.texts()]).toEqual([['раз', 'три'], ['два']]);
  });
});
