import { Refusal } from '../../api/channel';
import type { Bill, Doing, Played, ProviderParts } from '../shared/played';
import { forge } from './forged';
import { tbankRoutes } from './routes';
import { TBank, type TBankOptions } from './tbank';
import { isOpen, type Payment } from './wire';

export type { TBankOptions } from './tbank';

/** Plays T-Bank's acquiring for one terminal on `/tbank`. State lies in `<dir>/tbank.jsonl`. A payment's `id` is its form's. */
export function createTBank(parts: ProviderParts, options: TBankOptions): Played {
  const bank = new TBank(parts, options);
  const idOf = (form: string): string => bank.byForm(form)!.id;
  return {
    name: 'tbank',
    title: 'Т-Банк',
    pagePath: '/tbank/form',
    routes: tbankRoutes(bank),
    find: ({ id, url }) => {
      const all = [...bank.payments.values()].reverse();
      // An order's name is good for one call of Init, so a repeated one adds to it.
      const isOurs = ({ orderId, data }: Payment): boolean =>
        orderId === id || orderId.startsWith(`${id}-`) || Object.values(data).includes(id);
      return (all.find((payment) => bank.pageOf(payment) === url) ?? all.find(isOurs))?.form;
    },
    bill: (form) => {
      const payment = bank.byForm(form);
      return payment && billOf(payment);
    },
    opened: (form) => {
      const { id, status } = bank.byForm(form)!;
      if (status === 'NEW') bank.change(id, { status: 'FORM_SHOWED' });
    },
    pay: (form, doing) => pay(bank, idOf(form), doing),
    cancel: (form, { repeat }) => {
      const { id } = bank.mustBe(idOf(form), 'NEW', 'FORM_SHOWED');
      bank.change(id, { status: 'REJECTED' }, ['REJECTED'], repeat);
    },
    refund: (form, doing) => refund(bank, idOf(form), doing),
    expire: (form, { repeat }) => {
      const { id } = bank.mustBe(idOf(form), 'NEW', 'FORM_SHOWED');
      bank.change(id, { status: 'DEADLINE_EXPIRED' }, ['DEADLINE_EXPIRED'], repeat);
    },
    forge: (form, forgery, reference) => forge(bank, idOf(form), forgery, reference),
    notifyAt: (url) => bank.notifyAt(url),
    resume: () => bank.resume(),
    close: () => bank.close(),
  };
}

function billOf(payment: Payment): Bill {
  const { amount, description, status, until, successUrl = null, failUrl = null } = payment;
  const isDead = ['CANCELED', 'REJECTED', 'DEADLINE_EXPIRED', 'REVERSED'].includes(status);
  const state = isOpen(payment) ? 'open' : isDead ? 'dead' : 'paid';
  return {
    ...{ amount, currency: 'RUB', description, state },
    ...{ until: state === 'open' ? until : null, paidUrl: successUrl, refusedUrl: failUrl },
  };
}

/** One-stage payments are told of twice at once: AUTHORIZED and CONFIRMED. */
function pay(bank: TBank, id: string, { amount, repeat }: Doing): void {
  const payment = bank.mustBe(id, 'NEW', 'FORM_SHOWED');
  if (amount !== undefined && amount !== payment.amount)
    throw new Refusal(409, 'T-Bank takes the whole amount of the payment and no other');
  if (payment.payType === 'T') bank.change(id, { status: 'AUTHORIZED' }, ['AUTHORIZED'], repeat);
  else bank.change(id, { status: 'CONFIRMED' }, ['AUTHORIZED', 'CONFIRMED'], repeat);
}

function refund(bank: TBank, id: string, { amount, repeat }: Doing): void {
  const payment = bank.mustBe(id, 'CONFIRMED', 'PARTIAL_REFUNDED');
  const left = payment.amount - payment.returned;
  if ((amount ?? left) > left) throw new Refusal(409, `T-Bank: only ${left} kopecks are left of the payment`);
  bank.giveBack(payment, amount ?? left, undefined, repeat);
}
