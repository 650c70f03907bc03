import { execFileSync } from 'node:child_process';
import fc from 'fast-check';

import type { Reply } from '../../../lib/dialogue/types';
import { carousel, vkCarousel, type VkCard } from '../../../lib/channels/vk/carousel';
import { callbackButton, cut, linkButton, persistentKeyboard, textButton } from '../../../lib/channels/vk/keyboard';
import { messageCalls, randomId, renderVk, VK, type VkCall } from '../../../lib/channels/vk/render';

interface Shown {
  inline?: boolean;
  one_time?: boolean;
  buttons: { action: { type: string; label?: string; payload?: string; link?: string }; color?: string }[][];
}

const button = (label: string, data = '3:1') => ({ label, data });
const column = (count: number) =>
  Array.from({ length: count }, (_, index) => [button(`Кнопка ${index}`, `3:${index}`)]);
const sends = (reply: Reply, key = 'k') =>
  renderVk(reply, '42', key).filter(({ method }) => method === 'messages.send');
const keyboardOf = ({ params }: VkCall): Shown => JSON.parse(String(params.keyboard)) as Shown;
const shown = (reply: Omit<Reply, 'text'>): Shown => keyboardOf(sends({ text: 'Что выберете?', ...reply }).at(-1)!);
const sizes = ({ buttons }: Shown) => buttons.map(({ length }) => length);

describe('words', () => {
  it('go out as they are, without previews of links', () => {
    expect(renderVk({ text: '<b>*Торт*</b> https://example.com' }, '42', 'k')).toEqual([
      {
        method: 'messages.send',
        params: {
          peer_id: '42',
          random_id: randomId('k', 0),
          message: '<b>*Торт*</b> https://example.com',
          dont_parse_links: 1,
        },
        essential: true,
      },
    ]);
  });

  it('are split where they are too long, with the buttons on the last part and numbers of their own', () => {
    const text = `${'а'.repeat(3000)}\n\n${'б'.repeat(3000)}`;
    const parts = sends({ text, buttons: [[button('Да')]] });
    expect(parts.map(({ params }) => String(params.message).length)).toEqual([3000, 3000]);
    expect(parts.map(({ params }) => params.keyboard !== undefined)).toEqual([false, true]);
    expect(new Set(parts.map(({ params }) => params.random_id)).size).toBe(2);
  });

  it('of nobody are not sent', () => {
    expect(renderVk({ text: '' }, '42', 'k')).toEqual([]);
    expect(renderVk({ text: ' \n' }, '42', 'k')).toEqual([]);
  });
});

describe('the number against repeats', () => {
  it('is the same for the same reply and another for another', () => {
    expect(randomId('k', 0)).toBe(randomId('k', 0));
    expect(randomId('k', 0)).not.toBe(randomId('k', 1));
    expect(randomId('k', 0)).not.toBe(randomId('l', 0));
  });

  it('is an int32 above 0, and rarely the same', () => {
    const drawn = new Set<number>();
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (key, part) => {
        const id = randomId(key, part);
        drawn.add(id);
        return Number.isInteger(id) && id > 0 && id < 2 ** 31;
      }),
      { numRuns: 2000 },
    );
    expect(drawn.size).toBeGreaterThan(1000);
  });
});

