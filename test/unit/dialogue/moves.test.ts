import fc from 'fast-check';
import { apologise, chart, routeInbound, STEPS, TEXTS } from '../../../lib/dialogue';
import type { CustomerEvent } from '../../../lib/dialogue';
import { ANSWERS, BAKER, Chat, chatAt, placed } from './harness';

const KEYS = ANSWERS.map(([key]) => key);
const PLACES = [...KEYS, 'summary'];
const answerOf = (key: string) => ANSWERS.find(([name]) => name === key)?.[1] ?? (() => undefined);

it('every step is asked in the golden path and is a state of the chart', () => {
  // What only some shops ask comes last.
  expect(STEPS.map(({ key }) => key)).toEqual([...KEYS, 'email', 'picture']);
  for (const key of PLACES) expect(Object.keys(chart.states)).toContain(key);
});

describe('back', () => {
  for (const key of KEYS.slice(1)) {
    it(`after answering ${key} leads to it again, with its answer kept`, () => {
      const chat = chatAt(key);
      answerOf(key)(chat);
      const after = { at: chat.state?.at, draft: chat.state?.draft };
      chat.press('← Назад');
      expect(chat.state).toMatchObject({ at: key, draft: after.draft });
      chat.press('Оставить: ');
      expect(chat.state).toMatchObject(after);
    });
  }

  it('walks to the first question, where it says so', () => {
    const chat = chatAt('summary');
    for (const key of [...KEYS].reverse().slice(0, -1)) expect(chat.press('← Назад').state?.at).toBe(key);
    expect(chat.labels.some(([label]) => label === '← Назад')).toBe(false);
    expect(chat.say('назад').text).toContain('первый вопрос');
    expect(chat.press('Оставить: ').state?.at).toBe('summary');
  });
});

describe('change from the summary', () => {
  for (const key of KEYS.slice(1)) {
    it(`${key}: jumps, comes back, keeps the rest; back changes nothing`, () => {
      const chat = chatAt('summary');
      const draft = chat.state?.draft;
      const title = TEXTS.ru[STEPS.find((step) => step.key === key)?.title ?? 'name.title'];
      chat.press('Изменить').press(title);
      expect(chat.state?.at).toBe(key);
      chat.press('← Назад');
      expect(chat.state).toMatchObject({ at: 'summary', draft });
      chat.press('Изменить').press(title);
      answerOf(key)(chat);
      expect(chat.state).toMatchObject({ at: 'summary', draft });
    });
  }

  it('a decoration that needs longer notice asks the day again and says why', () => {
    const chat = chatAt('summary').say('изменить декор').press('Фигурка');
    expect(chat.state?.at).toBe('date');
    expect(chat.text).toContain('слишком скоро: такой торт готовим 5\u00a0дней');
    chat.data(chat.labels[0][1]);
    expect(chat.state).toMatchObject({ at: 'summary', draft: { decor: 'figurine', window: expect.any(String) } });
  });

  it('from pickup to delivery asks zone and address only then', () => {
    const chat = chatAt('fulfilment').press('Самовывоз').say('Анна').say('+79991234567');
    expect(chat.state?.at).toBe('summary');
    chat.press('Изменить').press('Получение').press('Доставка');
    expect(chat.state?.at).toBe('zone');
    chat.press('Внутри').say('Тверская, 1');
    expect(chat.state?.at).toBe('summary');
  });
});

