import nock from 'nock';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import type { Delivery } from '../../lib/channels/types';
import type { Reply } from '../../lib/dialogue/types';
import { openTelegram } from '../../nodes/ChatReply/senders/telegram';
import { runNode } from './harness';

jest.setTimeout(30_000);
const HOST = 'https://telegram.test';
beforeAll(() => {
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
});
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

/** Does nothing but send its items, so that the sender runs in n8n's own executor. */
class Sending implements INodeType {
  description = {
    displayName: 'Sending',
    name: 'sending',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Sending' },
    inputs: ['main' as const],
    outputs: ['main' as const],
    credentials: [{ name: 'telegramApi', required: false }],
    properties: [],
  } as INodeType['description'];

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const send = (await openTelegram(this))!;
    const items: INodeExecutionData[] = [];
    for (const { json } of this.getInputData()) items.push({ json: { ...(await send(json as never)) } });
    return [items];
  }
}

type Answer = [status: number, description: string] | 'taken';

/** Plays Telegram: `pictures` in order, the last one for good. Gives what it took and was asked, as it came. */
function play(pictures: Answer[], words: Answer = 'taken'): string[] {
  const seen: string[] = [];
  nock(HOST)
    .persist()
    .post(/^\/bottoken\//)
    .delay(20)
    .reply((uri, body) => {
      const method = uri.split('/').at(-1)!;
      const { photo, text } = body as { photo?: string; text?: string };
      const answer = method === 'sendPhoto' ? (pictures.length > 1 ? pictures.shift()! : pictures[0]) : words;
      seen.push(photo ?? text ?? method);
      if (answer === 'taken') return [200, { ok: true, result: { message_id: seen.length } }];
      return [answer[0], { ok: false, error_code: answer[0], description: answer[1] }];
    });
  return seen;
}

const PICTURES = ['https://x.test/0.jpg', 'https://x.test/1.jpg', 'https://x.test/2.jpg'];
const reply: Reply = {
  text: 'Вот торты.',
  cards: PICTURES.map((image, place) => ({
    title: `Торт ${place}`,
    image,
    buttons: [{ label: 'Да', data: `1:${place}` }],
  })),
  buttons: PICTURES.map((_, place) => [{ label: `Торт ${place}`, data: `1:${place}` }]),
};
async function send(): Promise<Delivery> {
  const item = { reply, to: { channel: 'telegram', account: 'main', chat: '7' }, key: 'k', again: false };
  const telegramApi = { accessToken: 'token', baseUrl: HOST };
  const run = await runNode(new Sending(), {}, [item as never], { telegramApi });
  if (run.error) throw run.error;
  return run.outputs[0][0] as unknown as Delivery;
}

it('pictures come in their order, and the words after the last of them', async () => {
  const seen = play(['taken']);
  expect(await send()).toEqual({ outcome: 'sent', messages: ['1', '2', '3', '4'] });
  expect(seen).toEqual([...PICTURES, 'Вот торты.']);
});

it('a picture that Telegram cannot fetch stops neither the others nor the words, and the owner reads of it', async () => {
  const seen = play(['taken', [400, 'Bad Request: failed to get HTTP URL content'], 'taken']);
  expect(await send()).toEqual({
    outcome: 'sent',
    messages: ['1', '3', '4'],
    detail: 'без картинки: Bad Request: failed to get HTTP URL content',
  });
  expect(seen).toEqual([...PICTURES, 'Вот торты.']);
});

it('pictures are given up after one that got no answer, so that the words do not wait for each', async () => {
  const seen = play([[502, 'Bad Gateway']]);
  expect(await send()).toMatchObject({ outcome: 'sent', detail: 'без картинки: Bad Gateway' });
  expect(seen).toEqual([...Array<string>(4).fill(PICTURES[0]), 'Вот торты.']);
});

it.each([
  ['blocked', [403, 'Forbidden: bot was blocked by the user'], 'blocked'],
  ['not let in', [401, 'Unauthorized'], 'no_credential'],
] as [string, Answer, string][])('nothing follows when the bot is %s', async (_name, answer, outcome) => {
  const seen = play([answer]);
  expect(await send()).toMatchObject({ outcome, messages: [] });
  expect(seen).toEqual([PICTURES[0]]);
});

it('the reply waits as a whole when the words do', async () => {
  play(['taken'], [503, 'Service Unavailable']);
  expect(await send()).toMatchObject({ outcome: 'later', at: expect.any(String), detail: 'Service Unavailable' });
});
