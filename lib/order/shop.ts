import { z } from 'zod';
import * as assistant from './shop/assistant';
import { payment } from './shop/payment';
import { jsonErrorOf } from './shop/jsonError';
import * as check from './shop/checks';
import { READY_CAKES, readyCakes, writtenCake } from './shop/ready';
import { shown, unknownFields } from './shop/sentences';
import { lineName, Report, type ListName, type Loose } from './shop/report';
import * as section from './shop/sections';
import type { Shop } from './types';

/** A shop that can be served, or everything that is wrong with the document, in sentences for its owner. */
export type ShopResult = { ok: true; shop: Shop } | { ok: false; problems: string[] };

const LISTS = {
  occasions: { title: 'Поводы', item: 'Повод', least: 1 },
  sizes: { title: 'Размеры', item: 'Размер', least: 1 },
  fillings: { title: 'Начинки', item: 'Начинка', least: 1 },
  coatings: { title: 'Покрытия', item: 'Покрытие', least: 1 },
  decor: { title: 'Украшения', item: 'Украшение', least: 0 },
  ready_cakes: READY_CAKES,
  delivery_zones: { title: 'Зоны доставки', item: 'Зона доставки', least: 0 },
  windows: { title: 'Окна выдачи', item: 'Окно выдачи', least: 1 },
  blackout: { title: 'Нерабочие даты', item: 'Нерабочая дата', least: 0 },
  faq: assistant.FAQ,
} satisfies Record<string, ListName>;

const OTHERS = [
  'name',
  'time_zone',
  'language',
  'operator',
  'baker',
  'weight',
  'inscription',
  'pickup',
  'capacity',
  'take_orders',
  'avito_links',
  'questions',
  'texts',
  'ai',
  'preview',
  'payment',
];
const NUMBERS = ['lead_days', 'horizon_days', 'deposit_percent'];
const KNOWN = [...OTHERS, ...NUMBERS, ...Object.keys(LISTS)];

/**
 * Reads the owner's document: menu and settings in her units (roubles, kilograms, hours, days; see
 * default-shop.json). Reports every problem, each as a Russian sentence that names the line and says what to do.
 */
export function parseShop(document: unknown): ShopResult {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { ok: false, problems: [`Меню: указано ${shown(document)}, нужны поля в фигурных скобках { }`] };
  }
  const report = new Report(document as Record<string, unknown>);
  const strangers = Object.keys(document).filter((key) => !KNOWN.includes(key));
  if (strangers.length > 0)
    unknownFields(strangers, KNOWN)
      .split('\n')
      .forEach((line) => report.add('Меню', line));

  const list = <T>(key: keyof typeof LISTS, schema: z.ZodType<T>) => report.list(key, LISTS[key], schema);
  const general = 'Общие настройки';
  const settings = {
    name: report.section('name', 'Пекарня', section.bakeryName),
    zone: report.section('time_zone', general, section.zone),
    language: report.section('language', general, section.language),
    operator: report.section('operator', 'Оператор персональных данных', section.operator),
    baker: report.section('baker', 'Кондитер', section.baker),
    takesOrders: report.section('take_orders', general, section.takesOrders),
    avitoLinks: report.section('avito_links', general, section.avitoLinks),
    questions: report.section('questions', 'Вопросы', section.questions),
    texts: report.section('texts', 'Тексты', section.texts),
    faq: list('faq', assistant.faqEntry),
    ai: report.section('ai', 'Языковая модель', assistant.ai),
    preview: report.section('preview', 'Эскиз торта', assistant.preview),
    payment: report.section('payment', 'Оплата', payment),
  };
  const lists = {
    occasions: list('occasions', section.occasion),
    sizes: list('sizes', section.size),
    weight: report.section('weight', 'Вес', section.weight),
    fillings: list('fillings', section.byWeight),
    coatings: list('coatings', section.byWeight),
    decor: list('decor', section.decor),
    inscription: report.section('inscription', 'Надпись', section.inscription),
    zones: list('delivery_zones', section.deliveryZone),
    pickup: report.section('pickup', 'Самовывоз', section.pickup),
    windows: list('windows', section.window),
    capacity: report.section('capacity', 'Рабочие дни', section.capacity),
    blackout: list('blackout', section.offDay),
    leadDays: report.section('lead_days', general, section.leadDays),
    horizonDays: report.section('horizon_days', general, section.horizonDays),
    depositPercent: report.section('deposit_percent', general, section.depositPercent),
  };
  const menu = { ...lists, readyCakes: readyCakes(report, list('ready_cakes', writtenCake), lists) };
  checkTogether(report, { ...settings, menu });
  if (report.problems.length > 0) return { ok: false, problems: report.problems };
  // Every part that could not be read has left a problem, so here none is undefined.
  return { ok: true, shop: ofOrders({ ...settings, menu } as Shop) };
}

/** Pictures and money belong to an order: where none are taken there is neither, whatever the document says. */
function ofOrders(shop: Shop): Shop {
  if (shop.takesOrders) return shop;
  const { preview, payment: paid } = shop;
  return { ...shop, preview: { ...preview, enabled: false }, payment: { ...paid, providers: [] } };
}

/** Reads the document from JSON text; broken JSON is answered with the place of the mistake. */
export function parseShopText(text: string): ShopResult {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, problems: [jsonErrorOf(text.replace(/^\uFEFF/, ''))] };
  }
  return parseShop(document);
}

function checkTogether(report: Report, shop: { baker?: Shop['baker']; menu: Loose<Shop['menu']> }): void {
  const { menu, baker } = shop;
  const read = <T>(lines: (T | undefined)[] = []) => lines.filter((line): line is T => line !== undefined);
  const keyed = [
    ['occasions', menu.occasions],
    ['sizes', menu.sizes],
    ['fillings', menu.fillings],
    ['coatings', menu.coatings],
    ['decor', menu.decor],
    ['delivery_zones', menu.zones],
    ['windows', menu.windows],
  ] as const;
  keyed.forEach(([key, lines]) => check.differentKeys(report, LISTS[key].title, lines ?? []));
  if (baker) check.bakerCanDecide(report, baker);
  if (menu.weight) check.weightSteps(report, menu.weight);
  check.sizesGrow(report, read(menu.sizes), menu.weight);
  check.windowsApart(report, read(menu.windows));
  if (menu.capacity) {
    const parts = { sizes: read(menu.sizes), decor: read(menu.decor), weight: menu.weight };
    check.capacityFits(report, menu.capacity, parts);
  }
  if (menu.pickup === null && menu.zones?.length === 0) {
    report.add('Получение заказа', 'нет ни самовывоза, ни доставки; добавьте pickup или delivery_zones');
  }
  if (menu.horizonDays === undefined) return;
  if (menu.leadDays !== undefined) {
    check.leadWithinHorizon(report, 'Общие настройки', menu.leadDays, menu.horizonDays);
  }
  for (const [key, lines] of [
    ['fillings', menu.fillings],
    ['coatings', menu.coatings],
    ['decor', menu.decor],
  ] as const) {
    for (const line of read<{ name: { ru: string }; leadDays: number }>(lines)) {
      check.leadWithinHorizon(report, lineName(LISTS[key].item, line, 0), line.leadDays, menu.horizonDays);
    }
  }
}