describe('allergies', () => {
  it('warns of what the cake contains, offers to change it and remembers what was accepted', () => {
    const chat = chatAt('allergens').press('Мёд').press('Готово');
    expect(chat.asked).toBe('allergens_warning');
    expect(chat.text).toContain('«Медовик» — мёд');
    chat.press('Сменить начинку').press('Ягодный');
    expect(chat.state?.at).toBe('date');
    chat.say('изменить начинку').press('Медовик');
    expect([chat.state?.at, chat.asked]).toEqual(['allergens', 'allergens_warning']);
    chat.press('Оставить, я понимаю');
    expect(chat.state?.at).toBe('date');
    for (const key of KEYS.slice(KEYS.indexOf('date'))) answerOf(key)(chat);
    expect(chat.text).toContain('⚠️');
    chat.press('Подтвердить');
    expect(chat.cards[0].text).toContain('⚠️ Есть в составе: мёд');
  });

  it('stay in the list with a tick, and one that is pressed again is taken back', () => {
    const chat = chatAt('allergens');
    const rows = () => chat.replies[0].buttons!.map((row) => row.map(({ label }) => label));
    const below = [['Готово', 'Аллергии нет'], ['← Назад', '☰ Ещё']]; // prettier-ignore
    chat.press('Орехи').press('Мёд');
    expect(rows()).toEqual([['✓ Орехи', 'Глютен'], ['Молоко', 'Яйца'], ['✓ Мёд'], ...below]);
    chat.press('✓ Орехи');
    expect(chat.text).toBe('Убрали: орехи.\n\nОтметили: мёд. Есть ещё что-то?');
    expect([rows()[0], chat.state?.draft.allergens]).toEqual([['Орехи', 'Глютен'], ['honey']]);
    chat.press('✓ Мёд');
    expect([chat.asked, rows()]).toEqual(['allergens', [['Орехи', 'Глютен'], ['Молоко', 'Яйца'], ['Мёд'], ...below]]);
    expect(chat.state?.draft.allergens).toBeUndefined();
  });

  it('are none only when she says so', () => {
    for (const said of [
      (chat: Chat) => chat.press('Готово'),
      (chat: Chat) => chat.say('это всё'),
      (chat: Chat) => chat.press('Мёд').press('✓ Мёд').press('Готово'),
    ]) {
      const chat = said(chatAt('allergens'));
      expect(chat.text).toContain('Пока ничего не отмечено');
      expect(chat.state).toMatchObject({ at: 'allergens', draft: expect.not.objectContaining({ allergens: [] }) });
      expect(chat.press('Аллергии нет').state).toMatchObject({ at: 'date', draft: { allergens: [] } });
    }
    const before = chatAt('date').press('← Назад').press('Готово');
    expect(before.state).toMatchObject({ at: 'date', draft: { allergens: [] } });
  });

  it('that are named in words once more are not taken back', () => {
    for (const said of ['орехи', 'Орехи', 'орехи!', 'у нас аллергия на орехи']) {
      const chat = chatAt('allergens').press('Орехи').say(said);
      expect(chat.state?.draft.allergens).toEqual(['nuts']);
      expect(chat.asked).toBe('allergens_more');
    }
    const chat = chatAt('allergens').say('орехи').say('орехи');
    expect(chat.state?.draft).toMatchObject({ allergens: ['nuts'] });
    expect(chat.state?.draft.allergyNote).toBeUndefined();
    // The whole label is what a button writes into the chat.
    expect(chat.say('✓ Орехи').state?.draft.allergens).toBeUndefined();
  });

  it('taken back and named again are warned of anew; her own words stay until she says that there are none', () => {
    const chat = chatAt('allergens').press('Мёд').press('Готово').press('Оставить').press('← Назад');
    expect(chat.press('✓ Мёд').press('Мёд').press('Готово').asked).toBe('allergens_warning');
    const noted = chatAt('allergens').say('на кунжут').press('Мёд').press('✓ Мёд');
    expect(noted.state?.draft).toMatchObject({ allergens: [], allergyNote: 'на кунжут' });
    expect(noted.copy().press('Готово').state).toMatchObject({ at: 'date', draft: { allergyNote: 'на кунжут' } });
    expect(noted.press('Аллергии нет').state?.draft.allergyNote).toBeUndefined();
  });
});

it('photos: an album is answered once, all reach the baker', () => {
  const chat = chatAt('wishes');
  const photo = (file: string, album?: string) =>
    chat.event({ type: 'photo', file, from: chat.person, ...(album ? { album } : {}) }).replies.length;
  expect([photo('a', '1'), photo('b', '1'), photo('c', '1'), photo('d')]).toEqual([1, 0, 0, 1]);
  chat.press('Готово');
  expect(chat.state).toMatchObject({ at: 'allergens', draft: { wishes: '', photos: ['a', 'b', 'c', 'd'] } });
  for (const key of KEYS.slice(KEYS.indexOf('allergens'))) answerOf(key)(chat);
  chat.press('Подтвердить');
  expect(chat.cards.map(({ kind, image }) => [kind, image])).toEqual([
    ['new', undefined],
    ['photo', 'a'],
    ['photo', 'b'],
    ['photo', 'c'],
    ['photo', 'd'],
  ]);
});

it('the inscription is read back, can be corrected, and survives a sticker', () => {
  const chat = chatAt('inscription').say('Аня,  5 <b>лет</b>');
  expect(chat.text).toContain('«Аня, 5 <b>лет</b>»');
  chat.event({ type: 'other', kind: 'sticker', from: chat.person });
  expect(chat.asked).toBe('inscription_check');
  chat.press('Исправить').say('Аня, 6 лет').press('Да, всё верно');
  expect(chat.state?.draft.inscription).toBe('Аня, 6 лет');
});

