import { ANSWERS, BAKER, Chat, chatAt, placed } from './harness';

describe('a whole order by buttons', () => {
  for (const language of ['ru', 'en'] as const) {
    it(`asks every question and reaches the baker (${language})`, () => {
      const chat = new Chat(language).say('/start');
      for (const [key, answer] of ANSWERS) {
        expect([chat.state?.at, chat.asked]).toEqual([key, key]);
        answer(chat);
      }
      expect(chat.state?.at).toBe('summary');
      expect(chat.effects).toEqual([
        expect.objectContaining({ kind: 'order', order: expect.objectContaining({ number: null, status: 'draft' }) }),
      ]);
      // 2 kg of honey cake, berries, inscription, delivery.
      expect(chat.order(1001).total).toBe((2 * 2400 + 700 + 300 + 700) * 100);
      expect(chat.text).toContain(language === 'ru' ? 'Итого: 6\u00a0500\u00a0₽' : 'Total: 6,500\u00a0₽');
      expect(chat.text).not.toMatch(/предоплат|deposit/i);

      chat.press(/Подтвердить|Confirm/);
      expect(chat.state).toMatchObject({ at: 'waiting', order: 1001 });
      expect(chat.text).toContain('1001');
      expect(chat.order(1001)).toMatchObject({
        status: 'awaiting_baker',
        dueAt: expect.stringMatching(/T13:00:00\+03:00$/),
      });
      const [card] = chat.cards;
      expect(card.buttons).toEqual([
        { label: 'Принять', data: 'b:accept:1001' },
        { label: 'Отклонить', data: 'b:decline:1001' },
      ]);
      for (const part of [
        'Заказ № 1001',
        'Медовик',
        '2\u00a0кг',
        'Крем-чиз',
        'Свежие ягоды',
        '«С днём рождения, Ёлка!»',
        'Аллергии: нет',
        '13:00–17:00',
        'ул. Ленина, 5',
        'Анна',
        '+7 999 123-45-67',
        '6\u00a0500\u00a0₽',
      ]) {
        expect(card.text).toContain(part);
      }
    });
  }

  it('holds the place for the decision and sets both timers', () => {
    const chat = placed();
    expect(chat.effects.filter(({ kind }) => kind === 'timer')).toEqual([
      { kind: 'timer', timer: 'remind_baker', order: 1001, at: '2026-11-22T14:00:00+03:00' },
      { kind: 'timer', timer: 'hold_over', order: 1001, at: '2026-11-23T00:00:00+03:00' },
    ]);
    // A family cake takes 3 points of a Tuesday's 8.
    expect(chat.holds[1001]).toEqual({ day: '2026-11-24', points: 3, until: '2026-11-23T00:00:00+03:00', limit: 8 });
  });
});

describe('a whole order by words', () => {
  it('understands what a Russian customer types', () => {
    const chat = new Chat('ru').say('здравствуйте');
    const words = [
      'да',
      'свадьба',
      'на 12 человек',
      'медовик',
      'мастика',
      'без декора',
      'без надписи',
      'побольше ягод',
      'готово',
      'на орехи',
      'готово',
      'давайте в субботу',
      'к 15',
      'самовывоз',
      'меня зовут Анна',
      '8 999 123 45 67',
    ];
    for (const said of words) chat.say(said);
    expect(chat.state?.at).toBe('summary');
    expect(chat.state?.draft).toMatchObject({
      occasion: 'wedding',
      weightG: 2000,
      servings: 12,
      filling: 'медовик',
      coating: 'мастика',
      decor: null,
      inscription: '',
      wishes: 'побольше ягод',
      allergens: ['nuts'],
      allergyNote: 'на орехи',
      date: '2026-11-28',
      window: expect.any(String),
      fulfilment: 'pickup',
      name: 'Анна',
      phone: '+79991234567',
    });
    chat.say('да');
    expect(chat.order(1001).status).toBe('awaiting_baker');
  });

  it('understands what an English customer types', () => {
    const chat = new Chat('en-GB').say('hi');
    const words = [
      'yes',
      'birthday',
      '2.5 kg',
      'chocolate',
      'cream cheese',
      'no decoration',
      'Happy Birthday',
      "yes, that's right",
      'no',
      'none',
      'saturday',
      '13:00-17:00',
      'delivery',
      'suburbs',
      '10 Lenin street',
      'Anna',
      '+447911123456',
    ];
    for (const said of words) chat.say(said);
    expect(chat.asked).toBe('summary');
    chat.say('confirm');
    expect(chat.order(1001)).toMatchObject({ status: 'awaiting_baker', language: 'en' });
  });
});

