import nock from 'nock';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import type { Delivery } from '../../lib/channels/types';
import type { Reply, ReplyCard } from '../../lib/dialogue/types';
import { openVkSender } from '../../nodes/ChatReply/senders/vk';
import { readTemplate } from '../../sandbox/vk/carousel';
import type { Media } from '../../sandbox/vk/media';
import { runNode } from './harness';
import { callsOf, closeTheNet, error, openTheNet, playUpload, playVk, PNG, TAKEN, TAKES_PICTURES, vkApi } from './support/vk'; // prettier-ignore

jest.setTimeout(30_000);
beforeAll(closeTheNet);
afterEach(() => nock.cleanAll());
afterAll(openTheNet);

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
    credentials: [{ name: 'vkApi', required: false }],
    properties: [],
  } as INodeType['description'];

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const send = (await openVkSender(this))!;
    const items: INodeExecutionData[] = [];
    for (const { json } of this.getInputData()) items.push({ json: { ...(await send(json as never)) } });
    return [items];
  }
}

async function send(reply: Reply, key = 'k'): Promise<Delivery> {
  const item = { reply, to: { channel: 'vk', account: '1', chat: '42' }, key, again: false };
  const run = await runNode(new Sending(), {}, [item as never], { vkApi });
  if (run.error) throw run.error;
  return run.outputs[0][0] as unknown as Delivery;
}

let drawn = 0;
/** A showcase whose pictures no earlier test has shown. */
function showcase(): { reply: Reply; cards: ReplyCard[] } {
  drawn += 1;
  const cards = ['Облако · 2 кг · 6 300 ₽', 'Улей · 1 кг · 2 400 ₽', 'Вишня · 3 кг · 6 900 ₽'].map((title, place) => ({
    title,
    text: `Торт ${place}`,
    image: `https://pictures.test/${drawn}/${place}.png`,
    buttons: [{ label: 'Хочу такой', data: `5:${place}` }],
  }));
  const list = cards.map(({ title, buttons }) => [{ label: title, data: buttons[0].data }]);
  const reply = { text: 'Вот торты.', cards, buttons: [...list, [{ label: 'Продолжить', data: '5:3' }]] };
  return { reply, cards };
}
const lie = (cards: ReplyCard[], answer: (place: number) => Buffer | string = () => PNG) =>
  cards.forEach(({ image }, place) => nock('https://pictures.test').get(new URL(image!).pathname).reply(200, answer(place))); // prettier-ignore

/** VK gives each picture a number of its own. */
function takesPictures() {
  let id = 10;
  const save = () => ({ response: [{ owner_id: -1, id: (id += 1), access_key: 'k', sizes: [] }] });
  return { ...TAKES_PICTURES, 'photos.saveMessagesPhoto': save };
}
const fitting = { photo: () => ({ orig_photo: { width: 1300, height: 800 } }) } as unknown as Media;
const keyboardLabels = (keyboard: string) =>
  (JSON.parse(keyboard) as { buttons: { action: { label: string } }[][] }).buttons
    .flat()
    .map(({ action }) => action.label);
const payloads = (template: string) =>
  readTemplate(template, fitting).elements.map(({ buttons }) => buttons.map(({ action }) => (action as { payload?: string }).payload)); // prettier-ignore

it('shows cards side by side with their buttons, then the words with the rest of them', async () => {
  const { reply, cards } = showcase();
  lie(cards);
  const calls = playVk({ ...takesPictures(), 'messages.send': [{ response: 7 }, { response: 8 }] });
  playUpload(TAKEN);
  expect(await send(reply)).toEqual({ outcome: 'sent', messages: ['7', '8'] });
  const [carousel, words] = callsOf(calls, 'messages.send');
  const { elements } = readTemplate(carousel.template, fitting);
  expect(elements).toMatchObject(cards.map(({ title, text }) => ({ title, description: text })));
  expect(elements.map(({ photo_id }) => photo_id).sort()).toEqual(['-1_11', '-1_12', '-1_13']);
  expect(payloads(carousel.template)).toEqual([['{"d":"5:0"}'], ['{"d":"5:1"}'], ['{"d":"5:2"}']]);
  expect(carousel.message).toBe(cards.map(({ title }) => title).join('\n'));
  expect([carousel.keyboard, words.template]).toEqual([undefined, undefined]);
  expect([words.message, keyboardLabels(words.keyboard)]).toEqual(['Вот торты.', ['Продолжить']]);
  expect(carousel.random_id).not.toBe(words.random_id);
});