it('a bare number that can be both is asked about', () => {
  const chat = chatAt('servings').say('4');
  expect(chat.text).toContain('гости или килограммы');
  expect(chat.press('4\u00a0кг').state?.draft.weightG).toBe(4000);
  expect(chatAt('servings').say('25').state?.draft).toMatchObject({ servings: 25, weightG: 4000 });
});

describe('consent', () => {
  it('can be refused and given later', () => {
    const chat = chatAt('consent').press('Нет');
    expect(chat.state).toMatchObject({ at: 'consent', draft: {} });
    expect(chat.replies[0].link?.url).toMatch(/^https/);
    chat.say('передумала, медовик хочу').say('согласна');
    expect(chat.state?.draft.consent).toEqual({ at: chat.now, textVersion: expect.any(String) });
  });
});

describe('moving about', () => {
  it('start, restart, cancel, person, help, language at every step', () => {
    for (const key of PLACES) {
      const chat = chatAt(key);
      const kept = { at: key, draft: chat.state?.draft };
      expect(chat.say('/start').state).toMatchObject(kept);
      if (key !== 'consent') expect(chat.press('Продолжить').state).toMatchObject(kept);
      expect(chat.say('позовите человека').effects).toContainEqual(
        expect.objectContaining({ kind: 'handoff', chats: ['500000001'] }),
      );
      expect(chat.press('Вернуться к заказу').state).toMatchObject(kept);
      expect(chat.say('помощь').state).toMatchObject(kept);
      expect(chat.say('/en').state).toMatchObject({ ...kept, language: 'en' });
      expect(chat.text).toContain('Let’s continue in English');
      expect(chat.say('/ru').state).toMatchObject({ ...kept, language: 'ru' });
      chat.press('☰ Ещё').press('Продолжить');
      expect(chat.state).toMatchObject(kept);
      if (key === 'consent') continue;
      chat.say('отмена').say('нет');
      expect(chat.state).toMatchObject(kept);
      chat.press('☰ Ещё').press('Начать заново').press('Да, начать заново');
      expect(chat.state).toMatchObject({ at: 'occasion', draft: { consent: kept.draft?.consent } });
      chat.say('отмена').say('да');
      expect(chat.state?.at).toBe('done');
    }
  });

  it('languages of first contact', () => {
    const at = (code?: string) => new Chat(code as string).say('/start').state?.language;
    expect(['ru', 'uk', 'be-BY', 'kk', 'en', 'en-US', 'de', undefined].map(at)).toEqual([
      'ru',
      'ru',
      'ru',
      'ru',
      'en',
      'en',
      'ru',
      'ru',
    ]);
  });

  it('a blocked chat is silent until its next message', () => {
    const chat = chatAt('filling');
    expect(chat.event({ type: 'blocked', from: chat.person }).replies).toEqual([]);
    expect(chat.state?.blocked).toBe(true);
    expect(chat.say('медовик').state).toMatchObject({ at: 'coating' });
    expect(chat.state?.blocked).toBeUndefined();
  });
});

describe('what survives', () => {
  it('a menu that lost the chosen filling', () => {
    const chat = chatAt('name');
    if (chat.shop) chat.shop.menu.fillings = chat.shop.menu.fillings.filter(({ key }) => key !== 'медовик');
    const { filling: _filling, ...rest } = chat.state?.draft ?? {};
    chat.say('Мария');
    expect(chat.state).toMatchObject({ at: 'filling', draft: { ...rest, name: 'Мария' } });
    expect(chat.text).toContain('меню обновилось');
    expect(chat.press('Ягодный').state?.at).toBe('phone');
  });

  it('a state of another release', () => {
    const chat = chatAt('coating');
    chat.state = { ...chat.state!, at: 'glaze_2025' };
    chat.event({ type: 'other', kind: 'sticker', from: chat.person });
    expect(chat.state).toMatchObject({ at: 'coating', draft: { filling: 'медовик' } });
  });

  it('a shop that is not open yet', () => {
    const chat = chatAt('coating');
    const { shop, state } = chat;
    chat.shop = null;
    expect(chat.say('крем-чиз').text).toContain('ещё не открыли');
    expect(chat.say('/id').text).toContain('7');
    expect(chat.state).toEqual(state);
    chat.shop = shop;
    expect(chat.say('крем-чиз').state?.at).toBe('decor');
  });
});

