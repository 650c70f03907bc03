import type { Shop } from '../../order/types';
import { cut, phoneText } from '../format';
import { changeable, stepOf } from '../steps';
import { tidy } from '../steps/words';
import { kitchenOf, type KitchenKey } from '../texts/kitchen';
import type { ChatAddress, ConversationState, OrderRecord, Person } from '../types';
import { kitchenView, LONGEST_CARD } from './card';

/** Where a person can be written to; '' when nobody knows. */
export const linkTo = (from?: Person, channel: ChatAddress['channel'] = 'telegram'): string =>
  from?.profile ?? (channel === 'telegram' && from && /^\d+$/.test(from.id) ? `tg://user?id=${from.id}` : '');

/** What she said must not call anybody by @ in the bakery's group. */
const harmless = (text: string) => text.replace(/@/g, '');

/** What a person needs to know who is called into the conversation, or gets the wishes of a shop that takes no orders. */
export function handoffText(
  state: ConversationState,
  orders: OrderRecord[],
  shop: Shop,
  from?: Person,
  title: KitchenKey = 'handoff.title',
  channel: ChatAddress['channel'] = 'telegram',
): string {
  const kitchen = kitchenOf(shop);
  const view = kitchenView(state.draft, shop);
  const placed = orders.filter(({ number, status }) => number !== null && status !== 'draft');
  const chosen = state.at === 'waiting' ? [] : changeable(view);
  const name = tidy(harmless(state.draft.name ?? from?.name ?? ''));
  const link = linkTo(from, channel);
  const phone = state.draft.phone ?? placed.find(({ draft }) => draft.phone)?.draft.phone;
  const step = stepOf(state.at);
  const at = step ? view.say(step.title) : kitchen((PLACES[state.at] ?? 'handoff.at_done') as KitchenKey);
  const lines = [
    kitchen(title, { name: cut(name, 60).replace(/\.$/, '') || kitchen('handoff.no_name') }),
    link ? kitchen('handoff.link', { link }) : '',
    from && channel === 'telegram' ? kitchen('handoff.chat', { id: from.id }) : '',
    channel === 'telegram' ? '' : kitchen('handoff.channel', { channel: kitchen(`channel.${channel}`) }),
    from?.advert ? kitchen('handoff.advert', { advert: cut(harmless(from.advert), 100) }) : '',
    phone ? kitchen('handoff.phone', { phone: phoneText(phone) }) : '',
    ...placed.map(({ number, status }) =>
      kitchen('handoff.order', { number: number ?? '', status: kitchen(`status.${status}`) }),
    ),
    title === 'handoff.title' ? kitchen('handoff.at', { value: at }) : '',
    chosen.length > 0 ? kitchen('handoff.draft') : placed.length > 0 ? '' : kitchen('handoff.empty'),
    ...chosen.filter(({ key }) => key !== 'phone').map((one) => harmless(`${view.say(one.title)}: ${one.show(view)}`)),
    kitchen(title === 'handoff.title' ? 'handoff.how' : 'lead.how'),
  ];
  return cut(lines.filter(Boolean).join('\n'), LONGEST_CARD);
}

const PLACES: Record<string, KitchenKey> = {
  summary: 'handoff.at_summary',
  waiting: 'handoff.at_waiting',
  declined: 'handoff.at_declined',
};
