import { codeFrom, codeIn } from '../../../lib/dialogue/read/code';
import type { Move } from '../../../lib/dialogue';
import { Chat, chatAt, NONCE, placed } from './harness';

/** What the code of that chat would bring elsewhere. */
const moveOf = (chat: Chat): Move => ({
  code: codeFrom(NONCE).code,
  chat: { channel: 'telegram', account: 'main', chat: '7' },
  version: 5,
  state: structuredClone(chat.state),
  orders: structuredClone(chat.orders.filter(({ status }) => !['cancelled', 'handed_over'].includes(status))),
});

const on = (channel: 'vk' | 'avito', chat = new Chat()): Chat =>
  Object.assign(chat, { place: { channel, choices: channel === 'vk' ? 'keyboard' : 'numbered' } });

describe('a numbered list', () => {
  it('is answered with its number everywhere, also where a number is an answer of its own', () => {
    const chat = on('avito', chatAt('servings'));
    expect(chat.say('2').asked).toBe('filling');
    expect(chat.state?.draft.weightG).toBe(chat.shop?.menu.sizes[1].weightG);
    expect(chat.say('3)').asked).toBe('coating');
    expect(chat.state?.draft.filling).toBe(chat.shop?.menu.fillings[2].key);
  });

  it.each(['вариант 2', 'номер 2', 'под номером 2', '2 вариант', 'option 2', 'no. 2', '№2', '#2', '2.', '2)'])(
    'knows %s',
    (said) => {
      const chat = on('avito', chatAt('servings')).say(said);
      expect(chat.state?.draft.weightG).toBe(chat.shop?.menu.sizes[1].weightG);
    },
  );

  it('takes several allergies at once, by the numbers that she sees', () => {
    const chat = on('avito', chatAt('allergens')).say('1, 3');
    expect(chat.state?.draft.allergens).toEqual(['nuts', 'milk']);
    expect(chat.asked).toBe('allergens_more');
    expect(chat.state?.draft.allergyNote).toBeUndefined();
    expect(on('avito', chatAt('allergens')).say('1 и 4').state?.draft.allergens).toEqual(['nuts', 'eggs']);
    // One of them is there already, and one says that this is all.
    expect(chat.say('1, 4, 6').state).toMatchObject({ draft: { allergens: ['nuts', 'milk', 'eggs'] } });
    expect(chat.asked).toBe('allergens_warning');
    expect(chat.say('1, 2').asked).toBeNull();
    expect([chat.text, chat.state?.draft.allergyNote]).toEqual([expect.stringContaining('заменить что-то'), undefined]);
  });

  it.each(['avito', 'vk'] as const)('keeps the places of allergies: numbers in a burst on %s', (channel) => {
    const places = (chat: Chat) => chat.labels.map(([label]) => label.replace('✓ ', ''));
    const chat = on(channel, chatAt('allergens'))
      .say('назад')
      .press(/Оставить/);
    const first = places(chat);
    for (const [said, chosen] of [
      ['1', ['nuts']], ['2', ['nuts', 'gluten']], ['4', ['nuts', 'gluten', 'eggs']], ['2', ['nuts', 'eggs']],
    ] as const) {
      expect(chat.say(said).state?.draft.allergens).toEqual(chosen);
      expect(places(chat)).toEqual(first);
    } // prettier-ignore
    expect(chat.say('3').say('3').say('6').state?.draft.allergens).toEqual(['nuts', 'eggs']);
    expect(on(channel, chatAt('allergens')).say('7').state).toMatchObject({ at: 'date', draft: { allergens: [] } });
  });

  it('leaves larger numbers their own meaning', () => {
    const chat = on('avito', chatAt('servings')).say('12');
    expect([chat.asked, chat.state?.prompt?.step]).toEqual(['servings', 'servings']);
    expect(chat.text).toContain('12');
    expect(on('avito', chatAt('date')).say('28').state?.draft.date).toBe('2026-11-28');
  });

  it('is taken for a number of guests where there are buttons', () => {
    expect(chatAt('servings').say('2').state?.draft.weightG).toBeUndefined();
  });

  it('is answered on VK as well, where the community has its buttons off', () => {
    const vk = (key: string) => on('vk', chatAt(key));
    for (const said of ['2', '2.', 'вариант 2', 'под номером 2']) {
      expect(vk('filling').say(said).state?.draft.filling).toBe(vk('filling').shop?.menu.fillings[1].key);
    }
    expect(vk('allergens').say('1, 3').state?.draft.allergens).toEqual(['nuts', 'milk']);
    expect(vk('servings').say('☰ Ещё').say('1').asked).toBe('change');
    expect(vk('summary').say('1').orders).toHaveLength(1);
  });

  it('has no numbers there where one is an answer of its own', () => {
    const unnumbered = (chat: Chat) => chat.replies.map((reply) => reply.unnumbered);
    const asked = (key: string, channel: 'vk' | 'avito') => on(channel, chatAt(key)).say('статус');
    for (const key of ['servings', 'inscription', 'wishes', 'date', 'window', 'address', 'name', 'phone']) {
      expect([key, ...unnumbered(asked(key, 'vk'))]).toEqual([key, true]);
      expect([key, ...unnumbered(asked(key, 'avito'))]).toEqual([key, undefined]);
      expect([key, ...unnumbered(chatAt(key).say('статус'))]).toEqual([key, undefined]);
    }
    for (const key of ['occasion', 'filling', 'coating', 'decor', 'allergens', 'fulfilment', 'zone', 'summary']) {
      expect([key, ...unnumbered(asked(key, 'vk'))]).toEqual([key, undefined]);
    }
    expect(unnumbered(asked('servings', 'vk').say('ещё'))).toEqual([undefined]);
    const guests = on('vk', chatAt('servings'));
    expect(guests.say('12').say('гостей').state?.draft).toMatchObject({ servings: 12 });
    expect(on('vk', chatAt('date')).say('28').state?.draft.date).toBe('2026-11-28');
  });

  it.each(['avito', 'vk'] as const)('has no numbers either where a person reads what is said on %s', (channel) => {
    const called = on(channel, chatAt('filling')).say('позовите человека');
    expect(called.replies).toMatchObject([{ unnumbered: true }]);
    expect(called.say('1').cards).toHaveLength(1);
    const asked = on(channel, placed()).bakerReply({ text: 'Один ярус или два?' });
    expect(asked.replies.filter(({ to }) => !to)).toMatchObject([{ unnumbered: true }]);
    expect(asked.say('1').cards).toMatchObject([{ text: expect.stringContaining('«1»') }]);
  });

  it('says once how to answer it', () => {
    const chat = on('avito').say('Здравствуйте');
    expect(chat.text).toContain('Отвечайте номером из списка или словами');
    expect(chat.say('1').text).not.toContain('Отвечайте номером');
    expect(new Chat().say('Здравствуйте').text).not.toContain('Отвечайте номером');
  });
});