describe('buttons', () => {
  /** vk-io loads an ES module while it is loaded itself, which jest's own loader does not do: so in a process of its own. */
  const vkIo = <T>(program: string, ...args: string[]): T =>
    JSON.parse(
      execFileSync(process.execPath, ['-e', `const vk = require('vk-io'); ${program}`, ...args], { encoding: 'utf8' }),
    ) as T;

  it('are what vk-io builds for the same wish', () => {
    const theirs = vkIo<Shown>(`
      const text = (label, d) => ({ label, payload: { d }, color: 'secondary' });
      const rows = vk.Keyboard.builder().textButton(text('Медовик', '3:0')).row().textButton(text('Наполеон', '3:1'));
      console.log(String(rows.inline()));`);
    const ours = shown({ buttons: [[button('Медовик', '3:0')], [button('Наполеон', '3:1')]] });
    expect(ours).toMatchObject({ inline: true, buttons: theirs.buttons });
  });

  it('come back as vk-io reads them', () => {
    const [[{ action }]] = shown({ buttons: [[button('Медовик', '3:0')]] }).buttons;
    const program = `
      const [text, payload] = process.argv.slice(1);
      const message = { id: 1, from_id: 42, peer_id: 42, text, payload };
      const context = new vk.MessageContext({ updateType: 'message_new', source: vk.UpdateSource.WEBHOOK, groupId: 1, payload: message });
      console.log(JSON.stringify([context.text, context.messagePayload]));`;
    expect(vkIo(program, action.label!, action.payload!)).toEqual(['Медовик', { d: '3:0' }]);
  });

  it.each([
    ['six rows', column(6), true, [1, 1, 1, 1, 1, 1]],
    ['ten in five rows', Array(5).fill([button('а'), button('б')]), true, [2, 2, 2, 2, 2]],
    ['a row of six', [Array(6).fill(button('а'))], true, [5, 1]],
    ['seven rows', column(7), false, [1, 1, 1, 1, 1, 1, 1]],
    [
      'eleven in four rows',
      [...Array(3).fill(Array(3).fill(button('а'))), [button('а'), button('б')]],
      false,
      [3, 3, 3, 2],
    ],
    ['ten rows', column(10), false, Array(10).fill(1)],
    ['twelve rows', column(12), false, Array(6).fill(2)],
    ['fifty rows', column(50), false, Array(10).fill(4)],
  ])('%s', (_name, buttons, inline, rows) => {
    const keyboard = shown({ buttons });
    expect([keyboard.inline, sizes(keyboard)]).toEqual([inline, rows]);
    expect(keyboard.one_time).toBe(inline ? undefined : true);
  });

  it('are cut where their words are too long, never inside a character', () => {
    const [[{ action }]] = shown({ buttons: [[button('Бисквит шоколадный с вишней и сливочным кремом')]] }).buttons;
    expect(action.label).toBe('Бисквит шоколадный с вишней и сливочным…');
    expect(cut(`${'а'.repeat(38)}🎂🎂`, 40)).toBe(`${'а'.repeat(38)}…`);
    expect(cut('Торт', 40)).toBe('Торт');
  });

  it('keep VK’s limits whatever they are', () => {
    const rows = fc.array(
      fc.array(fc.record({ label: fc.string({ minLength: 1, maxLength: 80 }), data: fc.constant('3:1') }), {
        maxLength: 9,
      }),
      { maxLength: 20 },
    );
    const link = fc.option(fc.constant({ label: 'Меню', url: 'https://example.com' }), { nil: undefined });
    fc.assert(
      fc.property(rows, link, (buttons, one) => {
        const [{ params }] = sends({ text: 'Что?', buttons, link: one });
        if (params.keyboard === undefined) return expect(buttons.flat().length + (one ? 1 : 0)).toBe(0);
        const { inline, buttons: seen } = JSON.parse(String(params.keyboard)) as Shown;
        expect(seen.length).toBeLessThanOrEqual(inline ? 6 : 10);
        expect(seen.flat().length).toBeLessThanOrEqual(inline ? 10 : 40);
        for (const row of seen) expect(row.length > 0 && row.length <= 5).toBe(true);
        for (const { action } of seen.flat()) expect(action.label!.length).toBeLessThanOrEqual(40);
        const kept = seen.flat().filter(({ action }) => action.type === 'text').length;
        expect(kept).toBe(Math.min(40, buttons.flat().length));
        if (one) expect(`${JSON.stringify(seen)}${params.message}`).toContain(one.url);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a link', () => {
  const link = { label: 'Политика', url: 'https://example.com/policy' };

  it('is a button, above the others', () => {
    const { inline, buttons } = shown({ buttons: [[button('Да')]], link });
    expect(inline).toBe(true);
    expect(buttons.map(([{ action }]) => action)).toEqual([
      { type: 'open_link', link: link.url, label: 'Политика' },
      { type: 'text', label: 'Да', payload: '{"d":"3:1"}' },
    ]);
  });

  it('stands in the text where it does not fit under the message', () => {
    const [{ params }] = sends({ text: 'Что?', buttons: column(6), link });
    expect(params.message).toBe('Что?\n\nПолитика: https://example.com/policy');
    expect(JSON.parse(String(params.keyboard))).toMatchObject({ inline: true });
    const [many] = sends({ text: 'Что?', buttons: column(9), link: { label: link.url, url: link.url } });
    expect(many.params.message).toBe(`Что?\n\n${link.url}`);
    expect(keyboardOf(many).inline).toBe(false);
  });
});

describe('where the community has buttons off', () => {
  /** What goes out then: the calls before the one that is refused, and what is sent in its place. */
  const plainly = (reply: Reply) => {
    const calls = sends(reply);
    const refused = calls.findIndex(({ params }) => params.keyboard !== undefined);
    return [...calls.slice(0, refused), ...calls[refused].without!];
  };
  const link = { label: 'Политика', url: 'https://example.com/policy' };

  it('the options are a list under the words, in a message with the same number', () => {
    const reply = { text: 'Какая начинка?', buttons: [[button('Ваниль'), button('Шоколад')], [button('Назад')]] };
    const [{ params, without }] = sends(reply);
    expect(without).toEqual([
      {
        method: 'messages.send',
        params: {
          peer_id: '42',
          random_id: params.random_id,
          message: 'Какая начинка?\n\n1. Ваниль\n2. Шоколад\n3. Назад',
          dont_parse_links: 1,
        },
        essential: true,
      },
    ]);
  });

  it('they have no numbers where a number says something itself, and a reply without buttons needs no other', () => {
    const [{ params }] = plainly({ text: 'Сколько?', buttons: [[button('1 кг')], [button('2 кг')]], unnumbered: true });
    expect(params.message).toBe('Сколько?\n\n1 кг\n2 кг');
    expect(sends({ text: 'Спасибо!' })[0].without).toBeUndefined();
  });

  it('a link is a line of the text, and there once', () => {
    const line = 'Политика: https://example.com/policy';
    const [small] = plainly({ text: 'Согласны?', link, buttons: [[button('Да')]] });
    expect(small.params.message).toBe(`Согласны?\n\n${line}\n\n1. Да`);
    const [large] = plainly({ text: 'Что?', link, buttons: column(9) });
    expect(large.params.message).toMatch(/^Что\?\n\nПолитика: \S+\n\n1\. Кнопка 0\n(?:.+\n){7}9\. Кнопка 8$/);
    expect(plainly({ text: 'Оплата', link })[0].params.message).toBe(`Оплата\n\n${line}`);
  });

  it('all options are there, also those for which a keyboard has no room', () => {
    const [{ params }] = plainly({ text: 'Что?', buttons: column(50) });
    expect(String(params.message)).toContain('50. Кнопка 49');
  });

  it('nothing is lost or said twice, however long it is', () => {
    const paragraph = fc.integer({ min: 1, max: 900 }).map((words) => 'слово '.repeat(words).trim());
    const text = fc.array(paragraph, { minLength: 1, maxLength: 4 }).map((all) => all.join('\n\n'));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), fc.boolean(), (words, count, linked) => {
        const calls = plainly({ text: words, buttons: column(count), ...(linked ? { link } : {}) });
        const bare = (one: string) => one.replace(/\s+/g, '');
        const list = column(count).map(([{ label }], place) => `${place + 1}. ${label}`);
        const all = [words, ...(linked ? [`${link.label}: ${link.url}`] : []), ...list].join('');
        expect(bare(calls.map(({ params }) => params.message).join(''))).toBe(bare(all));
        expect(calls.map(({ params }) => params.random_id)).toEqual(calls.map((_, part) => randomId('k', part)));
        for (const { params } of calls) {
          expect(params.keyboard).toBeUndefined();
          expect(String(params.message).length).toBeLessThanOrEqual(VK.textLimit);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('cards are words with their pictures, then one list of all options', () => {
    const cards = ['Облако', 'Улей'].map((title, place) => ({
      title,
      text: 'С мёдом',
      image: `${place}`,
      buttons: [button('Хочу', `5:${place}`)],
    }));
    const buttons = [[button('Облако', '5:0')], [button('Улей', '5:1')], [button('Продолжить', '5:2')]];
    const photos = [0, 1].map((place) => ({ id: `-1_${place}`, attachment: `photo-1_${place}` }));
    const [carousel, rest] = renderVk({ text: 'Вот торты.', cards, buttons }, '42', 'k', photos);
    expect(carousel.without!.map(({ params }) => params)).toEqual([
      expect.objectContaining({
        message: 'Вот торты.\n\nОблако\nС мёдом\n\nУлей\nС мёдом\n\n1. Облако\n2. Улей\n3. Продолжить',
        attachment: 'photo-1_0,photo-1_1',
        random_id: randomId('k', 0),
      }),
    ]);
    // «1» would be the first cake.
    expect(rest.without![0].params.message).toBe('Вот торты.\n\nПродолжить');
  });
});

describe('a picture', () => {
  it('is marked for the upload, and goes with the words and buttons', () => {
    const calls = renderVk(
      { text: 'Ваш торт', image: 'https://example.com/cake.png', buttons: [[button('Да')]] },
      '42',
      'k',
    );
    expect(calls).toMatchObject([
      {
        method: 'messages.send',
        picture: 'https://example.com/cake.png',
        params: { message: 'Ваш торт', keyboard: expect.any(String) },
      },
    ]);
  });

  it('goes alone, and with the first part of a long text', () => {
    expect(sends({ text: '', image: 'file' })).toMatchObject([{ picture: 'file', params: { message: '' } }]);
    const long = sends({ text: 'слово '.repeat(1000), image: 'file' });
    expect(long.map(({ picture }) => picture)).toEqual(['file', undefined]);
  });
});

describe('what stands beside the message', () => {
  it('is "typing…" before it, and is not essential', () => {
    expect(renderVk({ text: 'Да', typing: true }, '42', 'k')[0]).toEqual({
      method: 'messages.setActivity',
      params: { peer_id: '42', type: 'typing' },
      essential: false,
    });
  });

  it('is the answer to a press, with its words or without', () => {
    const answer = (toast?: string) => renderVk({ text: '', answers: 'ab:c:42', toast }, '42', 'k');
    const params = { event_id: 'ab:c', user_id: '42', peer_id: '42' };
    expect(answer()).toEqual([{ method: 'messages.sendMessageEventAnswer', params, essential: false }]);
    const [{ params: withWords }] = answer('Принято. '.repeat(20));
    const { type, text } = JSON.parse(String(withWords.event_data)) as { type: string; text: string };
    expect([type, text.length <= 90, text.startsWith('Принято. Принято.')]).toEqual(['show_snackbar', true, true]);
  });

  it('may be asked for: previews of links, and what goes first and last', () => {
    const text = 'слово '.repeat(1000);
    const calls = messageCalls(
      { peer: '42', text, first: { reply_to: 5 }, last: { template: '{}' }, previews: true },
      'k',
    );
    expect(calls.map(({ params }) => [params.reply_to, params.template, params.dont_parse_links])).toEqual([
      [5, undefined, 0],
      [undefined, '{}', 0],
    ]);
  });
});

it('says what VK can show', () => {
  expect(VK).toMatchObject({ choices: 'keyboard', typing: true, carousel: true });
});

describe('a persistent keyboard of one’s own', () => {
  it('may stay after a press, and may hold any kind of button', () => {
    const rows = [
      [textButton('Меню', '{"cmd":"menu"}', 'primary')],
      [callbackButton('Да'), linkButton('Сайт', 'https://example.com')],
    ];
    expect(JSON.parse(persistentKeyboard(rows, false))).toEqual({
      one_time: false,
      inline: false,
      buttons: [
        [{ action: { type: 'text', label: 'Меню', payload: '{"cmd":"menu"}' }, color: 'primary' }],
        [
          { action: { type: 'callback', label: 'Да' }, color: 'secondary' },
          { action: { type: 'open_link', link: 'https://example.com', label: 'Сайт' } },
        ],
      ],
    });
  });
});

describe('a carousel', () => {
  interface Template {
    type: string;
    elements: Record<string, unknown>[];
  }
  const template = (json: string | null) => JSON.parse(json!) as Template;
  const card = (title: string, more: object = {}) => ({
    title,
    text: 'От 3000 ₽',
    buttons: [button('Выбрать')],
    ...more,
  });

  it('shows cards side by side, with their pictures', () => {
    expect(template(carousel([card('Медовик'), card('Наполеон')], ['-1_11', '-1_12']))).toEqual({
      type: 'carousel',
      elements: ['Медовик', 'Наполеон'].map((title, place) => ({
        title,
        description: 'От 3000 ₽',
        photo_id: `-1_1${place + 1}`,
        action: { type: 'open_photo' },
        buttons: [{ action: { type: 'text', label: 'Выбрать', payload: '{"d":"3:1"}' }, color: 'secondary' }],
      })),
    });
  });

  it('leaves out what not every card has', () => {
    const cards = [card('Медовик', { buttons: [button('а'), button('б')] }), card('Наполеон', { text: undefined })];
    const { elements } = template(carousel(cards, ['-1_11', null]));
    expect(elements.map((one) => Object.keys(one))).toEqual([
      ['title', 'buttons'],
      ['title', 'buttons'],
    ]);
    expect(elements.map(({ buttons }) => (buttons as unknown[]).length)).toEqual([1, 1]);
  });

  it('keeps to ten cards, three buttons and eighty characters', () => {
    const buttons = [1, 2, 3, 4].map((index) => button(`Кнопка ${index}`));
    const cards = Array.from({ length: 12 }, () => card('т'.repeat(100), { text: 'о'.repeat(100), buttons }));
    const { elements } = template(carousel(cards));
    expect(elements).toHaveLength(10);
    for (const element of elements) {
      expect([element.title, element.description].map((words) => String(words).length)).toEqual([80, 80]);
      expect(element.buttons).toHaveLength(3);
    }
  });

  it.each([
    ['no card', []],
    ['a card without a button', [card('Медовик'), card('Наполеон', { buttons: [] })]],
    ['cards without titles and pictures', [card('')]],
  ])('of %s is none', (_name, cards) => {
    expect(carousel(cards)).toBeNull();
  });

  it('may open an address, if each of its cards has one', () => {
    const buttons = [linkButton('Сайт', 'https://example.com')];
    const cards: VkCard[] = [
      { photo: '-1_1', link: 'https://example.com/1', buttons },
      { photo: '-1_2', link: 'https://example.com/2', buttons },
    ];
    expect(template(vkCarousel(cards)).elements).toMatchObject([
      { photo_id: '-1_1', action: { type: 'open_link', link: 'https://example.com/1' } },
      { photo_id: '-1_2', action: { type: 'open_link', link: 'https://example.com/2' } },
    ]);
    expect(template(vkCarousel([cards[0], { ...cards[1], link: undefined }])).elements[0].action).toEqual({
      type: 'open_photo',
    });
  });
});
