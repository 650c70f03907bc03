import { priceOf } from '../../order/price';
import type { Language, PriceLine } from '../../order/types';
import { money, weight } from '../format';
import { stepsOf } from '../steps';
import { conflictsOf, listed } from '../steps/allergens';
import type { Question, View } from '../steps/step';
import { nameOf, type TextKey } from '../texts';
import type { KnownOrder, OrderRecord } from '../types';
import type { Turn } from '../turn';
import { recordOf } from './record';

/** This chat's row that no customer has confirmed yet; a conversation has at most one. */
export const draftRow = (orders: KnownOrder[]): KnownOrder | undefined =>
  orders.find(({ status }) => status === 'draft');

/** The row behind the summary: made here, so that the order has its number when she confirms. */
export function summaryRecord(turn: Turn): OrderRecord {
  const number = draftRow(turn.world.orders)?.number ?? null;
  turn.state.order = number;
  return recordOf(turn.view, turn.world.shopVersion, number, 'draft');
}

function lineText(line: PriceLine, view: View): string {
  const language: Language = view.language;
  const params = { name: nameOf(line.name, language), total: money(line.total, language) };
  if (line.key === 'delivery') return view.say('summary.delivery', params);
  if (line.weightG === null) return view.say('summary.by_piece', params);
  return view.say('summary.by_weight', {
    ...params,
    weight: weight(line.weightG, language),
    price: money(line.unitPrice, language),
  });
}

const afterKey = ({ shop }: View): TextKey =>
  !shop.takesOrders ? 'summary.after_lead' : shop.baker.approval ? 'summary.after' : 'summary.after_direct';

/** All answers, the price line by line, and what to do with it. */
export function summaryQuestion(view: View): Question {
  const answers = stepsOf(view.shop)
    .filter((step) => step.key !== 'consent' && (step.applies(view) || step.key === 'fulfilment'))
    .map((step) => ({ title: view.say(step.title), answer: step.show(view) }))
    .filter(({ answer }) => answer !== '')
    .map(({ title, answer }) => `${title}: ${answer}`);
  const price = priceOf(view.draft, view.shop);
  const clash = [...new Set(conflictsOf(view).flatMap(({ allergens }) => allergens))];
  const priced = price
    ? [
        view.say('summary.price'),
        ...price.lines.map((line) => lineText(line, view)),
        view.say('summary.total', { total: money(price.total, view.language) }),
      ]
    : [];
  const parts = [
    view.say('summary.ask'),
    answers.join('\n'),
    clash.length > 0 ? view.say('summary.warning', { list: listed(view, clash) }) : '',
    priced.join('\n'),
    view.say(afterKey(view)),
  ];
  return {
    text: parts.filter(Boolean).join('\n\n'),
    options: [
      { label: view.say('summary.confirm'), value: '@confirm' },
      { label: view.say('summary.change'), value: '@change' },
      { label: view.say('summary.restart'), value: '@restart' },
    ],
  };
}