describe('the language of a messenger that does not tell it', () => {
  const first = (text: string, language?: string) => {
    const chat = on('avito');
    chat.person = { id: '7', ...(language ? { language } : {}) };
    return chat.say(text).state?.language;
  };

  it('is that of the first words', () => {
    expect([first('Hello! A cake, please'), first('Здравствуйте'), first('/start'), first('5')]).toEqual([
      'en',
      'ru',
      'ru',
      'ru',
    ]);
    expect(first('Hello', 'ru')).toBe('ru');
  });
});

describe('links on Avito', () => {
  it('are given or left out, as the owner wants', () => {
    const chat = on('avito');
    expect(chat.say('Здравствуйте').replies[0].link?.url).toMatch(/^https:/);
    const without = on('avito');
    without.shop!.avitoLinks = false;
    expect(without.say('Здравствуйте').replies[0].link).toBeUndefined();
    expect(without.text).toContain('Политика обработки данных — в нашем профиле.');
    expect(without.say('помощь').text).not.toMatch(/https?:/);
    const elsewhere = on('vk');
    elsewhere.shop!.avitoLinks = false;
    expect(elsewhere.say('Здравствуйте').replies[0].link?.url).toMatch(/^https:/);
  });
});

describe('photos', () => {
  it('of one message are kept together and answered once', () => {
    const chat = on('vk', chatAt('wishes'));
    chat.event({ type: 'photo', file: 'a', more: ['b', 'c', 'd', 'e'], from: chat.person });
    expect(chat.state?.draft.photos).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(chat.replies).toHaveLength(1);
    for (let n = 0; n < 3; n++) chat.event({ type: 'photo', file: `${n}`, more: ['x', 'y'], from: chat.person });
    expect(chat.state?.draft.photos).toHaveLength(10);
  });

  it('that come within seconds are an album where the messenger does not say so', () => {
    const chat = on('avito', chatAt('wishes'));
    const sent = (file: string, at: number) => {
      chat.event({ type: 'photo', file, album: `at:${at}`, from: chat.person });
      return chat.replies.length;
    };
    expect([sent('a', 1000), sent('b', 1001), sent('c', 1012), sent('d', 1020), sent('e', 1030)]).toEqual([
      1, 0, 0, 0, 0,
    ]);
    expect(chat.state?.draft.photos).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(sent('f', 1100)).toBe(1);
    expect(chat.state?.draft.photos).toHaveLength(6);
  });

  it('for a placed order all reach the bakery', () => {
    const chat = on('vk', placed());
    chat.event({ type: 'photo', file: 'a', more: ['b'], from: chat.person });
    expect(chat.cards.map(({ image }) => image)).toEqual(['a', 'b']);
    expect(chat.replies).toHaveLength(1);
  });
});

