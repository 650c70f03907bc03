import { capital, count, dayAlone, duration, longDay, money, onDay, weight } from '../../lib/dialogue/format';
import type { KitchenKey } from '../../lib/dialogue/texts/kitchen';
import { nameOf, type Params, type TextKey } from '../../lib/dialogue/texts';
import { defaultShop, type Language } from '../../lib/order';

/** What the sentences of the bot are filled in with when they are shown outside a conversation: one order's facts. */

const DAY = '2026-11-28';
const TODAY = '2026-11-23';

const WORDS = {
  ru: {
    inscription: 'С днём рождения, Маша!',
    wish: 'Поменьше сахара',
    allergens: 'орехи, мёд',
    items: '«Медовик» — мёд',
    status: 'принят',
    address: 'ул. Лесная, д. 5, кв. 12',
    customer: 'Анна',
    cake: 'Ягодное облако',
    missing: 'фисташка',
    colour: 'нежно-розовый',
    parts: '2 кг, Ягодный, Велюр, Свежие ягоды',
  },
  en: {
    inscription: 'Happy birthday, Mary!',
    wish: 'A little less sugar',
    allergens: 'nuts, honey',
    items: '“Honey cake” — honey',
    status: 'accepted',
    address: '5 Lesnaya St, flat 12',
    customer: 'Anna',
    cake: 'Berry cloud',
    missing: 'pistachio',
    colour: 'soft pink',
    parts: '2 kg, Berry, Velvet spray, Fresh berries',
  },
} satisfies Record<Language, object>;

/** Every placeholder's words in a language; some sentences want other ones. */
export function samplesFor(key: TextKey, language: Language): Params {
  const shop = defaultShop();
  const words = WORDS[language];
  const filling = shop.menu.fillings[1];
  const coating = shop.menu.coatings[1];
  const decor = shop.menu.decor[0];
  const zone = shop.menu.zones[0];
  const [named, price] = key.startsWith('coating')
    ? [coating.name, coating.pricePerKg]
    : key.startsWith('decor')
      ? [decor.name, decor.price]
      : key.startsWith('zone') || key === 'summary.delivery'
        ? [zone.name, zone.price]
        : key === 'weight.option'
          ? [shop.menu.sizes[2].name, 0]
          : [filling.name, filling.pricePerKg];
  const common: Params = {
    shop: nameOf(shop.name, language),
    operator: 'ИП Иванова',
    policy: shop.operator.policyUrl,
    number: key === 'weight.unit' ? 12 : 1001,
    name: key === 'name.suggest' ? words.customer : key.startsWith('ready') ? words.cake : nameOf(named, language),
    price: money(key.startsWith('offer') ? 720000 : key.startsWith('ready') ? 650000 : price, language),
    parts: words.parts,
    before: money(650000, language),
    total: money(650000, language),
    weight: weight(2000, language),
    servings: count(13, 'portions', language),
    guests: count(12, key === 'weight.by_guests' ? 'guests_of' : 'guests', language),
    limit: weight(key === 'weight.too_big' ? 8000 : 500, language),
    step: weight(500, language),
    text: key === 'inscription.check' ? words.inscription : words.wish,
    value: words.wish,
    max: 40,
    length: 52,
    count: 2,
    list: words.allergens,
    items: words.items,
    day: onDay(DAY, language, TODAY),
    days: count(3, 'days', language),
    hours: count(12, 'hours', language),
    duration: duration(key === 'move.code' ? 15 : 60, language),
    until: dayAlone('2027-02-20', language, TODAY),
    from: '13:00',
    to: '17:00',
    window: '13:00–17:00',
    address: words.address,
    status: words.status,
    code: '4821 7730',
    label: language === 'ru' ? 'Политика обработки данных' : 'Privacy policy',
    chat: 500000001,
    user: 500000001,
    what: words.missing,
    time: '22:30',
    tiers: 2,
    colour: words.colour,
    filling: nameOf(filling.name, language),
    budget: money(700000, language),
    promo: 'SWEET10',
    amount: money(325000, language),
    percent: 50,
    cap: money(715000, language),
  };
  if (key.startsWith('weigh.')) common.weight = weight(2350, language);
  if (key === 'weigh.ask' || key === 'weigh.yes') common.total = money(742000, language);
  if (key.startsWith('pay.rules')) common.hours = 72;
  if (key.startsWith('pay.ask') || key === 'pay.held_until')
    common.until = '15:30, 28 ' + (language === 'ru' ? 'ноября' : 'November');
  const whole = longDay(DAY, language, TODAY);
  const starts = ['date.past', 'date.too_soon', 'date.too_soon_now', 'date.closed'].includes(key);
  if (starts) return { ...common, day: capital(whole) };
  return /^(status\.line|order\.ready|date\.chosen)/.test(key) ? { ...common, day: whole } : common;
}

/** What stands in the lines of a card. */
const ON_CARD: Record<string, string> = {
  'card.occasion': 'день рождения',
  'card.weight': '2 кг',
  'card.coating': 'Крем-чиз',
  'card.decor': 'Свежие ягоды',
  'card.inscription': '«С днём рождения, Маша!»',
  'card.wishes': 'Поменьше сахара',
  'card.photos': '2',
  'card.allergens': 'орехи, мёд',
  'card.clash': 'мёд',
  'card.when': 'суббота, 28 ноября, 13:00–17:00',
  'card.name': 'Анна',
  'card.phone': '+7 916 123-45-67',
  'card.total': '6 500 ₽',
  'card.channel': 'ВКонтакте',
  'card.money': 'получено 3 250 ₽, осталось 3 250 ₽',
  'handoff.at': 'день',
};

/** Prices of the weighed cake; elsewhere the baker's own price is shown. */
const PRICES: Partial<Record<KitchenKey, number>> = { 'note.weigh_agreed': 742000, 'note.weigh_capped': 715000 };

/** The same for what the bakery's own people read. */
export function kitchenSamplesFor(key: KitchenKey): Params {
  return {
    value: ON_CARD[key] ?? 'Медовик',
    number: 1001,
    status: 'принят',
    name: 'Анна',
    price: money(PRICES[key] ?? 720000, 'ru'),
    before: money(650000, 'ru'),
    text: 'Можно поменьше сахара?',
    day: key.startsWith('day.') ? capital(longDay(DAY, 'ru')) : onDay(DAY, 'ru'),
    points: 13,
    extra: 5,
    booked: 4,
    index: 1,
    until: '18:30, 28 ноября',
    duration: duration(60, 'ru'),
    zone: 'Внутри Садового кольца',
    address: 'ул. Лесная, д. 5, кв. 12',
    phone: '+7 916 123-45-67',
    link: 'tg://user?id=500000001',
    id: 500000001,
    channel: 'ВКонтакте',
    advert: 'Торт на заказ, от 2 500 ₽',
    ids: 'чат: 500000001\nвы: 500000001',
    amount: money(325000, 'ru'),
    paid: money(325000, 'ru'),
    due: money(325000, 'ru'),
    total: money(742000, 'ru'),
    cap: money(715000, 'ru'),
    weight: weight(2350, 'ru'),
    estimate: weight(2000, 'ru'),
    detail: 'ЮKassa не приняла ключ: проверьте доступ «YooKassa» в n8n.',
  };
}
