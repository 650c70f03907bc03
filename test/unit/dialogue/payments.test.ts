import fc from 'fast-check';
import { paidOf, pendingOf } from '../../../lib/order/books';
import { money } from '../../../lib/dialogue/format';
import type { PaymentEffect } from '../../../lib/dialogue';
import { chatAt, type Chat } from './harness';
import { Bank, books, ordered, SETTINGS } from './paying';

const accept = (chat: Chat) => chat.bakerPress('b:accept:1001');
const payments = (chat: Chat) => chat.effects.filter((one): one is PaymentEffect => one.kind === 'payment');
const status = (chat: Chat) => chat.order(1001).status;
const rub = (kopecks: number) => money(kopecks, 'ru');

/** An accepted order whose deposit is asked for by link. */
function asked(more = {}): { chat: Chat; bank: Bank } {
  const chat = accept(ordered(more));
  const bank = new Bank(chat);
  if (chat.shop!.payment.providers.length > 1) chat.press('Картой или СБП');
  bank.play().settle();
  return { chat, bank };
}

/** An order whose deposit is paid. */
function deposited(more = {}): { chat: Chat; bank: Bank } {
  const { chat, bank } = asked(more);
  bank.pay('1001-1');
  bank.settle();
  return { chat, bank };
}

describe('the deposit', () => {
  it('is asked for once the baker has accepted, with the rules, and the place is held as long as it may be paid', () => {
    const chat = accept(ordered());
    const { deposit } = chat.order(1001);
    expect([status(chat), chat.asked]).toEqual(['awaiting_payment', 'pay']);
    expect(chat.told).toContain(rub(deposit));
    expect(chat.told).toContain('72 ч');
    expect(chat.told).toContain('50 %');
    expect(chat.holds[1001]).toMatchObject({ until: '2026-11-22T13:15:00+03:00' });
    expect(chat.effects).toContainEqual(
      expect.objectContaining({ kind: 'timer', timer: 'hold_over', at: '2026-11-22T13:15:00+03:00' }),
    );
  });

  it('with one way its link is made at once', () => {
    const { chat } = asked({ providers: ['tbank'] });
    expect(chat.replies[0].link?.url).toBe('https://pay.example.com/1001-1');
  });

  it('paid: the place is hers, the baker knows, and the books say so', () => {
    const { chat, bank } = deposited();
    expect(status(chat)).toBe('accepted');
    expect(chat.holds[1001]).toMatchObject({ until: null });
    expect([books(chat), bank.balance(1001)]).toEqual([chat.order(1001).deposit, chat.order(1001).deposit]);
    expect(chat.told).toContain('Получили');
    expect(chat.cards.some(({ kind, text }) => kind === 'note' && text.includes('получено'))).toBe(true);
  });

  it('asks a repeated press for the same link and makes no second one', () => {
    const { chat } = asked();
    chat.data('p:yookassa:1001');
    expect(payments(chat)).toEqual([]);
    expect(chat.replies[0].link?.url).toBe('https://pay.example.com/1001-1');
  });

  it('is found again by words, from anywhere', () => {
    const { chat } = asked();
    expect(chat.say('хочу оплатить').asked).toBe('pay');
    expect(chat.press('Картой или СБП').replies[0].link?.url).toBe('https://pay.example.com/1001-1');
    chat.data('p:yookassa:1001');
    expect(deposited().chat.say('где ссылка на оплату').asked).toBe('pay');
    expect(ordered().say('как оплатить').told).toContain('ничего не нужно');
  });

  it('not paid in time: the place is free, the link is dead for us, both are told', () => {
    const { chat, bank } = asked();
    chat.pass(76).step({ type: 'timer', timer: 'hold_over', order: 1001 });
    expect([status(chat), chat.holds[1001]]).toEqual(['cancelled', null]);
    expect(chat.told).toContain('не дождались оплаты');
    expect(bank.play().balance(1001)).toBe(0);
  });

  it('late money takes the place if it is free', () => {
    const { chat, bank } = asked();
    chat.pass(76).step({ type: 'timer', timer: 'hold_over', order: 1001 });
    bank.play().pay('1001-1');
    bank.settle();
    expect([status(chat), chat.holds[1001]]).toMatchObject(['accepted', { until: null }]);
    expect(chat.told).toContain('место ещё свободно');
  });

  it('late money for a place that is gone goes back by itself', () => {
    const { chat, bank } = asked();
    chat.pass(76).step({ type: 'timer', timer: 'hold_over', order: 1001 });
    bank.play();
    const { date = '' } = chat.order(1001).draft;
    chat.availability = { ...chat.availability, booked: { ...chat.availability.booked, [date]: 1000 } };
    bank.pay('1001-1');
    bank.settle();
    expect([status(chat), books(chat), bank.balance(1001)]).toEqual(['refunded', 0, 0]);
  });

  it('paid by hand: the baker presses «Получено»', () => {
    const chat = accept(ordered());
    const card = chat.cards.find(({ kind }) => kind === 'edit2');
    chat.press('Наличными или переводом');
    expect(chat.asked).toBe('pay_by_hand');
    expect(chat.holds[1001]).toMatchObject({ until: '2026-11-23T00:00:00+03:00' });
    expect(card?.buttons.map(({ label }) => label)).toEqual(['Получено', 'Отклонить']);
    chat.bakerPress('b:received:1001');
    expect([status(chat), books(chat)]).toEqual(['accepted', chat.order(1001).deposit]);
    expect(chat.bakerPress('b:received:1001').answered).toBe('Отмечено: деньги получены');
    expect(books(chat)).toBe(chat.order(1001).total);
    expect(chat.bakerPress('b:received:1001').answered).toContain('ничего не ждём');
  });

  it('cash and link both: what is too much goes back', () => {
    const { chat, bank } = asked();
    chat.bakerPress('b:received:1001');
    bank.play().pay('1001-1');
    bank.settle();
    expect([status(chat), books(chat), bank.balance(1001)]).toEqual([
      'accepted',
      chat.order(1001).deposit,
      chat.order(1001).deposit,
    ]);
  });

  it('no link can be had: the reason is for the baker, she may try again', () => {
    const chat = accept(ordered()).press('Картой или СБП');
    const [effect] = payments(chat);
    const fact = { is: 'no_link' as const, why: 'refused' as const, detail: 'ЮKassa не приняла ключ.' };
    chat.step({ type: 'money', order: 1001, payment: effect.payment, fact });
    expect([chat.asked, chat.told.includes('ЮKassa не приняла')]).toEqual(['pay_again', false]);
    expect(chat.cards[0].text).toContain('ЮKassa не приняла ключ.');
    chat.data('p::1001').press('Картой или СБП');
    expect(payments(chat)[0]).toMatchObject({ do: 'link', payment: '1001-2', idempotence: '1001-2' });
  });

  it('in a shop without the baker’s approval it is asked for with the confirmation', () => {
    const chat = chatAt('summary');
    chat.shop!.payment = { ...SETTINGS };
    chat.shop!.baker.approval = false;
    chat.press('Подтвердить');
    expect([status(chat), chat.asked]).toEqual(['awaiting_payment', 'pay']);
    expect(chat.holds[1001]).toMatchObject({ until: '2026-11-22T13:15:00+03:00' });
  });

  it('without a way to pay, or without a deposit, an accepted order is accepted', () => {
    expect(status(accept(ordered({ providers: [] })))).toBe('accepted');
    const chat = chatAt('summary');
    chat.shop!.payment = { ...SETTINGS };
    chat.shop!.menu.depositPercent = 0;
    expect(status(accept(chat.say('помощь').press('Подтвердить')))).toBe('accepted');
  });
});