describe('a person writes past the bot from the shop’s own account', () => {
  const shop = { type: 'shop' as const, from: { id: 'shop' } };

  it('and the bot is silent for the set time, and repeats nothing to the bakery', () => {
    const chat = on('vk', chatAt('filling')).event(shop);
    expect([chat.replies, chat.cards]).toEqual([[], []]);
    chat.say('А можно без сахара?');
    expect([chat.replies, chat.cards]).toEqual([[], []]);
    chat.pass(61).step({ type: 'timer', timer: 'silence_over', order: null });
    expect(chat.asked).toBe('filling');
    expect(chat.state?.human).toBeUndefined();
  });

  it('until she wants the bot back', () => {
    const chat = on('vk', chatAt('filling')).event(shop).say('вернуться к заказу');
    expect(chat.asked).toBe('filling');
    expect(chat.say('медовик').asked).toBe('coating');
  });

  it('also before her first word, and without a menu', () => {
    expect(on('avito').event(shop).say('Здравствуйте').replies).toEqual([]);
    const closed = on('avito');
    closed.shop = null;
    expect(closed.event(shop).replies).toEqual([]);
  });
});

describe('a code', () => {
  it('is eight digits however they are written, and nothing else', () => {
    for (const text of [
      '12345678',
      '1234 5678',
      '1234-5678',
      'код 1234 5678',
      'Код: 12345678.',
      '/code 12345678',
      'Мой код: 1234 5678',
      'my code 12345678',
    ]) {
      expect({ text, found: codeIn(text)?.code }).toEqual({ text, found: '12345678' });
    }
    for (const text of ['1234567', '123456789', '+7 999 123-45-67', 'код', 'код домофона 1234', '12.34.5678', '']) {
      expect({ text, found: codeIn(text) }).toEqual({ text, found: null });
    }
    expect(codeFrom('0000000000000001').code).toBe('00000001');
    expect(codeFrom('ffffffffffffffff').shown).toMatch(/^\d{4} \d{4}$/);
  });

  it('is given on request, by words and by button, for a quarter of an hour', () => {
    const { code, shown } = codeFrom(NONCE);
    for (const chat of [
      chatAt('filling').say('код'),
      chatAt('filling').press('☰').press('Перейти в другой мессенджер'),
    ]) {
      expect(chat.text).toContain(shown);
      expect(chat.effects).toContainEqual({ kind: 'move_code', code, until: '2026-11-22T12:15:00+03:00' });
      expect(chat.asked).toBe('filling');
    }
  });

  it('brings the draft along, with every answer, and tells the chat that it left', () => {
    const from = chatAt('date');
    const chat = on('vk');
    chat.move = moveOf(from);
    chat.say(`код ${chat.move.code}`);
    expect(chat.state?.draft).toEqual(from.state?.draft);
    expect(chat.asked).toBe('date');
    expect(chat.effects[0]).toEqual({ kind: 'move', code: chat.move.code, version: 5 });
    expect(chat.replies.find(({ to }) => to)).toMatchObject({
      to: chat.move.chat,
      text: expect.stringContaining('другом'),
    });
    chat.move = null;
    expect(chat.data(chat.labels[0][1]).asked).toBe('window');
  });

  it('brings a placed order along, and the baker goes on with it', () => {
    const chat = on('avito');
    chat.move = moveOf(placed());
    chat.say(chat.move.code);
    expect(chat.asked).toBe('waiting');
    chat.move = null;
    chat.bakerPress('b:accept:1001');
    expect(chat.told).toContain('№ 1001');
    expect(chat.order(1001).status).toBe('accepted');
  });

  it('leaves alone what was begun here when only an order comes', () => {
    const chat = on('vk', chatAt('coating'));
    const order = placed();
    chat.move = { ...moveOf(order), state: { ...order.state!, draft: { consent: order.state!.draft.consent } } };
    chat.say(chat.move.code);
    expect([chat.asked, chat.state?.draft.filling]).toEqual(['coating', 'медовик']);
    expect(chat.orders.map(({ number }) => number)).toEqual([1001]);
  });

  it('leaves the cake that is put together here alone when a placed order comes', () => {
    const chat = on('avito', chatAt('summary'));
    chat.move = { ...moveOf(placed()), orders: [{ ...placed().order(1001), number: 1007 }] };
    const { draft } = chat.state!;
    chat.say(chat.move.code);
    expect([chat.asked, chat.state?.draft]).toEqual(['summary', draft]);
    expect(chat.orders.map(({ number }) => number)).toContain(1007);
  });

  it('of two cakes that are put together keeps the one that comes, and says so', () => {
    const chat = on('avito', chatAt('coating'));
    chat.move = moveOf(chatAt('wishes'));
    expect(chat.say(chat.move.code).text).toContain('уступил место');
    expect(chat.asked).toBe('wishes');
  });

  it('brings a half-answered question along: the inscription is still to be checked', () => {
    const from = chatAt('inscription').say('Маме');
    expect(from.asked).toBe('inscription_check');
    const chat = on('avito');
    chat.move = moveOf(from);
    chat.say(chat.move.code);
    expect([chat.asked, chat.text]).toEqual(['inscription_check', expect.stringContaining('«Маме»')]);
    chat.move = null;
    expect(chat.press('Да, всё верно').state?.draft.inscription).toBe('Маме');
  });

  it('is given while a person talks, and when the baker waits for an answer', () => {
    const { shown } = codeFrom(NONCE);
    expect(chatAt('filling').say('позовите человека').say('код').told).toContain(shown);
    const chat = placed().bakerReply({ text: 'Какого цвета крем?' }).say('код');
    expect([chat.told, chat.cards]).toEqual([expect.stringContaining(shown), []]);
  });

  it('that is not known is told when it was called one, and is an ordinary answer else', () => {
    const chat = chatAt('filling').say('код 1111 2222');
    expect([chat.asked, chat.text]).toEqual(['filling', expect.stringContaining('не подошёл')]);
    expect(chatAt('inscription').say('1111 2222').text).toContain('«1111 2222»');
    expect(new Chat().say('код 1111 2222').text).toContain('не подошёл');
  });

  it('is not given where nobody could find it', () => {
    const chat = chatAt('filling');
    chat.shop!.takesOrders = false;
    expect(chat.say('код').effects).toEqual([]);
    expect(chat.text).toContain('не получится');
    expect(chat.press('☰').labels.map(([label]) => label)).not.toContain('Перейти в другой мессенджер');
  });
});

describe('the bakery', () => {
  it('reads from where an order or a call comes', () => {
    const card = on('vk', chatAt('summary')).press('Подтвердить').cards[0];
    expect(card.text).toContain('Откуда: ВКонтакте');
    expect(placed().cards[0].text).not.toContain('Откуда');
    const chat = on('avito', chatAt('filling'));
    chat.person = { ...chat.person, profile: 'https://example.org/chat', advert: 'Торт на заказ, от 2 500 ₽' };
    const [called] = chat.say('позовите человека').effects;
    expect(called).toMatchObject({
      kind: 'handoff',
      text: expect.stringContaining('Написать: https://example.org/chat'),
    });
    expect(called).toMatchObject({ text: expect.stringContaining('Объявление: Торт на заказ, от 2 500 ₽') });
    expect(called).toMatchObject({ text: expect.not.stringContaining('tg://') });
  });
});
