import {
  defaultShop,
  fitWeight,
  guestsForWeight,
  sizeForWeight,
  weightForGuests,
  workPoints,
} from '../../../lib/order';

const shop = defaultShop();
const { menu } = shop;

describe('weight', () => {
  it.each([
    [1, 500],
    [3, 500],
    [4, 1000],
    [12, 2000],
    [14, 2500],
    [80, 12_000],
  ])('%d guests need %d g', (guests, weightG) => expect(weightForGuests(guests, menu)).toMatchObject({ weightG }));

  it('refuses more guests than the largest cake feeds', () =>
    expect(weightForGuests(81, menu)).toEqual({ refusal: 'too_big', limitG: 12_000 }));

  it.each([
    [1300, { weightG: 1500, rounded: true }],
    [1500, { weightG: 1500, rounded: false }],
    [12_001, { refusal: 'too_big', limitG: 12_000 }],
    [0, { refusal: 'too_small', limitG: 500 }],
    [NaN, { refusal: 'too_small', limitG: 500 }],
  ])('%d g asked', (grams, fit) => expect(fitWeight(grams, menu)).toEqual(fit));

  it('refuses less than the least, and keeps a size that is off the step', () => {
    const heavy = { ...menu, weight: { ...menu.weight, minG: 2000 } };
    expect(fitWeight(400, heavy)).toEqual({ refusal: 'too_small', limitG: 2000 });
    const odd = { ...menu, sizes: [{ ...menu.sizes[0], weightG: 1200 }] };
    expect(fitWeight(1200, odd)).toEqual({ weightG: 1200, rounded: false });
  });

  it.each([
    [500, 'bento'],
    [600, 'mini'],
    [5000, 'two_tier'],
    [9000, 'two_tier'],
  ])('%d g is made as %s', (grams, key) => expect(sizeForWeight(grams, menu).key).toBe(key));

  it('feeds as many guests as the size says, or as the grams do', () => {
    expect(guestsForWeight(2000, menu)).toBe(13);
    expect(guestsForWeight(2500, menu)).toBe(16);
    expect(guestsForWeight(100, menu)).toBe(1);
  });

  it('takes work points of size and decoration, more beyond the largest size', () => {
    expect(workPoints({}, shop)).toBe(0);
    expect(workPoints({ weightG: 2000 }, shop)).toBe(3);
    expect(workPoints({ weightG: 2000, decor: 'figurine' }, shop)).toBe(5);
    expect(workPoints({ weightG: 10_000, decor: null }, shop)).toBe(14);
  });
});
