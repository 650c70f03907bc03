import { readTemplate } from '../../sandbox/vk/carousel';
import { readKeyboard } from '../../sandbox/vk/keyboard';
import type { Media } from '../../sandbox/vk/media';
import { pictureOf, uploaded, VkBench } from './vkSupport';

const button = (action: object = {}, more: object = {}): object => ({
  action: { type: 'text', label: 'Да', ...action },
  ...more,
});
const rows = (count: number, columns: number): object[][] =>
  Array.from({ length: count }, () => Array.from({ length: columns }, () => button()));
const refusal = (read: () => unknown): string => {
  try {
    read();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const wrong = (keyboard: unknown): string =>
  refusal(() => readKeyboard(typeof keyboard === 'string' ? keyboard : JSON.stringify(keyboard)));

test.each([
  ['no JSON', '{', 'keyboard contains incorrect JSON'],
  ['no object', [], 'keyboard should be an object'],
  ['inline as a word', { inline: 'true', buttons: [] }, 'inline property should be boolean'],
  ['one_time as a number', { one_time: 1, buttons: [] }, 'one_time property should be boolean'],
  ['one_time inline', { inline: true, one_time: true, buttons: [] }, 'one_time is not supported for inline keyboard'],
  ['no buttons', { inline: true }, 'buttons property should be an array'],
  ['a row that is none', { buttons: [button()] }, 'row 0 should be an array'],
  ['an empty row', { buttons: [[button()], []] }, 'row 1 is empty'],
  ['11 rows', { buttons: rows(11, 1) }, 'buttons contain too much rows'],
  ['7 inline rows', { inline: true, buttons: rows(7, 1) }, 'buttons contain too much rows'],
  ['6 in a row', { buttons: [...rows(1, 1), ...rows(1, 6)] }, 'row 1 contains too much columns'],
  ['41 buttons', { buttons: [...rows(8, 5), ...rows(1, 1)] }, 'keyboard contains too much buttons'],
  [
    '11 inline buttons',
    { inline: true, buttons: [...rows(2, 5), ...rows(1, 1)] },
    'keyboard contains too much buttons',
  ],
  ['no action', { buttons: [[{}]] }, 'button [0][0] has no action'],
  ['an unknown action', { buttons: [[button({ type: 'call' })]] }, 'button [0][0] has unknown action type'],
  ['open_photo', { buttons: [[button({ type: 'open_photo' })]] }, 'button [0][0] has unknown action type'],
  ['a foreign field', { buttons: [[button({ link: 'https://a.b' })]] }, 'action contains unknown fields'],
  ['an empty label', { buttons: [[button({ label: '' })]] }, 'button [0][0] label should be at least 1 letters length'],
  [
    'a label of 41',
    { buttons: [[button(), button({ label: 'я'.repeat(41) })]] },
    'button [0][1] label should be no more than 40 letters length',
  ],
  ['a payload in words', { buttons: [[button({ payload: 'да' })]] }, 'button [0][0] payload should be a valid JSON'],
  ['no payload', { buttons: [[button({ payload: null })]] }, 'button [0][0] payload should be a valid JSON'],
  [
    'a payload of 256',
    { buttons: [[button({ payload: `"${'x'.repeat(254)}"` })]] },
    'button [0][0] payload should be no more than 255 letters length',
  ],
  ['a colour', { buttons: [[button({}, { color: 'pink' })]] }, 'button [0][0] has invalid color'],
  [
    'a link without address',
    { buttons: [[button({ type: 'open_link', link: 'vk.com' })]] },
    'button [0][0] has invalid link',
  ],
  [
    'a place beside another button',
    { buttons: [[button(), { action: { type: 'location' } }]] },
    'row 0: location button takes the whole row',
  ],
])('%s is refused', (_what, keyboard, words) => {
  expect(wrong(keyboard)).toBe(`Keyboard format is invalid: ${words}`);
});

test.each([
  ['the largest below the chat', { one_time: true, buttons: rows(8, 5) }],
  ['ten rows', { buttons: rows(10, 4) }],
  ['the largest inline', { inline: true, one_time: false, buttons: rows(2, 5) }],
  ['six inline rows', { inline: true, buttons: rows(6, 1) }],
  ['none any more', { buttons: [] }],
  ['the longest words', { buttons: [[button({ label: 'я'.repeat(40), payload: `"${'x'.repeat(253)}"` })]] }],
  [
    'an object as payload',
    { buttons: [[button({ type: 'callback', payload: { cmd: 'add' } }, { color: 'positive' })]] },
  ],
  [
    'a place and a link',
    { buttons: [[{ action: { type: 'location' } }], [button({ type: 'open_link', link: 'https://a.b/c' })]] },
  ],
])('%s is taken', (_what, keyboard) => {
  expect(wrong(keyboard)).toBe('');
});

describe('carousel', () => {
  const photos: Record<string, object> = {
    '-1_1': { width: 1040, height: 640 },
    '-1_2': { width: 640, height: 640 },
    '-1_3': { width: 130, height: 80 },
  };
  const media = { photo: (id: string) => photos[id] && { orig_photo: photos[id] } } as unknown as Media;
  const element = (more: object = {}): object => ({ title: 'Медовик', buttons: [button()], ...more });
  const carousel = (...elements: object[]): string =>
    refusal(() => readTemplate(JSON.stringify({ type: 'carousel', elements }), media));

  test.each([
    ['no elements', [], 'template has no elements'],
    ['eleven', Array.from({ length: 11 }, () => element()), 'template contains too much elements'],
    ['a title of 81', [element({ title: 'я'.repeat(81) })], 'template element [0] title is too long'],
    ['a description of 81', [element({ description: 'я'.repeat(81) })], 'template element [0] description is too long'],
    ['no buttons', [element({ buttons: [] })], 'template element [0] has no buttons'],
    ['four buttons', [element({ buttons: rows(1, 4)[0] })], 'template element [0] contains too much buttons'],
    ['neither title nor photo', [element({ title: '' })], 'template element [0] needs title or photo_id'],
    ['an unknown photo', [element({ photo_id: '-1_9' })], 'template element [0] photo_id is invalid'],
    [
      'a square photo',
      [element({ photo_id: '-1_2' })],
      'template element [0] photo should be 13:8 and not less than 221x136',
    ],
    [
      'a small photo',
      [element({ photo_id: '-1_3' })],
      'template element [0] photo should be 13:8 and not less than 221x136',
    ],
    ['an unknown action', [element({ action: { type: 'text' } })], 'template element [0] action has unknown type'],
    [
      'two structures',
      [element(), element({ description: 'со сметаной' })],
      'template elements should have the same structure',
    ],
    [
      'two counts of buttons',
      [element(), element({ buttons: rows(1, 2)[0] })],
      'template elements should have the same structure',
    ],
  ])('%s is refused', (_what, elements, words) => {
    expect(carousel(...elements)).toBe(`One of the parameters specified was missing or invalid: ${words}`);
  });

  test('a wrong button is a matter of keyboards, another type none of carousels', () => {
    expect(carousel(element({ buttons: [button({ label: '' })] }))).toBe(
      'Keyboard format is invalid: button [0][0] label should be at least 1 letters length',
    );
    expect(refusal(() => readTemplate('{"type":"wheel","elements":[]}', media))).toMatch(/unknown type$/);
    expect(refusal(() => readTemplate('[', media))).toMatch(/incorrect JSON$/);
  });

  test('the largest is taken', () => {
    const [buttons] = rows(1, 3);
    const whole = { title: 'я'.repeat(80), description: 'я'.repeat(80), photo_id: '-1_1', buttons };
    expect(carousel(...Array.from({ length: 10 }, () => ({ ...whole, action: { type: 'open_photo' } })))).toBe('');
  });
});

test('VK refuses a keyboard with 911, and shows a carousel with its pictures and buttons', async () => {
  const bench = await new VkBench().start();
  const peer_id = await bench.peer('anna');
  const send = { peer_id, random_id: 0, message: 'Выбирайте' };
  expect(await bench.refused('messages.send', { ...send, keyboard: '{"buttons":[[{}]]}' })).toEqual([
    911,
    'Keyboard format is invalid: button [0][0] has no action',
  ]);
  const { photo } = await uploaded(bench, pictureOf(260, 160));
  const card = (title: string): object => ({
    title,
    description: '2 кг',
    photo_id: `${photo.owner_id}_${photo.id}`,
    action: { type: 'open_link', link: 'https://bakery.example/menu' },
    buttons: [button({ label: `Беру ${title}` }), button({ type: 'callback', label: 'Состав' })],
  });
  const template = JSON.stringify({ type: 'carousel', elements: [card('Медовик'), card('Прага')] });
  expect((await bench.refused('messages.send', { ...send, message: '', attachment: '', template }))[0]).toBe(100);
  await bench.ok('messages.send', { ...send, template });
  expect((await bench.listed('anna', '?after=1'))[0]).toMatchObject({
    text: 'Выбирайте\nМедовик: 2 кг\nПрага: 2 кг',
    buttons: ['Беру Медовик', 'Состав', 'Беру Прага', 'Состав'],
    rows: [
      ['Беру Медовик', 'Состав'],
      ['Беру Прага', 'Состав'],
    ],
    image: photo.orig_photo.url.replace('/files/', '/view/'),
    link: 'https://bakery.example/menu',
  });
  await bench.close();
});