describe('the life of an order', () => {
  it('accept, bake, finish, hand over: card and customer follow', () => {
    const chat = placed();
    const steps = [
      ['accept', 'accepted', 'b:bake:1001', /принял/],
      ['bake', 'baking', 'b:finish:1001', /печь/],
      ['finish', 'ready', 'b:hand_over:1001', /готов/],
    ] as const;
    for (const [action, status, button, told] of steps) {
      chat.bakerPress(`b:${action}:1001`);
      expect(chat.order(1001).status).toBe(status);
      expect(chat.cards).toEqual([
        expect.objectContaining({ kind: 'edit', message: '77', buttons: [expect.objectContaining({ data: button })] }),
      ]);
      expect(chat.replies.find(({ to }) => to)).toMatchObject({
        answers: expect.any(String),
        to: { chat: '500000001' },
      });
      expect(chat.replies.find(({ to }) => !to)?.text).toMatch(told);
      if (action === 'accept') expect(chat.holds[1001]).toMatchObject({ points: 3, until: null });
    }
    chat.bakerPress('b:hand_over:1001');
    expect(chat.order(1001).status).toBe('handed_over');
    expect(chat.cards).toEqual([expect.objectContaining({ kind: 'closed', buttons: [] })]);
    expect(chat.text).toContain('Спасибо');
    expect(chat.holds[1001]).toMatchObject({ points: 3, until: null });
    expect(chat.say('привет').state?.at).toBe('occasion');
    expect(chat.state?.draft).toMatchObject({ name: 'Анна', phone: '+79991234567' });
  });

  it('a second press only answers the press', () => {
    const chat = placed().bakerPress('b:accept:1001');
    const state = chat.state;
    for (const action of ['accept', 'decline', 'finish', 'hand_over']) {
      chat.bakerPress(`b:${action}:1001`);
      expect(chat.effects).toEqual([]);
      expect(chat.state).toEqual(state);
      expect(chat.replies).toEqual([expect.objectContaining({ text: '', toast: 'Заказ уже принят' })]);
    }
  });

  it('decline frees the place, keeps the draft, and a reply to the card gives the reason', () => {
    const chat = placed();
    const draft = chat.state?.draft;
    chat.bakerPress('b:decline:1001');
    expect(chat.order(1001).status).toBe('declined');
    expect(chat.holds[1001]).toBeNull();
    expect(chat.effects).toContainEqual({ kind: 'cancel_timers', order: 1001 });
    expect(chat.cards[0]).toMatchObject({ kind: 'closed', text: expect.stringContaining('ответьте на эту карточку') });
    expect(chat.state?.draft).toEqual(draft);
    expect(chat.labels.map(([label]) => label)).toEqual(
      expect.arrayContaining(['Выбрать другой день', 'Изменить торт', 'Начать заново', 'Позвать человека']),
    );
    chat.step({
      type: 'baker_words',
      order: 1001,
      text: 'Нет клубники',
      from: BAKER,
      card: { chat: '500000001', message: '77' },
    });
    expect(chat.order(1001).declineReason).toBe('Нет клубники');
    expect(chat.text).toContain('Нет клубники');
    chat.press('Выбрать другой день');
    expect(chat.asked).toBe('date');
    chat.data(chat.labels[1][1]);
    expect(chat.state?.at).toBe('summary');
    chat.press('Подтвердить');
    expect(chat.order(1002).status).toBe('awaiting_baker');
  });

  it('is accepted at once where the shop wants no approval', () => {
    const chat = chatAt('summary');
    if (chat.shop) chat.shop.baker.approval = false;
    chat.press('Подтвердить');
    expect(chat.order(1001).status).toBe('accepted');
    expect(chat.holds[1001]?.until).toBeNull();
    expect(chat.effects.some(({ kind }) => kind === 'timer')).toBe(false);
    expect(chat.cards[0].buttons.map(({ data }) => data)).toEqual(['b:bake:1001', 'b:cancel:1001']);
  });

  it('is cancelled by the customer, after asking', () => {
    const chat = placed().say('когда торт?');
    expect(chat.asked).toBe('waiting');
    expect(chat.text).toContain('1001');
    chat.press('Отменить заказ').press('Да, отменить');
    expect(chat.order(1001).status).toBe('cancelled');
    expect(chat.holds[1001]).toBeNull();
    expect(chat.cards).toEqual([expect.objectContaining({ kind: 'note' })]);
    expect(chat.state?.at).toBe('done');
  });

  it('cannot be cancelled once it is in the oven', () => {
    const chat = placed().say('?').press('Отменить заказ');
    const yes = chat.labels[0][1];
    chat.bakerPress('b:accept:1001').bakerPress('b:bake:1001');
    chat.data(yes);
    expect(chat.order(1001).status).toBe('baking');
    expect(chat.text).toContain('отменить уже нельзя');
  });
});

