import { routeInbound, type CustomerEvent } from '../../../lib/dialogue';
import { readPrice } from '../../../lib/dialogue/baker/words';
import { BAKER, Chat, chatAt, placed } from './harness';

const total = (chat: Chat) => chat.order(1001).total;
const sum = (chat: Chat) => chat.order(1001).lines.reduce((all, line) => all + line.total, 0);

describe('the baker answers a card', () => {
  it('with a question: the customer’s next words are the answer, whatever they are', () => {
    const chat = placed().bakerReply({ text: 'Какого цвета крем?' });
    expect(chat.told).toContain('Кондитер пишет о заказе № 1001: «Какого цвета крем?»');
    expect(chat.answered).toBe('Передали клиенту.');
    chat.say('отмена цвета, просто белый');
    expect(chat.cards).toMatchObject([{ kind: 'note', order: 1001, text: expect.stringContaining('просто белый') }]);
    expect(chat.asked).toBe('waiting');
  });

  it('with a question while another cake is being chosen: answered, then that question comes again', () => {
    const chat = placed()
      .say('статус')
      .press('Новый заказ')
      .press(/День рождения/);
    expect(chat.asked).toBe('servings');
    chat.bakerReply({ text: 'Свечи нужны?' }).say('2');
    expect(chat.cards).toMatchObject([{ order: 1001, text: expect.stringContaining('«2»') }]);
    expect([chat.asked, chat.state?.draft.weightG]).toEqual(['servings', undefined]);
    expect(chat.press('Семейный').asked).toBe('filling');
  });

  it('with a photo of the finished cake', () => {
    const chat = placed().bakerPress('b:accept:1001').bakerPress('b:bake:1001').bakerReply({ photo: 'cake.jpg' });
    expect(chat.replies[0]).toMatchObject({ image: 'cake.jpg', text: expect.stringContaining('№ 1001') });
    expect(chat.bakerReply({ photo: 'f', text: 'Вот такой!' }).replies[0].text).toContain('«Вот такой!»');
  });

  it('with a reason after declining', () => {
    const chat = placed().bakerPress('b:decline:1001').bakerReply({ text: 'Нет вишни' });
    expect(chat.told).toContain('Кондитер пишет о заказе № 1001: «Нет вишни»');
    expect(chat.order(1001).declineReason).toBe('Нет вишни');
  });

  it('empty words, an order that is gone and a customer who blocked the bot are told to her', () => {
    expect(placed().bakerReply({ text: '  ' }).answered).toContain('Сообщение пустое');
    expect(placed().bakerReply({ text: 'ау' }, { order: 5 }).answered).toContain('Такого заказа нет');
    const blocked = placed()
      .event({ type: 'blocked', from: { id: '7' } })
      .bakerReply({ text: 'ау' });
    expect([blocked.told, blocked.answered]).toEqual(['', expect.stringContaining('заблокировал')]);
  });
});

describe('the baker’s own price', () => {
  it('is asked, and agreed: the order has it and is accepted', () => {
    const chat = placed();
    const before = total(chat);
    chat.bakerReply({ text: '7 200 руб' });
    expect([chat.asked, total(chat)]).toEqual(['offer', before]);
    expect(chat.holds[1001]).toMatchObject({ until: '2026-11-23T00:00:00+03:00' });
    chat.press('Да, 7');
    expect(chat.order(1001)).toMatchObject({ status: 'accepted', total: 720000 });
    expect(sum(chat)).toBe(720000);
    expect(chat.holds[1001]?.until).toBeNull();
    expect(chat.cards).toMatchObject([
      { kind: 'edit', message: '77', buttons: [{ data: 'b:bake:1001' }] },
      { kind: 'note', text: expect.stringContaining('Клиент согласен') },
    ]);
    expect(chat.told).toContain('принят');
  });

  it('is refused: the order is cancelled, its place free', () => {
    const chat = placed().bakerReply({ text: '9000' }).say('нет');
    expect(chat.order(1001).status).toBe('cancelled');
    expect(chat.holds[1001]).toBeNull();
    expect(chat.cards.map(({ text }) => text).join()).toContain('клиенту не подошла');
  });

  it('can be answered later, in the middle of another order; an older price cannot', () => {
    const chat = placed().bakerReply({ text: '9000' });
    const [, old] = chat.labels.find(([label]) => label.startsWith('Да'))!;
    chat.bakerReply({ text: '8000' });
    const [, yes] = chat.labels.find(([label]) => label.startsWith('Да'))!;
    chat
      .say('/start')
      .press('Новый заказ')
      .press(/День рождения/);
    expect(chat.data(old).told).toContain('больше не действует');
    expect(chat.order(1001).status).toBe('awaiting_baker');
    expect(chat.data(yes).order(1001)).toMatchObject({ status: 'accepted', total: 800000 });
    expect(chat.asked).toBe('servings');
    expect(chat.data(yes).told).toContain('больше не действует');
  });

  it('is shown again to whoever asks how things stand', () => {
    const chat = placed().bakerReply({ text: '9000' }).say('статус');
    expect(chat.told).toContain('ждём вашего ответа');
    expect(chat.press('Да, 9').order(1001).total).toBe(900000);
  });

  it('is over when the baker accepts at the old price, or nobody answers in time', () => {
    const chat = placed();
    const before = total(chat);
    chat.bakerReply({ text: '9000' });
    const [, yes] = chat.labels.find(([label]) => label.startsWith('Да'))!;
    expect(chat.bakerPress('b:accept:1001').data(yes).order(1001).total).toBe(before);
    const late = placed().bakerReply({ text: '9000' });
    late.step({ type: 'timer', timer: 'hold_over', order: 1001 });
    expect([late.told, late.order(1001).status]).toEqual([expect.stringContaining('о новой цене'), 'cancelled']);
  });

  it('cannot be named for an accepted order, nor is the same price one', () => {
    expect(placed().bakerPress('b:accept:1001').bakerReply({ text: '9000' }).answered).toContain('уже нельзя');
    const chat = placed();
    const same = placed().bakerReply({ text: String(total(chat) / 100) });
    expect([same.answered, same.told]).toEqual([expect.stringContaining('Цена и так'), '']);
  });

  it.each([
    ['4500', 450000],
    ['4 500 ₽', 450000],
    ['цена: 4500,50 руб.', 450050],
    ['Новая цена 12000р', 1200000],
    ['45', null],
    ['4500 за всё?', null],
    ['+79991234567', null],
    ['31.12', null],
  ])('%s is read as %s', (text, kopecks) => expect(readPrice(text)).toBe(kopecks));
});