it('apologises without touching the conversation', () => {
  const chat = chatAt('coating');
  const press = { type: 'press', data: '1:1', callback: 'x', from: chat.person } as const;
  const { state, replies, effects } = apologise(chat.state, press, 1);
  expect([state, effects, replies]).toEqual([
    chat.state,
    [],
    [{ text: expect.stringContaining('Простите'), answers: 'x' }],
  ]);
  expect(apologise(null, { type: 'timer', timer: 'hold_over', order: 1 }, 1).replies).toEqual([]);
});

describe('who is the baker', () => {
  const press = (data: string): CustomerEvent => ({ type: 'press', data, callback: 'x', from: { id: '7' } });

  it('forged data in a customer’s chat is an old button', () => {
    const chat = placed();
    const { state } = chat;
    chat.bakerPress('b:accept:1001', { id: '7' }, '7');
    expect(chat.order(1001).status).toBe('awaiting_baker');
    expect(chat.effects).toEqual([]);
    expect(chat.state).toMatchObject({ at: state?.at, draft: state?.draft });
    expect(chat.replies[0].answers).toBeDefined();
  });

  it('a stranger in the baker’s chat is told so', () => {
    const route = routeInbound({ chat: '500000001', event: press('b:accept:1'), private: false }, new Chat().shop);
    expect(route).toMatchObject({ kind: 'bakers_chat', event: { what: 'stranger', callback: 'x' } });
    const chat = new Chat();
    chat.step(route.event);
    expect(chat.replies).toEqual([{ text: '', answers: 'x', toast: 'Эти кнопки — для кондитера.' }]);
  });

  it('routes her words, her commands and her presses', () => {
    const { shop } = new Chat();
    const text = (said: string, replyTo?: { fromBot: boolean; message: string }) =>
      routeInbound({ chat: BAKER.id, event: { type: 'text', text: said, from: BAKER }, replyTo, private: true }, shop);
    expect(text('/id')).toMatchObject({ kind: 'bakers_chat', event: { what: 'help', chat: BAKER.id } });
    expect(text('привет')).toMatchObject({ event: { what: 'words_without_card' } });
    expect(text('нет муки', { fromBot: true, message: '5' })).toMatchObject({
      kind: 'card',
      card: { chat: BAKER.id, message: '5' },
      event: { type: 'baker_words', text: 'нет муки', card: { chat: BAKER.id, message: '5' } },
    });
    expect(text('нет', { fromBot: false, message: '5' })).toMatchObject({
      event: { what: 'words_without_card' },
    });
    for (const data of ['b:accept:0', 'b:confirm:1', 'b:accept:1;', 'b:accept:99999999999', '3:1', '']) {
      const event = { type: 'press', data, from: BAKER } as const;
      expect(routeInbound({ chat: BAKER.id, event, private: true }, shop)).toMatchObject({
        event: { what: 'unknown_order' },
      });
    }
  });
});