describe('calling it off', () => {
  it.each([
    ['in time all comes back', 24, 1],
    ['late the share of the rules is kept', 72, 0.5],
  ])('%s', (_, cancelHours, share) => {
    const { chat, bank } = deposited({ cancelHours });
    const { deposit } = chat.order(1001);
    chat.say('отменить заказ').say('да');
    bank.play().settle();
    expect(bank.balance(1001)).toBe(deposit - Math.floor(deposit * share));
    expect([chat.holds[1001], books(chat)]).toEqual([null, bank.balance(1001)]);
    expect(status(chat)).toBe(share === 1 ? 'refunded' : 'cancelled');
  });

  it('by the baker: all comes back, whenever', () => {
    const { chat, bank } = deposited();
    chat.pass(24 * 60 * 2).bakerPress('b:cancel:1001');
    bank.play().settle();
    expect([status(chat), books(chat), bank.balance(1001)]).toEqual(['refunded', 0, 0]);
  });

  it('nobody came: what was paid stays', () => {
    const { chat, bank } = deposited();
    chat.bakerPress('b:bake:1001').bakerPress('b:finish:1001');
    bank.play();
    chat.bakerReply({ text: 'не забрали' });
    expect([status(chat), bank.play().settle().balance(1001)]).toEqual(['cancelled', chat.order(1001).deposit]);
  });
});

