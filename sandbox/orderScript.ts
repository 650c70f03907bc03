import { questionKeyOf, say, type QuestionKey } from '../lib/dialogue';
import type { Language, PaymentProvider } from '../lib/order';
import type { Baker, BakerMessage, ChatMessage, Customer, SandboxClient } from './client';
import type { PaymentView } from './payments';

/** An order between its customer and the confectioner. */
export interface Deal {
  sandbox: SandboxClient;
  customer: Customer;
  baker: Baker;
  number: number;
  language: Language;
  /** How it is paid; absent: the way that is offered first. */
  provider?: PaymentProvider;
}

/** What the bot says when it wants money: which way, or at once the link where there is only one. */
const WANTED: QuestionKey[] = ['pay', 'pay_making', 'pay_link', 'pay_by_hand'];
const LINKED: QuestionKey[] = ['pay_link', 'pay_by_hand', 'pay_again'];
/** A finished cake is a little heavier than it was thought to be: within what is settled without asking. */
const HEAVIER = 1.05;

const hears = ({ customer, language }: Deal, ...keys: QuestionKey[]): Promise<ChatMessage> =>
  customer.hears(({ text }) => keys.includes(questionKeyOf(text, language)!));

/** Waits for the order's card with that button. */
export function cardWith({ baker, number }: Deal, label: string): Promise<BakerMessage> {
  const named = new RegExp(`№ ${number}(?!\\d)`);
  return baker.hears(({ text, buttons }) => named.test(text) && buttons.includes(label));
}

/** Waits for the bot to ask for money. */
export const askedForMoney = (deal: Deal): Promise<ChatMessage> => hears(deal, ...WANTED);

/** The baker presses a button of the card; gives what the customer then hears. */
async function press(deal: Deal, label: string, ...heard: QuestionKey[]): Promise<ChatMessage> {
  const { seq } = await cardWith(deal, label);
  await deal.baker.press(seq, label);
  return hears(deal, ...heard);
}

/** The baker accepts; gives the bot's question for money, null where the shop takes none in advance. */
async function accept(deal: Deal): Promise<ChatMessage | null> {
  const told = await press(deal, 'Принять', 'accepted', ...WANTED);
  return questionKeyOf(told.text, deal.language) === 'accepted' ? null : told;
}

/**
 * The customer chooses her way to pay; gives the payment that is then waited for.
 *
 * @param asked the bot's question for money
 * @throws Error when the way is not offered, or there is no link
 */
export async function chooseWay(deal: Deal, asked: ChatMessage): Promise<PaymentView> {
  const { sandbox, customer, number, language, provider } = deal;
  const question = questionKeyOf(asked.text, language)!;
  if (question === 'pay') {
    const label = provider && say(language, `pay.way_${provider}`);
    if (label && !asked.buttons.includes(label)) {
      throw new Error(`${provider} is not offered; there are: ${asked.buttons.join(', ')}`);
    }
    await customer.says({ press: label ?? 1 });
  }
  const told = LINKED.includes(question) ? asked : await hears(deal, ...LINKED);
  const pending = (await sandbox.payments(number)).find(({ status }) => status === 'pending');
  if (!pending) throw new Error(`No payment is waited for: ${told.text}`);
  if (provider && pending.provider !== provider) throw new Error(`Paid by ${pending.provider}, not by ${provider}`);
  if (pending.provider !== 'manual' && !(pending.url && (told.link ?? told.text).includes(pending.url))) {
    throw new Error(`The customer was not given the link ${pending.url}: ${told.text}`);
  }
  return pending;
}

/** The money comes: she pays the link, or the baker says that she has the cash. Waits until the customer hears of it. */
export async function settle(deal: Deal, payment: PaymentView): Promise<void> {
  if (payment.provider === 'manual') {
    const { seq } = await cardWith(deal, 'Получено');
    await deal.baker.press(seq, 'Получено');
  } else await deal.sandbox.does(payment.id, 'pay');
  await hears(deal, 'paid');
}

/** The baker weighs the cake and answers its card; gives the bot's question for the balance. */
async function weighIn(deal: Deal): Promise<ChatMessage> {
  const { sandbox, baker, number } = deal;
  const [{ items }] = await sandbox.orders({ number });
  const grams = items.find(({ weight_g: weight }) => weight !== null)?.weight_g;
  if (!grams) throw new Error(`Order № ${number} has no weight`);
  const { seq } = await cardWith(deal, 'Готов');
  await baker.says({ text: String(Math.round(grams * HEAVIER) / 1000).replace('.', ','), replyTo: seq });
  return askedForMoney(deal);
}

/**
 * Takes an order from the baker's decision to the hand-over, with its deposit, weigh-in and balance.
 *
 * @returns how it was paid; null where the shop takes no money
 */
export async function takeToItsEnd(deal: Deal, tell: (line: string) => void): Promise<string | null> {
  const asked = await accept(deal);
  tell('baker: Принять');
  if (!asked && deal.provider) throw new Error(`The shop takes no money through the bot, so not by ${deal.provider}`);
  const deposit = asked && (await chooseWay(deal, asked));
  const paid = async (payment: PaymentView) => {
    await settle(deal, payment);
    tell(`customer: ${payment.kind} of ${payment.amount / 100} ₽ paid, ${payment.provider}`);
  };
  if (deposit) await paid(deposit);
  await press(deal, 'Печём', 'baking');
  tell('baker: Печём');
  const balance = deposit && (await chooseWay(deal, await weighIn(deal)));
  // Cash is handed over with the cake; a link is paid when it comes.
  if (balance && balance.provider !== 'manual') await paid(balance);
  await press(deal, 'Готов', 'ready');
  tell('baker: Готов');
  if (balance?.provider === 'manual') await paid(balance);
  await press(deal, 'Выдан', 'handed_over');
  tell('baker: Выдан');
  return deposit && deposit.provider;
}