it('uploads the pictures once for everybody, and repeats a reply with the same numbers', async () => {
  const { reply, cards } = showcase();
  lie(cards);
  const calls = playVk({ ...takesPictures(), 'messages.send': { response: 7 } });
  playUpload(TAKEN);
  await send(reply, 'a');
  await send(reply, 'a');
  expect(callsOf(calls, 'photos.saveMessagesPhoto')).toHaveLength(3);
  const [first, second, again, third] = callsOf(calls, 'messages.send');
  expect([again, third]).toEqual([first, second]);
});

it('leaves a card without its picture to the buttons', async () => {
  const { reply, cards } = showcase();
  lie(cards, (place) => (place === 1 ? '<html>' : PNG));
  const calls = playVk({ ...takesPictures(), 'messages.send': { response: 7 } });
  playUpload(TAKEN);
  expect(await send(reply)).toMatchObject({ outcome: 'sent', detail: expect.stringMatching(/^без картинки: /) });
  const [carousel, words] = callsOf(calls, 'messages.send');
  expect(payloads(carousel.template)).toEqual([['{"d":"5:0"}'], ['{"d":"5:2"}']]);
  expect(keyboardLabels(words.keyboard)).toEqual(['Улей · 1 кг · 2 400 ₽', 'Продолжить']);
});

it('says everything in words when no picture can be had', async () => {
  const { reply, cards } = showcase();
  lie(cards, () => '<html>');
  const calls = playVk({ 'messages.send': { response: 7 } });
  expect(await send(reply)).toMatchObject({ outcome: 'sent', messages: ['7'], detail: expect.stringMatching(/без картинки/) }); // prettier-ignore
  const [words, ...more] = callsOf(calls, 'messages.send');
  expect([words.template, words.attachment, more]).toEqual([undefined, undefined, []]);
  expect(words.message).toBe(`Вот торты.\n\n${cards.map(({ title, text }) => `${title}\n${text}`).join('\n\n')}`);
  expect(keyboardLabels(words.keyboard)).toHaveLength(4);
});

it('sends the pictures together and the cakes as a list when VK refuses the carousel, and tells why', async () => {
  const { reply, cards } = showcase();
  lie(cards);
  const refusal = error(100, 'One of the parameters specified was missing or invalid: template element [0] photo');
  const calls = playVk({
    ...takesPictures(),
    'messages.send': ({ template }: Record<string, string>) => (template ? refusal : { response: 9 }),
  });
  playUpload(TAKEN);
  const delivery = await send(reply);
  expect(delivery).toMatchObject({ outcome: 'sent', messages: ['9'] });
  expect(delivery.detail).toMatch(/^без карусели: .*VK 100.*13:8/);
  const [, list] = callsOf(calls, 'messages.send');
  expect(list.attachment.split(',').sort()).toEqual(['photo-1_11_k', 'photo-1_12_k', 'photo-1_13_k']);
  expect(list.message).toContain('Улей · 1 кг · 2 400 ₽\nТорт 1');
  expect(keyboardLabels(list.keyboard)).toHaveLength(4);
  // The pictures may have been what VK did not want: next time they are uploaded afresh.
  lie(cards);
  await send(reply, 'l');
  expect(callsOf(calls, 'photos.saveMessagesPhoto')).toHaveLength(6);
});

it('sends pictures, words and a numbered list where the community has buttons off', async () => {
  const { reply, cards } = showcase();
  lie(cards);
  const calls = playVk({
    ...takesPictures(),
    'messages.send': ({ template, keyboard }: Record<string, string>) =>
      template || keyboard ? error(912) : { response: 9 },
  });
  playUpload(TAKEN);
  const delivery = await send(reply);
  expect(delivery).toMatchObject({ outcome: 'sent', messages: ['9'], detail: expect.stringMatching(/^без кнопок: /) });
  const [, list, ...more] = callsOf(calls, 'messages.send');
  expect([list.template, list.keyboard, more]).toEqual([undefined, undefined, []]);
  expect(list.attachment.split(',').sort()).toEqual(['photo-1_11_k', 'photo-1_12_k', 'photo-1_13_k']);
  expect(list.message).toContain('Улей · 1 кг · 2 400 ₽\nТорт 1');
  expect(list.message).toMatch(/\n1\. Облако.*\n2\. Улей.*\n3\. Вишня.*\n4\. Продолжить$/);
  // The pictures are good: the next look needs no upload.
  await send(reply, 'l');
  expect(callsOf(calls, 'photos.saveMessagesPhoto')).toHaveLength(3);
});

it('ends as VK ends it when she cannot be written to', async () => {
  const { reply, cards } = showcase();
  lie(cards);
  const calls = playVk({ ...takesPictures(), 'messages.send': error(901) });
  playUpload(TAKEN);
  expect(await send(reply)).toMatchObject({ outcome: 'blocked', messages: [] });
  expect(callsOf(calls, 'messages.send')).toHaveLength(1);
});