describe('nothing harms a conversation', () => {
  const from = { id: '7', name: 'Анна', language: 'ru' };
  const said = (text: string): CustomerEvent => ({ type: 'text', text, from });
  const BAD: Record<string, CustomerEvent> = {
    empty: said(''),
    spaces: said(' \n\u200b '),
    huge: said('а'.repeat(100_000)),
    sticker: { type: 'other', kind: 'sticker', from },
    voice: { type: 'other', kind: 'voice', from },
    video: { type: 'other', kind: 'video', from },
    location: { type: 'other', kind: 'location', from },
    file: { type: 'other', kind: 'file', from },
    edit: { type: 'other', kind: 'edit', from },
    unknown: { type: 'other', kind: 'unknown', from },
    stale: { type: 'press', data: '0:0', callback: 'x', from },
    forged: { type: 'press', data: 'b:accept:1', callback: 'x', from },
    garbage: { type: 'press', data: '\u0000{}', callback: 'x', from },
    far: { type: 'press', data: '99:999', callback: 'x', from },
  };
  // Where free words are the answer, these are words like others.
  const WORDS: Record<string, CustomerEvent> = {
    digits: said('9'.repeat(1000)),
    emoji: said('🎉🎉🎉'),
    rtl: said('\u202eשלום עולם\u202c'),
    sql: said("'; DROP TABLE orders; --"),
    html: said('<script>alert(1)</script>'),
    markdown: said('*_[x](http://y)_*'),
    slash: said('/nonsense'),
    photo: { type: 'photo', file: 'f', from },
  };
  const ONLY: Record<string, [string, CustomerEvent][]> = {
    servings: [
      ['0 кг', said('0 кг')],
      ['1000 кг', said('1000 кг')],
      ['-3', said('-3 кг')],
    ],
    date: [
      ['yesterday', said('вчера')],
      ['31.02', said('31.02')],
      ['far', said('1 марта 2031')],
      ['sunday', said('29 ноября')],
      ['soon', said('завтра')],
    ],
    phone: [
      ['letters', said('мой телефон')],
      ['short', said('123')],
    ],
    name: [['number', said('12345')]],
    inscription: [['long', said('я'.repeat(41))]],
    address: [['short', said('5')]],
    filling: [['unknown', said('селёдка')]],
    occasion: [['unknown', said('зелёный слоник')]],
  };
  const FREE = ['inscription', 'wishes', 'allergens', 'address'];
  for (const key of PLACES) {
    const inputs = [...Object.entries(BAD), ...(FREE.includes(key) ? [] : Object.entries(WORDS)), ...(ONLY[key] ?? [])];
    it.each(inputs)(`${key}: %s`, (_, event) => {
      const chat = chatAt(key);
      const { draft } = chat.state!;
      chat.event(event);
      expect(chat.state).toMatchObject({ at: key });
      expect(chat.state?.draft).toEqual(draft);
      expect(chat.replies.length).toBeGreaterThan(0);
      expect(chat.replies[0].text.length).toBeGreaterThan(10);
      expect(chat.replies.flatMap(({ buttons }) => buttons ?? []).length).toBeGreaterThan(0);
    });
  }

  const event = fc.oneof(
    fc.constantFrom(...Object.values(BAD), ...Object.values(WORDS)),
    fc
      .constantFrom(
        'да',
        'нет',
        'назад',
        'отмена',
        'заново',
        'изменить дату',
        '/start',
        '/en',
        '/ru',
        'цена',
        'статус',
        '2',
        '12 гостей',
        'медовик',
        'в субботу',
        'готово',
        'Анна',
        '+79991234567',
        'человек',
        'удалить мои данные',
        '13:00–17:00',
      )
      .map(said),
    fc.string({ maxLength: 60 }).map(said),
    fc.constant<CustomerEvent>({ type: 'photo', file: 'f', album: 'a', from }),
    fc.constant<CustomerEvent>({ type: 'contact', phone: '79991234567', from }),
  );
  const move = fc.oneof(
    { weight: 5, arbitrary: fc.nat({ max: 12 }).map((index) => ({ press: index })) },
    { weight: 3, arbitrary: event.map((one) => ({ event: one })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('accept', 'decline', 'bake', 'finish', 'hand_over').map((action) => ({ action })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('remind_baker' as const, 'hold_over' as const).map((timer) => ({ timer })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({
          words: fc.constantFrom('4500', 'Какого цвета крем?', '/bot', '', 'цена 100'),
          order: fc.constantFrom(1001, null, 7),
        })
        .map((reply) => ({ reply })),
    },
    { weight: 1, arbitrary: fc.constantFrom(1, 70, 800).map((minutes) => ({ minutes })) },
  );

  it('no sequence of inputs makes it throw or fall silent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.array(move, { maxLength: 40 }), (place, moves) => {
        const chat = chatAt(place);
        for (const one of moves) {
          const number = chat.orders[0]?.number ?? 1001;
          if ('press' in one) {
            const label = chat.labels[one.press % Math.max(1, chat.labels.length)];
            if (label) chat.data(label[1]);
          } else if ('action' in one) chat.bakerPress(`b:${one.action}:${number}`);
          else if ('reply' in one) chat.bakerReply({ text: one.reply.words }, { order: one.reply.order });
          else if ('minutes' in one) {
            chat.pass(one.minutes);
            chat.step({ type: 'timer', timer: 'silence_over', order: null });
          } else if ('timer' in one) chat.step({ type: 'timer', timer: one.timer, order: number });
          else {
            const album = one.event.type === 'photo' && chat.state?.album === 'a';
            chat.event(one.event);
            // Where a person was called, what she says is relayed to the bakery instead.
            if (!album) expect(chat.replies.length + chat.cards.length).toBeGreaterThan(0);
          }
          if (chat.state) expect([...PLACES, 'waiting', 'declined', 'done']).toContain(chat.state.at);
        }
      }),
      { numRuns: 150 },
    );
  });
});
