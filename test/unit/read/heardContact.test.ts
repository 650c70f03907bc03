import { slotsOf } from './heardHarness';
import type { Expecting, Slots } from '../../../lib/dialogue/read/heard';

it.each<[string, Slots]>([
  ['Зовут меня Виктория', { name: 'Виктория' }],
  ['меня Лена зовут', { name: 'Лена' }],
  ['это Юля, тел 89031112233', { name: 'Юля', phone: '+79031112233' }],
  ['8-905-555-66-77 Ирина, медовик', { name: 'Ирина', phone: '+79055556677', filling: 'медовик' }],
  ['natali@почта.рф', { email: 'natali@почта.рф' }],
  ['сына зовут Артём', {}],
  ['торт для Кирилла', {}],
  ['8916123', {}],
  ['промокод: HAPPY-20', { promo: 'HAPPY-20' }],
  ['промокод ёлка', { promo: 'ёлка' }],
  ['промокод есть?', {}],
  ['самовывоз', { fulfilment: 'pickup' }],
  ['доставка не нужна, заеду сама', { fulfilment: 'pickup' }],
  ['доставка или самовывоз', {}],
  ['доставьте на Ленинградский проспект 35 корпус 2', { fulfilment: 'delivery', address: 'Ленинградский проспект 35 корпус 2' }],
  ['курьером на Арбат 12 к 18:00', { fulfilment: 'delivery', address: 'Арбат 12', time: '18:00' }],
  ['медовик, ул. Лесная 8, кв. 18, на субботу', { filling: 'медовик', address: 'ул. Лесная 8, кв. 18', date: '2026-11-28' }],
  ['привезти на 10 персон', { fulfilment: 'delivery', servings: 10 }],
])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots)); // prettier-ignore

it.each<[string, Expecting, Slots]>([
  ['дмитрий', 'contact', { name: 'дмитрий' }],
  ['не скажу', 'contact', {}],
  ['дом 5, квартира 12, улица Садовая', 'address', { address: 'дом 5, квартира 12, улица Садовая' }],
  ['Победы 14, кв 2, к 18:00', 'address', { address: 'Победы 14, кв 2', time: '18:00' }],
])('%s under %s', (text, expecting, slots) => expect(slotsOf(text, expecting)).toEqual(slots));

it.each<[string, Slots]>([
  ["I'm Kate and I need a cake", { name: 'Kate' }],
  ["I'm allergic to eggs", { allergens: ['eggs'] }],
  ['deliver to 14 Tverskaya Street, apt 56', { fulfilment: 'delivery', address: '14 Tverskaya Street, apt 56' }],
  ['coupon WINTER5', { promo: 'WINTER5' }],
])('%s', (text, slots) => expect(slotsOf(text, 'any', 'en')).toEqual(slots));
