import axios from 'axios';
import { Bench, PIXEL, Receiver, TOKEN, until } from './support';

let bench: Bench;
let receiver: Receiver;
let chat: number;

beforeEach(async () => {
  bench = await new Bench().start();
  receiver = await new Receiver().start();
  await bench.hook(receiver);
  chat = await bench.chatId('anna', receiver);
});
afterEach(async () => {
  await bench.close();
  await receiver.close();
});

const keyboard = (...rows: object[][]): object => ({ inline_keyboard: rows });
const button = (text: string, data = text): object => ({ text, callback_data: data });

test.each([
  [{ text: 'a'.repeat(4097) }, 'message is too long'],
  [{ text: '  ' }, 'message text is empty'],
  [{ chat_id: 1 }, 'chat not found'],
  [{ chat_id: '' }, 'chat_id is empty'],
  [{ reply_markup: keyboard([button('x', '')]) }, 'BUTTON_DATA_INVALID'],
  [{ reply_markup: keyboard([button('x', 'я'.repeat(33))]) }, 'BUTTON_DATA_INVALID'],
  [{ reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
  [
    { reply_markup: keyboard([{ text: 'x' }]) },
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    { text: 'a_b', parse_mode: 'Markdown' },
    "can't parse entities: Can't find end of the entity starting at byte offset 1",
  ],
  [{ text: '*жир', parse_mode: 'MarkdownV2' }, "can't parse entities: Can't find end of Bold entity at byte offset 0"],
  [{ text: '<b>x', parse_mode: 'HTML' }, `can't parse entities: Can't find end tag corresponding to start tag "b"`],
  [{ text: '<p>x</p>', parse_mode: 'HTML' }, `can't parse entities: Unsupported start tag "p" at byte offset 0`],
  [{ reply_to_message_id: 99999 }, 'message to be replied not found'],
])('sendMessage refuses %j', async (body, reason) => {
  const { status, data } = await bench.bot('sendMessage', { chat_id: chat, text: 'x', ...body });
  expect(status).toBe(400);
  expect(data).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${reason}` });
});

test('formatting becomes entities', async () => {
  const send = async (text: string, parse_mode: string): Promise<object> => {
    const { data } = await bench.bot('sendMessage', { chat_id: chat, text, parse_mode });
    return [data.result.text, data.result.entities];
  };
  expect(await send('*Торт* [сайт](https://a.b/)', 'Markdown')).toEqual([
    'Торт сайт',
    [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'text_link', offset: 5, length: 4, url: 'https://a.b/' },
    ],
  ]);
  expect(await send('<b>a &lt;<i>b</i></b>', 'HTML')).toEqual([
    'a <b',
    [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'italic', offset: 3, length: 1 },
    ],
  ]);
  expect(await send('1\\. __u__ `c.d`', 'MarkdownV2')).toEqual([
    '1. u c.d',
    [
      { type: 'underline', offset: 3, length: 1 },
      { type: 'code', offset: 5, length: 3 },
    ],
  ]);
});

test('a token of no known form, and a method that does not exist, are not found', async () => {
  expect((await bench.bot('getMe', {}, 'abc')).data).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
  expect((await bench.bot('getEverything')).status).toBe(404);
});

test('form bodies and GET work as JSON does', async () => {
  const base = `${bench.sandbox.url}/bot${TOKEN}`;
  const form = new URLSearchParams({
    chat_id: String(chat),
    text: 'form',
    reply_markup: '{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}',
  });
  expect((await axios.post(`${base}/SENDMESSAGE`, form)).data.result.reply_markup.inline_keyboard[0][0].text).toBe('A');
  expect((await axios.get(`${base}/sendmessage`, { params: { chat_id: chat, text: 'get' } })).data.result.text).toBe(
    'get',
  );
  expect((await bench.messages('anna')).slice(1).map(({ text, buttons }) => [text, buttons])).toEqual([
    ['form', ['A']],
    ['get', []],
  ]);
});

test('edits: a new line that names the old one; not modified and not found are refused', async () => {
  const { data } = await bench.bot('sendMessage', {
    chat_id: chat,
    text: 'one',
    reply_markup: keyboard([button('A')]),
  });
  const { message_id } = data.result;
  const edit = (body: object): Promise<{ data: Record<string, unknown> }> =>
    bench.bot('editMessageText', { chat_id: chat, message_id, ...body });
  expect((await edit({ text: 'one', reply_markup: keyboard([button('A')]) })).data.description).toMatch(
    /^Bad Request: message is not modified/,
  );
  expect((await edit({ text: 'x', message_id: 99999 })).data.description).toBe(
    'Bad Request: message to edit not found',
  );
  expect((await edit({ text: 'two' })).data.ok).toBe(true);
  await bench.bot('editMessageReplyMarkup', { chat_id: chat, message_id, reply_markup: keyboard([button('B')]) });
  const lines = (await bench.messages('anna', '?after=1')).map(({ seq, text, buttons, edits }) => [
    seq,
    text,
    buttons,
    edits,
  ]);
  expect(lines).toEqual([
    [2, 'one', ['A'], undefined],
    [3, 'two', [], 2],
    [4, 'two', ['B'], 2],
  ]);
});

test('a press names the message it belongs to, an old one too, and is answered once it is known', async () => {
  const send = (text: string, ...labels: string[]): Promise<unknown> =>
    bench.bot('sendMessage', {
      chat_id: chat,
      text,
      reply_markup: keyboard(...labels.map((label) => [button(label, `v:${label}`)])),
    });
  await send('old', 'Бисквит', 'Медовик');
  await send('new', 'Да', 'Нет');
  await bench.say('anna', { press: 'Да' });
  await bench.say('anna', { press: 2, of: 2 });
  const presses = await until(() => {
    const found = receiver.got.flatMap(({ update }) => update.callback_query ?? []);
    return found.length === 2 && found;
  });
  expect(presses.map(({ data, message, from }) => [data, message.text, message.from.is_bot, from.id])).toEqual([
    ['v:Да', 'new', true, chat],
    ['v:Медовик', 'old', true, chat],
  ]);
  expect(presses[0].message.reply_markup!.inline_keyboard.flat()).toHaveLength(2);
  const answer = (id: string): Promise<{ data: object }> => bench.bot('answerCallbackQuery', { callback_query_id: id });
  expect((await answer(presses[0].id)).data).toEqual({ ok: true, result: true });
  expect((await answer('1')).data).toMatchObject({
    description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
  });
  const wrong = await bench.api('POST', '/api/channels/telegram/chats/anna/messages', { press: 'Может быть' });
  expect(wrong.status).toBe(400);
  expect(wrong.data.error).toContain('1. Да, 2. Нет');
});

test('a link button is a link, a reply keyboard is pressed as text', async () => {
  await bench.bot('sendMessage', {
    chat_id: chat,
    text: 'pay',
    reply_markup: keyboard([{ text: 'Оплатить', url: 'http://127.0.0.1:1/p' }, button('Отмена')]),
  });
  expect((await bench.messages('anna')).at(-1)).toMatchObject({ buttons: ['Отмена'], link: 'http://127.0.0.1:1/p' });
  await bench.bot('sendMessage', {
    chat_id: chat,
    text: 'which',
    reply_markup: { keyboard: [['Да', { text: 'Нет' }]] },
  });
  await bench.say('anna', { press: 'Нет' });
  await until(() => receiver.got.at(-1)!.update.message?.text === 'Нет');
});

test('a picture is uploaded, seen, sent on by file_id and downloaded', async () => {
  const bytes = Buffer.from(PIXEL, 'base64');
  const form = new FormData();
  form.append('chat_id', String(chat));
  form.append('caption', 'Ваш торт');
  form.append('photo', new Blob([bytes], { type: 'image/png' }), 'cake.png');
  const { data } = await bench.bot('sendPhoto', form);
  expect(data.result).toMatchObject({ caption: 'Ваш торт', photo: [{ width: 1, height: 1, file_size: bytes.length }] });
  const shown = (await bench.messages('anna')).at(-1)!;
  expect(Buffer.from((await axios.get(shown.image as string, { responseType: 'arraybuffer' })).data)).toEqual(bytes);
  const again = await bench.bot('sendPhoto', { chat_id: chat, photo: data.result.photo[0].file_id });
  const file = await bench.bot('getFile', { file_id: again.data.result.photo[0].file_id });
  const url = `${bench.sandbox.url}/file/bot${TOKEN}/${file.data.result.file_path}`;
  expect(Buffer.from((await axios.get(url, { responseType: 'arraybuffer' })).data)).toEqual(bytes);
  expect((await bench.bot('sendPhoto', { chat_id: chat, photo: 'nothing' })).data.description).toBe(
    'Bad Request: wrong file identifier/HTTP URL specified',
  );
});

test('a customer blocks the bot and comes back', async () => {
  await bench.say('anna', { kind: 'block' });
  const refused = await bench.bot('sendMessage', { chat_id: chat, text: 'x' });
  expect([refused.status, refused.data.description]).toEqual([403, 'Forbidden: bot was blocked by the user']);
  await bench.say('anna', { text: '/start' });
  await until(() => receiver.got.at(-1)!.update.message?.text === '/start');
  const statuses = receiver.got.flatMap(({ update }) => {
    const member = update.my_chat_member as { new_chat_member: { status: string } } | undefined;
    return member ? [member.new_chat_member.status] : [];
  });
  expect(statuses).toEqual(['kicked', 'member']);
  expect((await bench.bot('sendMessage', { chat_id: chat, text: 'x' })).status).toBe(200);
});
