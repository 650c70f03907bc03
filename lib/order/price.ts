import type { Draft, Names, Price, PriceLine, Shop } from './types';

const INSCRIPTION: Names = { ru: 'Надпись', en: 'Inscription' };

/** Kopecks for a weight in grams at a price per kilogram (kopecks); half a kopeck goes up. */
export function priceOfWeight(pricePerKg: number, weightG: number): number {
  return Math.floor((pricePerKg * weightG + 500) / 1000);
}

/** The share of a total asked in advance, in kopecks: up to the next whole rouble, never more than the total. */
export function depositOf(total: number, percent: number): number {
  return Math.min(total, Math.ceil((total * percent) / 10000) * 100);
}

/**
 * The itemised price of what is known so far, whole kopecks, or null while weight or filling is missing or when
 * something chosen is no longer on the menu (see `staleAnswers`). Free extras make no line; delivery always does.
 */
export function priceOf(draft: Draft, shop: Shop): Price | null {
  const { menu } = shop;
  const { weightG } = draft;
  const filling = menu.fillings.find((one) => one.key === draft.filling);
  if (weightG === undefined || !filling || staleAnswers(draft, shop).length > 0) return null;

  const lines: PriceLine[] = [byWeight('cake', filling.name, filling.pricePerKg, weightG)];
  const coating = menu.coatings.find((one) => one.key === draft.coating);
  if (coating && coating.pricePerKg > 0) lines.push(byWeight('coating', coating.name, coating.pricePerKg, weightG));
  const decor = menu.decor.find((one) => one.key === draft.decor);
  if (decor && decor.price > 0) lines.push(byPiece('decor', decor.name, decor.price));
  if (draft.inscription && menu.inscription.price > 0) {
    lines.push(byPiece('inscription', INSCRIPTION, menu.inscription.price));
  }
  const zone = draft.fulfilment === 'delivery' ? menu.zones.find((one) => one.key === draft.zone) : undefined;
  if (zone) lines.push(byPiece('delivery', zone.name, zone.price));

  const total = lines.reduce((sum, line) => sum + line.total, 0);
  return { lines, total, deposit: depositOf(total, menu.depositPercent) };
}

/** Answers that name something the menu does not have (any more), in the order of the questions. */
export function staleAnswers(draft: Draft, shop: Shop): (keyof Draft)[] {
  const { menu } = shop;
  const gone = (list: { key: string }[], key: string | null | undefined) =>
    typeof key === 'string' && !list.some((one) => one.key === key);
  const checks: [keyof Draft, boolean][] = [
    ['occasion', gone(menu.occasions, draft.occasion)],
    ['filling', gone(menu.fillings, draft.filling)],
    ['coating', gone(menu.coatings, draft.coating)],
    ['decor', gone(menu.decor, draft.decor)],
    ['window', gone(menu.windows, draft.window)],
    [
      'fulfilment',
      draft.fulfilment === 'pickup' ? !menu.pickup : draft.fulfilment === 'delivery' && !menu.zones.length,
    ],
    ['zone', draft.fulfilment !== 'pickup' && gone(menu.zones, draft.zone)],
  ];
  return checks.filter(([, stale]) => stale).map(([key]) => key);
}

function byWeight(key: PriceLine['key'], name: Names, unitPrice: number, weightG: number): PriceLine {
  return { key, name, quantity: 1, weightG, unitPrice, total: priceOfWeight(unitPrice, weightG) };
}

function byPiece(key: PriceLine['key'], name: Names, unitPrice: number): PriceLine {
  return { key, name, quantity: 1, weightG: null, unitPrice, total: unitPrice };
}
