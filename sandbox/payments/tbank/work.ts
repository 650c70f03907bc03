import { z } from 'zod';
import { check, readInit } from './init';
import { receiptKind, receiptShape } from './receipt';
import type { TBank } from './tbank';
import { isOpen, type Payment, TBankError } from './wire';

/** An order with a payment in one of these may be asked for anew; any other is still on its way, or paid. */
const DEAD: Payment['status'][] = ['CANCELED', 'REJECTED', 'DEADLINE_EXPIRED', 'REVERSED'];
const RETURNABLE: Payment['status'][] = ['AUTHORIZED', 'PARTIAL_REVERSED', 'CONFIRMED', 'PARTIAL_REFUNDED'];

/** An id is written as a text or as a number. */
const idOf = z.union([z.string(), z.number()]).transform(String);
const orderBody = z.object({ OrderId: idOf });
const paymentBody = z.object({ PaymentId: idOf });
const confirmBody = paymentBody.extend({ Amount: z.number().int().positive().optional() });
const cancelBody = confirmBody.extend({
  ExternalRequestId: z.string().max(255).optional(),
  Receipt: receiptShape.optional(),
});

/** `Init`. */
export function init(bank: TBank, body: unknown): object {
  const asked = readInit(body, bank.options.fiscal ?? false, bank.parts.clock.now());
  const { OrderId: orderId, Amount: amount, PayType: payType = 'O', Description: description } = asked;
  if (bank.ofOrder(orderId).some(({ status }) => !DEAD.includes(status))) throw new TBankError('8');
  const payment = bank.create({
    ...{ orderId, amount, payType, description, data: asked.DATA, until: asked.until, receipt: asked.receipt },
    ...{ notificationUrl: asked.NotificationURL, successUrl: asked.SuccessURL, failUrl: asked.FailURL },
  });
  return { ...stateOf(bank, payment), PaymentURL: bank.pageOf(payment) };
}

/** `GetState`. */
export function getState(bank: TBank, body: unknown): object {
  const payment = found(bank, check(paymentBody, body).PaymentId);
  return {
    ...stateOf(bank, payment),
    Params: [
      { Key: 'Route', Value: 'ACQ' },
      { Key: 'Source', Value: 'cards' },
    ],
  };
}

/** `CheckOrder`. */
export function checkOrder(bank: TBank, body: unknown): object {
  const { OrderId } = check(orderBody, body);
  const payments = bank.ofOrder(OrderId);
  const { terminalKey: TerminalKey } = bank.options;
  if (payments.length === 0) throw new TBankError('335', `OrderId ${OrderId} не найден для TerminalKey ${TerminalKey}`);
  const Payments = payments.map((payment) => {
    const isBad = payment.status === 'REJECTED';
    const { PaymentId, Amount, Status } = stateOf(bank, payment);
    // In here the code is a number.
    return { PaymentId, Amount, Status, Success: !isBad, ErrorCode: isBad ? 1051 : 0, Message: isBad ? '' : 'None' };
  });
  return { Success: true, ErrorCode: '0', Message: 'OK', TerminalKey, OrderId, Payments };
}

/** `Confirm`: held money, all of it or a part, is taken. */
export function confirm(bank: TBank, body: unknown): object {
  const { PaymentId, Amount } = check(confirmBody, body);
  const payment = found(bank, PaymentId);
  if (payment.status !== 'AUTHORIZED') throw new TBankError('4', `Статус ${payment.status}`);
  const amount = Amount ?? payment.amount;
  if (amount > payment.amount) throw new TBankError('251', 'Больше, чем заблокировано');
  return stateOf(bank, bank.change(PaymentId, { status: 'CONFIRMED', amount }, ['CONFIRMED']));
}

/** `Cancel`: ends a link, lets held money go, or returns money that was paid. */
export function cancel(bank: TBank, body: unknown): object {
  const { PaymentId, Amount, ExternalRequestId: external, Receipt } = check(cancelBody, body);
  const payment = found(bank, PaymentId);
  const known = external ? payment.operations[external] : undefined;
  if (known) return cancelled(bank, payment, known.before, known.after, external);
  const before = payment.amount - payment.returned;
  if (isOpen(payment)) {
    // Nobody is told of it: https://developer.tbank.ru/eacq/intro/developer/notification lists no CANCELED.
    const operations = external ? { [external]: { before, after: 0 } } : {};
    return cancelled(bank, bank.change(PaymentId, { status: 'CANCELED', operations }), before, 0, external);
  }
  if (!RETURNABLE.includes(payment.status)) throw new TBankError('4', `Статус ${payment.status}`);
  const amount = Amount ?? before;
  if (amount > before) throw new TBankError('251', `Осталось ${before}`);
  if (amount < 100 && amount !== before) throw new TBankError('251', 'Не меньше 100 копеек');
  if (Receipt) receiptKind(Receipt, amount);
  // Of the whole return the till knows the lines from Init.
  else if (payment.receipt && amount < payment.amount) throw new TBankError('309');
  return cancelled(bank, bank.giveBack(payment, amount, external), before, before - amount, external);
}

/** `SendClosingReceipt`: prepaid goods are handed over. It has no key: a repeated call is another receipt. */
export function sendClosingReceipt(bank: TBank, body: unknown): object {
  const { PaymentId, Receipt } = check(paymentBody.extend({ Receipt: receiptShape }), body);
  const payment = found(bank, PaymentId);
  if (payment.status !== 'CONFIRMED') throw new TBankError('8', `Статус ${payment.status}`);
  if (payment.receipt !== 'prepaid') throw new TBankError('309', 'В Init не было чека с предоплатой');
  receiptKind(Receipt, payment.amount);
  bank.change(PaymentId, { closingReceipts: payment.closingReceipts + 1 });
  return { Success: true, ErrorCode: '0', Message: 'OK' };
}

function found(bank: TBank, id: string): Payment {
  const payment = bank.payment(id);
  if (!payment) throw new TBankError('255', `PaymentId ${id}`);
  return payment;
}

function stateOf(bank: TBank, payment: Payment) {
  const { terminalKey: TerminalKey } = bank.options;
  const { status: Status, id: PaymentId, orderId: OrderId } = payment;
  const good = { Success: true, ErrorCode: '0', Message: 'OK' };
  return { ...good, TerminalKey, Status, PaymentId, OrderId, Amount: bank.amountNow(payment) };
}

function cancelled(bank: TBank, payment: Payment, before: number, after: number, external?: string): object {
  const { Amount: _amount, ...state } = stateOf(bank, payment);
  return { ...state, OriginalAmount: before, NewAmount: after, ...(external && { ExternalRequestId: external }) };
}
