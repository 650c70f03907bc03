import { Refusal } from '../../api/channel';
import type { Forgery } from '../shared/played';
import type { TBank } from './tbank';

/**
 * Sends a CONFIRMED that the bank never said: with a wrong token, or rightly signed with a field that lies.
 *
 * @throws Refusal 400 for `address`: its token is the proof, its networks are no part of it
 */
export function forge(bank: TBank, id: string, forgery: Forgery, reference: string): void {
  if (forgery === 'address') throw new Refusal(400, 'T-Bank proves a notification by its token, not by its address');
  const payment = bank.payment(id)!;
  const { terminalKey } = bank.options;
  const lies = {
    token: {},
    amount: { Amount: payment.amount + 100 },
    shop: { TerminalKey: `${terminalKey.replace(/\D+$/, '')}9` },
    order: { OrderId: otherOrder(bank, payment.orderId, reference) },
  }[forgery];
  const body = JSON.parse(bank.notification(payment, 'CONFIRMED', lies)) as { Token: string };
  if (forgery === 'token') body.Token = [...body.Token].reverse().join('');
  bank.notices.forge(bank.urlOf(payment), JSON.stringify(body));
}

/** The OrderId of another payment where there is one. */
function otherOrder(bank: TBank, orderId: string, reference: string): string {
  return [...bank.payments.values()].find((each) => each.orderId !== orderId)?.orderId ?? `${reference}0`;
}