describe('a person', () => {
  const called = (key = 'filling') => chatAt(key).say('позовите человека');

  it('is called: the bot says for how long it is quiet, and sets the time', () => {
    const chat = called();
    expect(chat.told).toContain('помолчу 1\u00a0час');
    expect(chat.effects).toContainEqual({ kind: 'timer', timer: 'silence_over', order: null, at: '2026-11-22T13:00:00+03:00' }); // prettier-ignore
  });

  it('gets every word and photo, and nothing is taken for an answer', () => {
    const chat = called();
    for (const words of ['Медовик', 'нет', 'назад', '1', 'отмена']) {
      chat.say(words);
      expect([chat.replies, chat.cards]).toMatchObject([
        [],
        [{ kind: 'note', order: null, text: `💬 Анна: ${words}` }],
      ]);
    }
    chat.event({ type: 'photo', file: 'pic', caption: 'такой', from: chat.person });
    expect(chat.cards).toMatchObject([{ kind: 'photo', image: 'pic', order: null }]);
    expect(chat.event({ type: 'other', kind: 'voice', from: chat.person }).told).toContain('не смогу');
    expect(chat.state).toMatchObject({ at: 'filling', draft: { weightG: 2000 } });
  });

  it('answers, with words and photos', () => {
    const chat = called().bakerReply({ text: 'Здравствуйте! Да, можно.' }, { order: null });
    expect(chat.told).toBe('👩‍🍳 Сладкая мастерская: Здравствуйте! Да, можно.');
    expect(chat.answered).toContain('Бот молчит ещё 1\u00a0час');
    expect(chat.bakerReply({ photo: 'p' }, { order: null }).replies[0]).toMatchObject({ image: 'p' });
  });

  it('each side’s words make a talk longer, hers alone do not', () => {
    const alone = called().pass(59).say('ау').pass(2);
    expect(alone.say('Медовик').asked).toBe('coating');
    const talk = called().bakerReply({ text: 'да?' }, { order: null }).pass(50).say('вот что').pass(50).say('ещё');
    expect(talk.replies).toEqual([]);
  });

  it.each([
    ['her button', (chat: Chat) => chat.press('Вернуться к заказу')],
    ['her word', (chat: Chat) => chat.say('Продолжить')],
    ['the bakery’s word', (chat: Chat) => chat.bakerReply({ text: '/bot' }, { order: null })],
  ])('the bot comes back by %s and goes on where it stopped', (_name, back) => {
    const chat = called('date');
    back(chat);
    expect([chat.asked, chat.state?.human]).toEqual(['date', undefined]);
    expect(chat.effects).toContainEqual({ kind: 'cancel_timers', order: null });
  });

  it('a command is for the bot', () => {
    expect(called('date').say('/help').told).toContain('Я собираю заказ');
  });

  it('who never came is excused, and the bakery is told', () => {
    const chat = called('date').pass(60);
    chat.step({ type: 'timer', timer: 'silence_over', order: null });
    expect(chat.told).toContain('Простите');
    expect(chat.asked).toBe('date');
    expect(chat.cards).toMatchObject([
      { kind: 'note', order: null, text: expect.stringContaining('никто не ответил') },
    ]);
  });

  it('a timer that is too early or too late says nothing', () => {
    const early = called().pass(30);
    early.step({ type: 'timer', timer: 'silence_over', order: null });
    expect([early.replies, early.effects]).toEqual([[], []]);
    const late = called().press('Вернуться к заказу').pass(60);
    late.step({ type: 'timer', timer: 'silence_over', order: null });
    expect([late.replies, late.effects]).toEqual([[], []]);
  });

  it('can be called after a declined consent, and writes first to an old card', () => {
    const chat = new Chat().say('/start').press('Нет, не сейчас').press('Позвать человека');
    expect(chat.asked).toBe('human');
    const first = chatAt('date').bakerReply({ text: 'Добрый день' }, { order: null });
    expect(first.say('кто вы?').cards).toMatchObject([{ order: null }]);
  });
});

