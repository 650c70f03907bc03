import nock from 'nock';
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';

import { parseAvitoEvent } from '../../lib/channels/avito/parse';
import { Avito } from '../../nodes/Avito/Avito.node';
import { wasNoted } from '../../nodes/shared/avito';
import { runNode, type NodeRun } from './harness';
import { ACCOUNT, AT, avito, BUYER, CHAT, personal, png, refusal, SECRET, sentAs, withTokens } from './support/avito';
import { allOf, failure } from './support/rig';

beforeAll(() => nock.disableNetConnect());
beforeEach(() => {
  avito().persist().get(AT.self).reply(200, { id: ACCOUNT });
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

/** The node, with the items of its input as they are: they may hold files. */
function run(parameters: IDataObject, items: IDataObject[] = [{}], binary?: Buffer): Promise<NodeRun> {
  const credentials = personal();
  const node = withTokens(new Avito(), credentials);
  const given: INodeType = binary ? { ...node, execute: withFile(node, binary) } : node;
  return runNode(given, { authentication: 'personal', chat: CHAT, ...parameters }, items, credentials);
}

/** A form with a file in it comes from nock as hexadecimal digits. */
const formOf = (body: string) => Buffer.from(body, 'hex').toString('latin1');

function withFile(node: INodeType, data: Buffer): INodeType['execute'] {
  return async function () {
    const file = { data: data.toString('base64'), mimeType: 'application/octet-stream', fileName: 'tort.bin' };
    for (const item of this.getInputData()) (item as INodeExecutionData).binary = { data: file };
    return (await node.execute!.call(this)) as INodeExecutionData[][];
  };
}

const emitted = ({ error, outputs }: NodeRun): IDataObject[] => {
  if (error) throw error;
  return outputs[0];
};

describe('Message', () => {
  const text = (words: string, items?: IDataObject[]) =>
    run({ resource: 'message', operation: 'sendText', text: words }, items);

  it('sends a text, and remembers that it is no person’s', async () => {
    avito()
      .post(AT.send, { type: 'text', message: { text: 'Здравствуйте!' } })
      .reply(200, sentAs('m1'));
    const result = await text('  Здравствуйте!\n');
    expect(emitted(result)).toEqual([sentAs('m1')]);
    expect(result.items[0][0].pairedItem).toEqual({ item: 0 });
    expect(wasNoted(CHAT, 'Здравствуйте!')).toBe(true);
  });

  it('splits a long text at its paragraphs', async () => {
    const [first, second] = ['а'.repeat(800), 'б'.repeat(800)];
    avito()
      .post(AT.send, { type: 'text', message: { text: first } })
      .reply(200, sentAs('m1'))
      .post(AT.send, { type: 'text', message: { text: second } })
      .reply(200, sentAs('m2'));
    expect(emitted(await text(`${first}\n\n${second}`))).toEqual([sentAs('m1'), sentAs('m2')]);
  });

  it('sends nothing for an empty text', async () => {
    expect(failure(await text('  ')).message).toBe('Текст пуст');
  });

  it('says what was wrong with a field', async () => {
    avito()
      .post(AT.send)
      .reply(400, refusal(400, 'validation failed', { text: 'forbidden words' }));
    const error = failure(await text('Привет'));
    expect(error.message).toBe('Авито не принял запрос (HTTP 400)');
    expect(error.description).toContain('«validation failed; text: forbidden words»');
  });

  it('never sends again by itself what may have arrived', async () => {
    avito().post(AT.send).reply(500, {});
    expect(failure(await text('Привет')).message).toContain('HTTP 500');
  });

  it('sends a picture from the input, as a file of its own name', async () => {
    avito()
      .post(AT.upload, (body: string) =>
        /name="uploadfile\[\]"; filename="tort\.png"\r\nContent-Type: image\/png/.test(formOf(body)),
      )
      .matchHeader('content-type', /^multipart\/form-data; boundary=/)
      .reply(200, { 'img-1': { '640x480': 'https://img/1' } })
      .post(AT.sendImage, { image_id: 'img-1' })
      .reply(200, sentAs('m1'));
    expect(emitted(await run({ resource: 'message', operation: 'sendImage', source: 'binary' }, [{}], png()))).toEqual([
      sentAs('m1'),
    ]);
  });

  it.each([401, 403])('sends a picture again after a renewal of the token (%d)', async (status) => {
    const sizes: number[] = [];
    const isWhole = (body: string) => {
      sizes.push(body.length);
      return formOf(body).includes('uploadfile[]');
    };
    avito().post(AT.upload, isWhole).reply(status, {}).post('/token').reply(200, { access_token: 'token-1' });
    nock('https://api.avito.test', { reqheaders: { authorization: 'Bearer token-1' } })
      .post(AT.upload, isWhole)
      .reply(200, { 'img-1': {} })
      .post(AT.sendImage, { image_id: 'img-1' })
      .reply(200, sentAs('m1'));
    expect(emitted(await run({ resource: 'message', operation: 'sendImage', source: 'binary' }, [{}], png()))).toEqual([
      sentAs('m1'),
    ]);
    expect(new Set(sizes).size).toBe(1);
  });

  it('sends a picture of an address', async () => {
    nock('https://example.test').get('/cake.png').reply(200, png());
    avito().post(AT.upload).reply(200, { 'img-1': {} }).post(AT.sendImage).reply(200, sentAs('m1'));
    const parameters = {
      resource: 'message',
      operation: 'sendImage',
      source: 'url',
      url: 'https://example.test/cake.png',
    };
    expect(emitted(await run(parameters))).toEqual([sentAs('m1')]);
  });

  it.each([
    ['a kind that Avito does not take', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), /WEBP/],
    ['too many pixels', png(9000, 9000), /75 мегапикселей/],
    ['too many bytes', Buffer.concat([png(), Buffer.alloc(24 * 1024 * 1024)]), /24 МБ/],
    ['what is no picture', Buffer.from('%PDF-1.7'), /не картинка/],
  ])('asks Avito for nothing with %s', async (_name, data, words) => {
    const error = failure(await run({ resource: 'message', operation: 'sendImage', source: 'binary' }, [{}], data));
    expect(error.message).toMatch(words);
    expect(error.description).toMatch(/24 МБ и 75 мегапикселей/);
  });

  it('reads a chat in both forms that Avito has, page by page', async () => {
    const messages = (from: number, count: number) =>
      Array.from({ length: count }, (_, place) => ({ id: `m${from + place}` }));
    avito()
      .get(AT.messages)
      .query({ limit: 100, offset: 0 })
      .reply(200, messages(0, 100))
      .get(AT.messages)
      .query({ limit: 100, offset: 100 })
      .reply(200, { messages: messages(100, 7) });
    const parameters = { resource: 'message', operation: 'getAll', returnAll: true };
    expect(emitted(await run(parameters)).map(({ id }) => id)).toEqual(messages(0, 107).map(({ id }) => id));
    avito().get(AT.messages).query({ limit: 3, offset: 0 }).reply(200, messages(0, 3));
    expect(emitted(await run({ ...parameters, returnAll: false, limit: 3 }))).toHaveLength(3);
  });

  it('takes a message back', async () => {
    avito().post(`${AT.send}/m%2F1`).reply(200, {});
    const result = await run({ resource: 'message', operation: 'delete', message: 'm/1' });
    expect(emitted(result)).toEqual([{ chat: CHAT, message: 'm/1', deleted: true }]);
  });
});

describe('Chat', () => {
  it('is read, and marked as read', async () => {
    avito().get(AT.chat).reply(200, { id: CHAT }).post(AT.read).reply(200, { ok: true });
    expect(emitted(await run({ resource: 'chat', operation: 'get' }))).toEqual([{ id: CHAT }]);
    expect(emitted(await run({ resource: 'chat', operation: 'markRead' }))).toEqual([{ chat: CHAT, read: true }]);
  });

  it('is told that it does not exist', async () => {
    avito().get(AT.chat).reply(404, refusal(404, 'chat not found'));
    expect(failure(await run({ resource: 'chat', operation: 'get' })).message).toBe('На Авито этого нет');
  });

  it('is listed by filter', async () => {
    avito()
      .get(AT.chats)
      .query({ unread_only: 'true', chat_types: 'u2i,u2u', item_ids: '5,6', limit: 20, offset: 0 })
      .reply(200, { chats: [{ id: 'a' }, { id: 'b' }] });
    const filters = { unreadOnly: true, chatTypes: ['u2i', 'u2u'], itemIds: '5, 6' };
    const result = await run({ resource: 'chat', operation: 'getAll', returnAll: false, limit: 20, filters });
    expect(emitted(result)).toEqual([{ id: 'a' }, { id: 'b' }]);
  });
});

describe('Get Unread as Events', () => {
  const now = Math.floor(Date.now() / 1000);
  const chat = {
    id: CHAT,
    context: { type: 'item', value: { id: 5, title: 'Торт', price_string: '2 500 ₽' } },
    users: [{ id: ACCOUNT }, { id: BUYER, name: 'Анна' }],
  };
  const message = (id: string, more: object = {}) => ({
    id,
    author_id: BUYER,
    created: now - 60,
    direction: 'in',
    type: 'text',
    is_read: false,
    content: { text: id },
    ...more,
  });
  const listed = (...messages: object[]) =>
    avito()
      .get(AT.chats)
      .query({ unread_only: 'true', chat_types: 'u2i,u2u', limit: 100, offset: 0 })
      .reply(200, { chats: [chat] })
      .get(AT.messages)
      .query({ limit: 100 })
      .reply(200, { messages });
  const unread = (more: IDataObject = {}) =>
    run({ resource: 'chat', operation: 'getUnread', hours: 24, markRead: false, ...more });

  it('gives what the trigger would have given, oldest first', async () => {
    listed(
      message('newest'),
      message('older', { created: now - 120 }),
      message('read', { is_read: true }),
      message('our own', { direction: 'out', author_id: ACCOUNT }),
      message('of last week', { created: now - 7 * 86_400 }),
      message('of Avito', { type: 'system' }),
    );
    const events = emitted(await unread());
    const inbound = events.map((event) => parseAvitoEvent(event, ''));
    expect(inbound).toMatchObject([
      { key: `avito:${ACCOUNT}:older`, event: { type: 'text', text: 'older' }, order: now - 120 },
      {
        key: `avito:${ACCOUNT}:newest`,
        address: { channel: 'avito', account: String(ACCOUNT), chat: CHAT },
        person: { id: String(BUYER), name: 'Анна', advert: 'Торт, 2 500 ₽' },
      },
    ]);
    expect(events[0]).toMatchObject({ version: 'v3.0.0', payload: { value: { chat_type: 'u2i', item_id: 5 } } });
  });

  it('marks the chats as read if it is told to', async () => {
    listed(message('m1'));
    avito().post(AT.read).reply(200, { ok: true });
    expect(emitted(await unread({ markRead: true }))).toHaveLength(1);
    expect(nock.pendingMocks().filter((mock) => mock.includes('/read'))).toEqual([]);
  });

  it('gives nothing when there is nothing', async () => {
    avito().get(AT.chats).query(true).reply(200, { chats: [] });
    const result = await unread();
    expect(result.error).toBeUndefined();
    expect(result.outputs.flat()).toEqual([]);
  });
});

describe('Subscription', () => {
  const SUBSCRIBED = `https://n8n.example/webhook/h1/avito?s=${SECRET}`;
  const list = (times = 1) =>
    avito()
      .post(AT.subscriptions)
      .times(times)
      .reply(200, {
        subscriptions: [
          { url: SUBSCRIBED, version: '3' },
          { url: 'https://crm.example/in', version: '3' },
        ],
      });

  it('is listed without the secret of its address', async () => {
    list();
    const items = emitted(await run({ resource: 'subscription', operation: 'getAll' }));
    expect(items).toEqual([
      { url: 'https://n8n.example/webhook/h1/avito?s=***', version: '3' },
      { url: 'https://crm.example/in', version: '3' },
    ]);
  });

  it('is taken down by what the list shows', async () => {
    list();
    avito().post(AT.unsubscribe, { url: SUBSCRIBED }).reply(200, { ok: true });
    const result = await run({
      resource: 'subscription',
      operation: 'delete',
      url: 'https://n8n.example/webhook/h1/avito?s=***',
    });
    expect(emitted(result)).toEqual([{ url: 'https://n8n.example/webhook/h1/avito?s=***', deleted: true }]);
    expect(nock.pendingMocks().filter((mock) => mock.includes('unsubscribe'))).toEqual([]);
  });

  it('must be there, and its secret is not told', async () => {
    list();
    const error = failure(
      await run({ resource: 'subscription', operation: 'delete', url: 'https://n8n.example/other' }),
    );
    expect(error.message).toBe('Такого адреса у Авито нет');
    expect(allOf(error)).not.toContain(SECRET);
  });
});

it('reads an advertisement', async () => {
  avito().get(`/core/v1/accounts/${ACCOUNT}/items/5/`).reply(200, { status: 'active' });
  expect(emitted(await run({ resource: 'item', operation: 'get', item: ' 5 ' }))).toEqual([{ status: 'active' }]);
});
