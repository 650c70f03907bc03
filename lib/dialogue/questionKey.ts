import type { Language } from '../order/types';
import { TEXTS, type TextKey } from './texts';

/** Texts by which a question is known, by its key. A key may be put in several ways. */
const QUESTIONS = {
  consent: ['consent.ask', 'consent.again', 'consent.declined'],
  occasion: ['occasion.ask'],
  servings: ['weight.ask', 'weight.unit'],
  filling: ['filling.ask'],
  coating: ['coating.ask'],
  decor: ['decor.ask'],
  inscription: ['inscription.ask', 'inscription.fix_ask'],
  inscription_check: ['inscription.check'],
  wishes: ['wishes.ask', 'wishes.change'],
  wishes_more: ['wishes.text_kept', 'wishes.photo_kept', 'wishes.photos_full', 'wishes.add'],
  allergens: ['allergens.ask'],
  allergens_more: ['allergens.more'],
  allergens_warning: ['allergens.warn'],
  date: ['date.ask', 'date.next', 'date.none'],
  window: ['window.ask'],
  fulfilment: ['fulfilment.ask'],
  zone: ['zone.ask'],
  address: ['address.ask'],
  name: ['name.ask'],
  phone: ['phone.ask'],
  email: ['email.ask'],
  picture: ['picture.ask', 'picture.sketch'],
  picture_wait: ['picture.drawing', 'picture.wait'],
  summary: ['summary.ask'],
  placed: ['placed.awaiting', 'placed.accepted', 'placed.lead'],
  accepted: ['order.accepted', 'offer.agreed'],
  baking: ['order.baking'],
  ready: ['order.ready_pickup', 'order.ready_delivery'],
  handed_over: ['order.handed_over'],
  declined: ['order.declined', 'order.declined_short'],
  expired: ['order.expired', 'order.expired_short', 'offer.expired'],
  pay: ['pay.how'],
  pay_link: ['pay.link', 'pay.no_links'],
  pay_by_hand: ['pay.by_hand'],
  pay_making: ['pay.making'],
  pay_again: ['pay.failed', 'pay.link_over', 'pay.not_paid'],
  paid: ['pay.deposited', 'pay.received', 'pay.complete', 'pay.late_taken'],
  weigh: ['weigh.ask'],
  weighed: ['weigh.done'],
  waiting: ['status.ask'],
  more: ['more.ask'],
  ready_cakes: ['ready.ask'],
  change: ['change.ask'],
  restart: ['restart.ask'],
  cancel: ['cancel.ask'],
  start: ['start.ask'],
  done: ['done.ask', 'cancel.done'],
  human: ['human.called'],
  asked: ['baker.says'],
  offer: ['offer.ask'],
  forget: ['forget.ask'],
  forgotten: ['forget.done'],
} as const satisfies Record<string, TextKey[]>;

export type QuestionKey = keyof typeof QUESTIONS;

/**
 * Which question a bot's message puts, for programs that only see texts (the demo, tests). Notes may stand before the
 * question, so of several the last one counts. Null when it is none.
 */
export function questionKeyOf(text: string, language: Language): QuestionKey | null {
  let best: { key: QuestionKey; place: number } | null = null;
  for (const [key, texts] of Object.entries(QUESTIONS)) {
    for (const name of texts) {
      const place = placeOf(text, TEXTS[language][name]);
      if (place >= 0 && (best === null || place > best.place)) best = { key: key as QuestionKey, place };
    }
  }
  return best && best.key;
}

/** Where a text with its placeholders filled in stands in a message; -1 when it does not. */
function placeOf(text: string, template: string): number {
  const source = template
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[\\s\\S]{0,1500}?');
  return text.search(new RegExp(source));
}
