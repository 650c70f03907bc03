import type { Shop } from '../../order/types';
import { cut } from '../format';
import { changeable, stepOf } from '../steps';
import { tidy } from '../steps/words';
import { inKitchen, type KitchenKey } from '../texts/kitchen';
import type { ConversationState, OrderRecord, Person } from '../types';
import { kitchenView, LONGEST_CARD } from './card';

const TITLE = inKitchen('handoff.title', { name: '' }).replace(/[: .]+$/, '');

/** Whether a message is the note that a customer wants a person. */
export const isHandoff = (text: string): boolean => text.startsWith(TITLE);

/** Where a person can be written to; '' when the messenger's id is no number. */
export const linkTo = (from?: Person): string => (from && /^\d+$/.test(from.id) ? `tg://user?id=${from.id}` : '');

/** What she said must neither look like an order's number, which replies go by, nor call somebody by @. */
const harmless = (text: string) => text.replace(/№/g, 'N').replace(/@/g, '');

/** What a person needs to know who is called into the conversation. */
export function handoffText(state: ConversationState, orders: OrderRecord[], shop: Shop, from?: Person): string {
  const view = kitchenView(state.draft, shop);
  const placed = orders.filter(({ number, status }) => number !== null && status !== 'draft');
  const chosen = state.at === 'waiting' ? [] : changeable(view);
  const name = tidy(harmless(state.draft.name ?? from?.name ?? '').replace(/N(?=\s*\d)/g, ''));
  const link = linkTo(from);
  const phone = state.draft.phone ?? placed.find(({ draft }) => draft.phone)?.draft.phone;
  const step = stepOf(state.at);
  const at = step ? view.say(step.title) : inKitchen((PLACES[state.at] ?? 'handoff.at_done') as KitchenKey);
  const lines = [
    inKitchen('handoff.title', { name: cut(name, 60).replace(/\.$/, '') || inKitchen('handoff.no_name') }),
    link ? inKitchen('handoff.link', { link }) : '',
    from ? inKitchen('handoff.chat', { id: from.id }) : '',
    phone ? inKitchen('handoff.phone', { phone }) : '',
    ...placed.map(({ number, status }) =>
      inKitchen('handoff.order', { number: number ?? '', status: inKitchen(`status.${status}`) }),
    ),
    inKitchen('handoff.at', { value: at }),
    chosen.length > 0 ? inKitchen('handoff.draft') : placed.length > 0 ? '' : inKitchen('handoff.empty'),
    ...chosen.filter(({ key }) => key !== 'phone').map((one) => harmless(`${view.say(one.title)}: ${one.show(view)}`)),
  ];
  return cut(lines.filter(Boolean).join('\n'), LONGEST_CARD);
}

const PLACES: Record<string, KitchenKey> = {
  summary: 'handoff.at_summary',
  waiting: 'handoff.at_waiting',
  declined: 'handoff.at_declined',
};
