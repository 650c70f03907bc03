import fc from 'fast-check';
import { defaultShop, depositOf, priceOf, priceOfWeight, staleAnswers, type Draft } from '../../../lib/order';

const shop = defaultShop();

describe('price', () => {
  it('is itemised in whole kopecks', () => {
    const draft: Draft = {
      weightG: 2500,
      filling: 'медовик',
      coating: 'велюр',
      decor: 'berries',
      inscription: 'С днём рождения',
      fulfilment: 'delivery',
      zone: 'moscow',
    };
    const price = priceOf(draft, shop);
    expect(price?.lines.map(({ key, total }) => [key, total])).toEqual([
      ['cake', 600_000],
      ['coating', 62_500],
      ['decor', 70_000],
      ['inscription', 30_000],
      ['delivery', 70_000],
    ]);
    expect(price).toMatchObject({ total: 832_500, deposit: 416_300 });
    expect(price?.lines[0]).toEqual({
      key: 'cake',
      name: { ru: 'Медовик', en: 'Honey cake' },
      quantity: 1,
      weightG: 2500,
      unitPrice: 240_000,
      total: 600_000,
    });
  });

  it('has no line for what is free or not wanted', () => {
    const draft: Draft = { weightG: 1000, filling: 'медовик', coating: 'без покрытия', decor: null, inscription: '' };
    expect(priceOf({ ...draft, fulfilment: 'pickup', zone: 'moscow' }, shop)?.lines).toHaveLength(1);
  });

  it.each<[string, Draft]>([
    ['nothing', {}],
    ['no weight', { filling: 'медовик' }],
    ['no filling', { weightG: 1000 }],
    ['a filling that is gone', { weightG: 1000, filling: 'манго' }],
    ['a decor that is gone', { weightG: 1000, filling: 'медовик', decor: 'луна' }],
    ['a zone that is gone', { weightG: 1000, filling: 'медовик', fulfilment: 'delivery', zone: 'луна' }],
  ])('is not known with %s', (_what, draft) => expect(priceOf(draft, shop)).toBeNull());

  it('names what the menu has no more', () => {
    const draft: Draft = { occasion: 'x', filling: 'манго', coating: 'велюр', decor: 'x', window: 'x', zone: 'x' };
    expect(staleAnswers({ ...draft, fulfilment: 'delivery' }, shop)).toEqual([
      'occasion',
      'filling',
      'decor',
      'window',
      'zone',
    ]);
    const deliveryOnly = { ...shop, menu: { ...shop.menu, pickup: null } };
    expect(staleAnswers({ fulfilment: 'pickup' }, deliveryOnly)).toEqual(['fulfilment']);
    expect(staleAnswers({ decor: null, inscription: '' }, shop)).toEqual([]);
  });

  it.each([
    [1, 500, 1],
    [1, 499, 0],
    [333, 1500, 500],
    [999_99, 1333, 133_299],
  ])('%d kopecks a kilogram for %d g is %d', (perKg, grams, total) => expect(priceOfWeight(perKg, grams)).toBe(total));

  it.each([
    [832_500, 50, 416_300],
    [100, 50, 100],
    [50, 50, 50],
    [100_000, 0, 0],
    [100_001, 100, 100_001],
    [200_000, 50, 100_000],
  ])('deposit of %d at %d%% is %d', (total, percent, deposit) => expect(depositOf(total, percent)).toBe(deposit));

  const keys = (list: { key: string }[]) => fc.constantFrom(...list.map(({ key }) => key));
  const anyDraft = fc.record({
    weightG: fc.integer({ min: 1, max: 100_000 }),
    filling: keys(shop.menu.fillings),
    coating: fc.option(keys(shop.menu.coatings), { nil: undefined }),
    decor: fc.option(keys(shop.menu.decor)),
    inscription: fc.constantFrom('', 'Маша'),
    fulfilment: fc.constantFrom('pickup' as const, 'delivery' as const),
    zone: fc.option(keys(shop.menu.zones), { nil: undefined }),
  });

  it('is always the sum of its lines, whole and never negative', () => {
    fc.assert(
      fc.property(anyDraft, fc.integer({ min: 0, max: 100 }), fc.nat(500_000), (draft, depositPercent, perKg) => {
        const fillings = shop.menu.fillings.map((one) => ({ ...one, pricePerKg: perKg }));
        const price = priceOf(draft, { ...shop, menu: { ...shop.menu, fillings, depositPercent } });
        const sum = price?.lines.reduce((total, line) => total + line.total, 0);
        expect(price?.total).toBe(sum);
        price?.lines.forEach((line) => expect(Number.isSafeInteger(line.total) && line.total >= 0).toBe(true));
        expect(price!.deposit).toBeGreaterThanOrEqual(0);
        expect(price!.deposit).toBeLessThanOrEqual(price!.total);
        expect(price!.deposit * 100).toBeGreaterThanOrEqual(
          Math.min(price!.total * depositPercent, price!.total * 100),
        );
      }),
    );
  });
});