describe('the weigh-in', () => {
  it('sets the price by the weight and asks for the rest; handed over it is paid', () => {
    const { chat, bank } = deposited();
    chat.bakerPress('b:bake:1001').bakerReply({ text: '2,1' });
    const { total, deposit, lines } = chat.order(1001);
    expect(lines.find(({ key }) => key === 'cake')?.weightG).toBe(2100);
    expect([chat.told.includes(rub(total)), chat.told.includes(rub(total - deposit))]).toEqual([true, true]);
    chat.press('Картой или СБП');
    bank.play().settle();
    bank.pay('1001-2');
    bank.settle();
    expect(books(chat)).toBe(total);
    chat.bakerPress('b:finish:1001').bakerPress('b:hand_over:1001');
    expect([status(chat), bank.balance(1001)]).toEqual(['handed_over', total]);
  });

  it('lighter than what was paid in full: the rest goes back', () => {
    const { chat, bank } = asked();
    chat.shop!.menu.depositPercent = 100;
    const whole = accept(Object.assign(ordered({ providers: ['tbank'] }), {}));
    expect(whole.order(1001).status).toBe('awaiting_payment');
    bank.pay('1001-1');
    bank.settle();
    chat.bakerPress('b:received:1001').bakerPress('b:bake:1001').bakerReply({ text: '1,9 кг' });
    bank.play().settle();
    expect(books(chat)).toBe(chat.order(1001).total);
    expect(bank.balance(1001)).toBe(chat.order(1001).total);
  });

  it('far from the estimate it must be said twice', () => {
    const { chat } = deposited();
    const before = chat.order(1001).total;
    expect(chat.bakerReply({ text: '1,2' }).answered).toContain('пришлите вес ещё раз');
    expect(chat.order(1001).total).toBe(before);
    expect(chat.bakerReply({ text: '1,2' }).answered).toContain('Записано');
    expect(chat.order(1001).total).toBeLessThan(before);
  });

  it('above the tolerance she agrees first, or pays the most that was promised', () => {
    for (const [label, share] of [
      ['Да', 1.2],
      ['Нет', 1.1],
    ] as const) {
      const { chat } = deposited();
      chat.bakerPress('b:bake:1001').bakerReply({ text: '2,4' }).bakerReply({ text: '2,4' });
      expect(chat.asked).toBe('weigh');
      const before = chat.order(1001).total;
      chat.press(label);
      const { total, lines } = chat.order(1001);
      expect(lines.reduce((sum, line) => sum + line.total, 0)).toBe(total);
      expect(total).toBeGreaterThan(before);
      expect(total / before).toBeLessThanOrEqual(share + 0.001);
    }
  });

  it('an unpaid cake is handed over only when the baker says so twice', () => {
    const { chat } = deposited();
    chat.bakerPress('b:bake:1001').bakerPress('b:finish:1001').bakerPress('b:hand_over:1001');
    expect([chat.answered.includes('Не оплачено'), status(chat)]).toEqual([true, 'ready']);
    expect(status(chat.bakerPress('b:hand_over:1001'))).toBe('handed_over');
  });
});

describe('in any order, late, doubled, lost', () => {
  const command = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('deliver' as const),
        n: fc.nat(5),
        times: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pay' as const), n: fc.nat(6) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), n: fc.nat(6) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('way' as const),
        way: fc.constantFrom('yookassa', 'tbank', 'manual', ''),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('press' as const),
        what: fc.constantFrom('bake', 'finish', 'hand_over', 'received', 'cancel', 'accept'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('weigh' as const),
        text: fc.constantFrom('1,9', '2,1', '2,4', '1,2', '3'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('answer' as const), yes: fc.boolean() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('customer_cancels' as const, 'time_over' as const, 'time_passes' as const),
      }),
    },
  );

  it('the books are what the providers have, nobody is charged twice, and a cancelled place is free', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const chat = accept(ordered({ providers: ['yookassa', 'tbank', 'manual'] }));
        const bank = new Bank(chat);
        let last: PaymentEffect | undefined;
        const row = (n: number) => chat.order(1001).payments?.[n]?.id ?? '';
        for (const one of commands) {
          switch (one.do) {
            case 'deliver': bank.deliver(one.n, one.times); break;
            case 'pay': bank.pay(row(one.n)); break;
            case 'expire': bank.expire(row(one.n)); break;
            case 'again': if (last) bank.again(last); break;
            case 'way': chat.data(`p:${one.way}:1001`); break;
            case 'press': chat.bakerPress(`b:${one.what}:1001`); break;
            case 'weigh': chat.bakerReply({ text: one.text }); break;
            case 'answer': {
              const { total } = chat.state?.weighed?.[1001] ?? {};
              if (total) chat.data(`w:${one.yes ? 'yes' : 'no'}:1001:${total}`);
              break;
            }
            case 'customer_cancels': chat.say('отменить заказ'); chat.say('да'); break;
            case 'time_over': chat.pass(80).step({ type: 'timer', timer: 'hold_over', order: 1001 }); break;
            case 'time_passes': chat.pass(600); break;
          } // prettier-ignore
          last = payments(chat).find((effect) => effect.do !== 'cancel') ?? last;
          if (one.do !== 'deliver') bank.play();
          const rows = chat.order(1001).payments ?? [];
          expect(rows.filter(({ status: is }) => is === 'pending').length).toBeLessThanOrEqual(1);
          for (const { paid, refunded, refundAsked } of rows)
            expect(Math.max(refunded, refundAsked)).toBeLessThanOrEqual(paid);
        }
        bank.settle();
        const order = chat.order(1001);
        expect(books(chat)).toBe(bank.balance(1001));
        for (const { id, provider, paid, refunded } of order.payments ?? []) {
          if (provider === 'manual') continue;
          const account = bank.accounts.get(id);
          expect([id, paid, refunded]).toEqual([id, account?.paid ?? 0, account?.refunded ?? 0]);
        }
        expect(paidOf(order.payments)).toBeLessThanOrEqual(order.total);
        expect(paidOf(order.payments)).toBeGreaterThanOrEqual(0);
        if (['cancelled', 'refunded', 'declined'].includes(order.status)) {
          expect(chat.holds[1001] ?? null).toBeNull();
          expect(pendingOf(order.payments)).toBeUndefined();
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
