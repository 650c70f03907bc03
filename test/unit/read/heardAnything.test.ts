import fc from 'fast-check';
import { CONTRACT, EXPECTING, hear, INTENTS, type Heard, type Slots } from '../../../lib/dialogue/read/heard';
import { ALLERGENS } from '../../../lib/order/types';
import { NOW } from './heardHarness';

const PIECES =
  'на |12|12 человек|, |. |медовик |не |без |шоколада |мастики|2 кг |к 15:00 |в субботу |25.12 |надпись |"С днём рождения" |доставка |' +
  'ул. Ленина 5 |кв 3 |Аня |8 916 123-45-67|a@b.ru |бюджет |5к |до |сыну 5 лет |? |сколько стоит |ой, |лучше |на |for |tomorrow |no |cake |½|\n|❤️|через |неделю |с |розовый |цвет ';
const phrase = fc.array(fc.constantFrom(...PIECES.split('|')), { maxLength: 40 }).map((parts) => parts.join(''));
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 700 }), fc.string({ unit: 'grapheme' }), phrase);
const where = fc.record({
  language: fc.constantFrom('ru' as const, 'en' as const),
  now: fc.constantFrom(NOW, '2026-12-31T22:30:00Z', '2028-02-28T23:59:00+05:00'),
  expecting: fc.constantFrom(...EXPECTING),
});
const read = (text: string, at: { language: 'ru' | 'en'; now: string; expecting: (typeof EXPECTING)[number] }): Heard =>
  hear(text, { ...at, zone: 'Europe/Moscow', vocabulary: CONTRACT });

const TIME = /^([01]\d|2[0-3]):[0-5]\d(-([01]\d|2[0-4]):[0-5]\d)?$/;
const count = (n: number) => Number.isInteger(n) && n > 0;
const text = (value: string) => value === value.trim() && value !== '';
const keyOf = (kind: 'occasions' | 'coatings') => (value: string) => CONTRACT[kind].some(({ key }) => key === value);
const SHAPES: { [K in keyof Slots]-?: (value: NonNullable<Slots[K]>) => boolean } = {
  occasion: keyOf('occasions'),
  servings: count,
  weight_g: count,
  filling: (value) => text(value) && value === value.toLowerCase(),
  filling_not: (value) => text(value) && value === value.toLowerCase(),
  coating: keyOf('coatings'),
  decor: () => false,
  tiers: (n) => count(n) && n <= 10,
  inscription: (value) => value === value.trim(),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
  time: (value) => TIME.test(value) && (!value.includes('-') || value.slice(0, 5) < value.slice(6)),
  fulfilment: (value) => ['pickup', 'delivery'].includes(value),
  address: text,
  name: text,
  colour: text,
  promo: text,
  phone: (value) => /^\+\d{7,15}$/.test(value),
  email: (value) => /^\S+@\S+\.\S+$/.test(value),
  allergens: (list) => list.length > 0 && list.join() === ALLERGENS.filter((one) => list.includes(one)).join(),
  budget_rub: count,
  vegan: (value) => value === true,
  sugar_free: (value) => value === true,
};

it('any text is read into the contract’s shapes, and never throws', () => {
  fc.assert(
    fc.property(anyText, where, (said, at) => {
      const { intent, slots, open } = read(said, at);
      expect(INTENTS).toContain(intent);
      expect(typeof open).toBe('boolean');
      for (const [key, value] of Object.entries(slots)) {
        const fits = SHAPES[key as keyof Slots] as (value: unknown) => boolean;
        expect([key, value, fits(value)]).toEqual([key, value, true]);
      }
      if (slots.filling !== undefined) expect(slots.filling_not).not.toBe(slots.filling);
    }),
    { numRuns: 400 },
  );
});

it('what is copied stands in the text', () => {
  fc.assert(
    fc.property(phrase, where, (said, at) => {
      const { inscription, address, name, colour, promo } = read(said, at).slots;
      for (const copied of [inscription, address, name, colour, promo]) {
        if (copied !== undefined) expect(said.normalize('NFC')).toContain(copied);
      }
    }),
    { numRuns: 300 },
  );
});

it('noise fills nothing', () => {
  const noise = fc.stringMatching(/^[бвгджзклмнпрстфхцчшщ]{5,12}( [бвгджзклмнпрстфхцчшщ]{5,12}){0,3}$/);
  fc.assert(
    fc.property(noise, (said) => {
      const { slots } = read(said, { language: 'ru', now: NOW, expecting: 'any' });
      expect(slots).toEqual({});
    }),
    { numRuns: 300 },
  );
});

describe('600 characters are read at once', () => {
  it.each([
    ['digits', '1'],
    ['dashes', '1-'],
    ['letters', 'а'],
    ['spaces', ' '],
    ['people', 'на 12 человек '],
    ['number words', 'двадцать '],
    ['dates', '25.12 '],
    ['denials', 'не без шоколада и '],
    ['inscriptions', 'надпись на торте '],
    ['quotes', '"а" '],
    ['streets', 'ул. Ленина д. 5 кв. 3, '],
    ['allergies', 'аллергия на орехи и '],
    ['colours', 'розовый и '],
    ['names', 'Аня Петрова '],
    ['money', 'до 5 тысяч '],
    ['emoji', '👩‍👩‍👧'],
    ['an order', 'Торт на день рождения сына 5 лет, 12 человек, медовик 2 кг, без орехов, в субботу к 15:00. '],
  ])('%s', (_what, piece) => {
    const long = piece.repeat(Math.ceil(600 / piece.length)).slice(0, 600);
    // Time of the processor: other work on the machine is not the reader's. The first run compiles the rules.
    const times = Array.from({ length: 8 }, () => {
      const before = process.cpuUsage();
      read(long, { language: 'ru', now: NOW, expecting: 'any' });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('of 100,000 characters it looks at the first 600', () => {
    const start = performance.now();
    read('медовик '.repeat(12_500), { language: 'ru', now: NOW, expecting: 'any' });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