describe('strangers', () => {
  const reply = (from: { id: string }, chat: string, fromBot = true) => {
    const event: CustomerEvent = { type: 'text', text: '1', from };
    return routeInbound({ chat, event, replyTo: { fromBot, message: '77' }, private: chat === from.id }, placed().shop);
  };
  it.each([
    ['a stranger’s answer to a card in the bakery’s chat', reply({ id: '666' }, '500000001'), 'stranger'],
    ['an answer to a forwarded card', reply(BAKER, '500000001', false), 'words_without_card'],
  ])('%s reaches nobody', (_name, route, what) => {
    expect(route).toMatchObject({ kind: 'bakers_chat', event: { what } });
  });
  it('an answer in her own chat is a customer’s', () => {
    expect(reply({ id: '666' }, '666')).toMatchObject({ kind: 'customer' });
  });
  it('voices of the bakery are not swallowed', () => {
    const event: CustomerEvent = { type: 'other', kind: 'voice', from: BAKER };
    const inbound = { chat: BAKER.id, event, replyTo: { fromBot: true, message: '7' }, private: true };
    expect(routeInbound(inbound, placed().shop)).toMatchObject({ event: { what: 'not_relayed' } });
  });
});

describe('a day by hand', () => {
  const day = (text: string, from = BAKER) => {
    const chat = new Chat();
    const route = routeInbound({ chat: BAKER.id, event: { type: 'text', text, from }, private: true }, chat.shop);
    chat.step(route.event);
    return chat;
  };
  it.each([
    ['/day 31.12 выходной', { day: '2026-12-31', closed: true, extra: 0 }, 'выходной'],
    ['/day 30 декабря +5', { day: '2026-12-30', closed: false, extra: 5 }, 'баллов работы 13'],
    ['/день 30.12 как обычно', { day: '2026-12-30', closed: false, extra: 0 }, 'как обычно'],
    ['/day завтра закрыто', { day: '2026-11-23', closed: true, extra: 0 }, 'выходной'],
  ])('%s', (text, effect, said) => {
    const chat = day(text);
    expect(chat.effects).toEqual([{ kind: 'day', ...effect }]);
    expect(chat.text).toContain(said);
  });
  it.each(['/day', '/day выходной', '/day 31.12', '/day 40.12 выходной'])('%s is explained', (text) => {
    const chat = day(text);
    expect([chat.effects, chat.text]).toEqual([[], expect.stringContaining('/day 31.12 выходной')]);
  });
  it('is not for strangers', () => {
    expect(day('/day 31.12 выходной', { id: '666' }).effects).toEqual([]);
  });
  it('takes no orders on a day that was closed', () => {
    const chat = chatAt('date');
    chat.availability.closed = ['2026-11-28'];
    expect(chat.say('28 ноября').text).toContain('выходной');
  });
});

describe('deleting her data', () => {
  it('is asked, done and begins anew', () => {
    const chat = chatAt('summary').say('удалите мои данные');
    expect(chat.asked).toBe('forget');
    chat.press('Да, удалить');
    expect([chat.effects, chat.asked, chat.state]).toEqual([[{ kind: 'forget' }], 'forgotten', null]);
    expect(chat.say('привет').asked).toBe('consent');
  });
  it('is refused while an order is open, allowed after', () => {
    expect(placed().say('/delete').text).toContain('Сейчас данные удалить нельзя');
    const chat = placed().bakerPress('b:decline:1001').say('/delete');
    expect(chat.asked).toBe('forget');
  });
  it('keeps everything when she thinks better of it', () => {
    expect(chatAt('date').say('delete my data').press('Продолжить').state).toMatchObject({ at: 'date', draft: { filling: 'медовик' } }); // prettier-ignore
  });
});

it('a shop that takes no orders passes the wishes on and stores none', () => {
  const chat = chatAt('phone');
  chat.shop!.takesOrders = false;
  chat.say('+7 999 123-45-67');
  expect([chat.asked, chat.orders]).toEqual(['summary', []]);
  chat.press('Подтвердить');
  expect(chat.effects).toMatchObject([
    { kind: 'handoff', text: expect.stringMatching(/Заявка на торт: Анна[\s\S]*Медовик/) },
  ]);
  expect([chat.asked, chat.orders]).toEqual(['placed', []]);
});