describe('time', () => {
  it('reminds, then lets the order go', () => {
    const chat = placed();
    chat.step({ type: 'timer', timer: 'remind_baker', order: 1001 });
    expect(chat.cards).toEqual([
      expect.objectContaining({ kind: 'note', text: expect.stringContaining('ждёт решения') }),
    ]);
    chat.step({ type: 'timer', timer: 'hold_over', order: 1001 });
    expect(chat.order(1001).status).toBe('cancelled');
    expect(chat.holds[1001]).toBeNull();
    expect(chat.cards).toHaveLength(1);
    expect(chat.state?.at).toBe('declined');
    chat.press('Вернуться к заказу');
    expect(chat.state?.at).toBe('summary');
  });

  it('does nothing when it comes too late', () => {
    const chat = placed().bakerPress('b:accept:1001');
    const state = chat.state;
    for (const timer of ['remind_baker', 'hold_over'] as const) {
      expect(chat.step({ type: 'timer', timer, order: 1001 })).toEqual({ state, replies: [], effects: [] });
      expect(chat.step({ type: 'timer', timer, order: 999 })).toEqual({ state, replies: [], effects: [] });
    }
  });
});

describe('two orders in one chat', () => {
  it('the baker decides about one while the other is being put together', () => {
    const chat = placed().say('ещё').press('Новый заказ');
    expect(chat.state?.at).toBe('occasion');
    chat.press('Свадьба');
    const { state } = chat;
    chat.bakerPress('b:accept:1001');
    expect({ ...chat.state, cards: undefined }).toEqual(state);
    chat.bakerPress('b:bake:1001').bakerPress('b:finish:1001').bakerPress('b:hand_over:1001');
    expect({ ...chat.state, cards: undefined }).toEqual(state);
  });

  it('declines one beside the other without touching it', () => {
    const chat = placed().say('ещё').press('Новый заказ').press('Свадьба');
    const { state } = chat;
    chat.bakerPress('b:decline:1001');
    expect({ ...chat.state, cards: undefined }).toEqual(state);
    expect(chat.replies.some(({ buttons }) => buttons)).toBe(false);
  });

  it('keeps both and tells of both', () => {
    const chat = placed().say('ещё').press('Новый заказ');
    for (const [key, answer] of ANSWERS) if (key === chat.state?.at) answer(chat);
    chat.press('Подтвердить');
    expect(chat.order(1002).status).toBe('awaiting_baker');
    expect(chat.order(1001).status).toBe('awaiting_baker');
    chat.say('статус');
    expect(chat.text).toMatch(/1001[\s\S]*1002/);
    chat.press('Отменить заказ');
    chat.press('Отменить заказ № 1001').press('Да, отменить');
    expect([chat.order(1001).status, chat.order(1002).status, chat.state?.at]).toEqual([
      'cancelled',
      'awaiting_baker',
      'waiting',
    ]);
  });
});

it('the last place is gone at the moment of confirming: only the day is asked again', () => {
  const chat = chatAt('summary');
  const { date, ...rest } = chat.state?.draft ?? {};
  chat.availability = { ...chat.availability, booked: { [date ?? '']: 8 } };
  chat.press('Подтвердить');
  expect(chat.text).toContain('последнее место');
  expect(chat.state).toMatchObject({ at: 'date', draft: rest });
  expect(chat.cards).toEqual([]);
  chat.data(chat.labels[0][1]).press('Подтвердить');
  expect(chat.order(1001)).toMatchObject({ status: 'awaiting_baker', draft: expect.objectContaining(rest) });
});
