import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { DateTime } from 'luxon';
import { z } from 'zod';

const SLOTS = [
  ...['occasion', 'servings', 'weight_g', 'filling', 'filling_not', 'coating', 'tiers', 'inscription', 'date', 'time'],
  ...['fulfilment', 'address', 'name', 'colour', 'promo', 'phone', 'email', 'allergens', 'budget_rub'],
  ...['vegan', 'sugar_free'],
];
const INTENTS = [
  ...['fill', 'correct', 'back', 'cancel', 'restart', 'human', 'question', 'approve', 'reject', 'price', 'status'],
  ...['nonsense', 'greeting', 'optout', 'delete_data', 'pay'],
];
const EXPECTING = [
  ...['occasion', 'servings', 'filling', 'coating', 'inscription', 'wishes', 'allergens', 'date', 'fulfilment'],
  ...['address', 'contact', 'confirm', 'any'],
];
const OCCASIONS = ['birthday', 'wedding', 'anniversary', 'corporate', 'child_birthday', 'graduation', 'other'];
const COATINGS = ['крем-чиз', 'велюр', 'мастика', 'зеркальная глазурь', 'без покрытия'];
const FILLINGS = [
  ...['шоколад', 'медовик', 'наполеон', 'красный бархат', 'морковный', 'сникерс', 'ягодный', 'тирамису'],
  'птичье молоко',
];
const ALLERGENS = ['nuts', 'gluten', 'milk', 'eggs', 'honey'];
/** Slots that are copied out of the text as they stand. */
const VERBATIM = ['inscription', 'address', 'name', 'colour', 'promo', 'email'] as const;

const HOUR = String.raw`([01]\d|2[0-3]):[0-5]\d`;
const said = z.string().regex(/^\S(.*\S)?$/s);
const word = said.refine((text) => text === text.toLowerCase(), 'lower case');
const count = z.number().int().positive();
const slots = z.strictObject({
  occasion: z.enum(OCCASIONS).optional(),
  servings: count.optional(),
  weight_g: count.optional(),
  filling: word.optional(),
  filling_not: word.optional(),
  coating: z.enum(COATINGS).optional(),
  tiers: count.optional(),
  inscription: z.union([z.literal(''), said]).optional(),
  date: z.iso.date().optional(),
  time: z
    .string()
    .regex(new RegExp(`^${HOUR}(-${HOUR})?$`))
    .refine((text) => !text.includes('-') || text.slice(0, 5) < text.slice(6), 'ends after it begins')
    .optional(),
  fulfilment: z.enum(['pickup', 'delivery']).optional(),
  address: said.optional(),
  name: said.optional(),
  colour: said.optional(),
  promo: said.optional(),
  phone: z
    .string()
    .refine((text) => {
      const phone = parsePhoneNumberFromString(text);
      return phone?.isValid() === true && phone.number === text;
    }, 'a valid E.164 number')
    .optional(),
  email: z.email().optional(),
  allergens: z
    .array(z.enum(ALLERGENS))
    .min(1)
    .refine((list) => list.join() === ALLERGENS.filter((one) => list.includes(one)).join(), 'in order, each once')
    .optional(),
  budget_rub: count.optional(),
  vegan: z.literal(true).optional(),
  sugar_free: z.literal(true).optional(),
});
const phrase = z.strictObject({
  id: z.string(),
  text: z.string().regex(/\S/),
  language: z.enum(['ru', 'en']),
  now: z.iso.datetime({ offset: true }),
  expecting: z.enum(EXPECTING),
  intent: z.enum(INTENTS),
  slots,
});
type Phrase = z.infer<typeof phrase>;

const load = (language: string): Phrase[] =>
  readFileSync(join(__dirname, `../../data/phrases.${language}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const moscowDay = (now: string) => DateTime.fromISO(now).setZone('Europe/Moscow').toISODate() ?? '';
const tally = (values: string[]) =>
  values.reduce((sum, value) => sum.set(value, (sum.get(value) ?? 0) + 1), new Map<string, number>());
/** Those of `names` that occur less than `least` times. */
const rare = (names: string[], values: string[], least: number) => {
  const counts = tally(values);
  return names.filter((name) => (counts.get(name) ?? 0) < least);
};
/** What a phrase has that its text does not bear out, as "id slot". */
const unsupported = (one: Phrase): string[] => {
  const copied = VERBATIM.filter((slot) => !one.text.includes(one.slots[slot] ?? ''));
  const digits = one.text.replace(/\D/g, '');
  // The country may be left out and the trunk prefix may be 8: the last nine digits are said in any case.
  const phone = one.slots.phone && !digits.includes(one.slots.phone.slice(-9)) ? ['phone'] : [];
  return [...copied, ...phone].map((slot) => `${one.id} ${slot}`);
};

describe.each([
  { language: 'ru', phrases: 300, slot: 8, intent: 5, expecting: 5 },
  { language: 'en', phrases: 100, slot: 3, intent: 2, expecting: 2 },
])('the phrases of $language', ({ language, ...least }) => {
  const corpus = load(language);

  it('are enough', () => expect(corpus.length).toBeGreaterThanOrEqual(least.phrases));

  it('have the shape of the contract', () => {
    const wrong = corpus.flatMap((one) => {
      const { error } = phrase.safeParse(one);
      return error ? [`${one.id} ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)}`] : [];
    });
    expect(wrong).toEqual([]);
    expect(corpus.filter((one) => one.language !== language)).toEqual([]);
  });

  it('name a day that is not over in Moscow', () => {
    expect(corpus.filter(({ now, slots: { date } }) => date !== undefined && date < moscowDay(now))).toEqual([]);
  });

  it('have ids and texts of their own', () => {
    const repeated = (values: string[]) => [...tally(values)].filter(([, times]) => times > 1);
    expect(repeated(corpus.map(({ id }) => id))).toEqual([]);
    expect(repeated(corpus.map(({ text }) => text.toLowerCase().trim()))).toEqual([]);
  });

  it('bear out what is copied from them', () => expect(corpus.flatMap(unsupported)).toEqual([]));

  it('show every slot, intent, question and value of the menu', () => {
    const values = (slot: keyof Phrase['slots']) => corpus.flatMap(({ slots }) => (slots[slot] ?? []) as string[]);
    const intents = corpus.map(({ intent }) => intent);
    const questions = corpus.map(({ expecting }) => expecting);
    expect({
      slots: rare(
        SLOTS,
        corpus.flatMap(({ slots }) => Object.keys(slots)),
        least.slot,
      ),
      intents: rare(INTENTS, intents, least.intent),
      expecting: rare(EXPECTING, questions, least.expecting),
      occasions: rare(OCCASIONS, values('occasion'), 1),
      fillings: rare(FILLINGS, values('filling'), 1),
      coatings: rare(COATINGS, values('coating'), 1),
      allergens: rare(ALLERGENS, values('allergens'), 1),
    }).toEqual({ slots: [], intents: [], expecting: [], occasions: [], fillings: [], coatings: [], allergens: [] });
  });

  it('tell several facts at once in two of five', () => {
    const several = corpus.filter(({ slots }) => Object.keys(slots).length > 1);
    expect(several.length / corpus.length).toBeGreaterThan(0.4);
  });

  it('name no filling of the menu by another word', () => {
    const known = new Set(FILLINGS);
    const own = corpus.flatMap(({ slots: { filling } }) => (filling && !known.has(filling) ? [filling] : []));
    expect(own.length).toBeGreaterThan(0);
    const alias =
      /шокол|м[её]дов|напол|бархат|морков|сникер|ягод|тирам|птич|choc|honey|napol|velvet|carrot|snick|berry/;
    // A raspberry is no "berry" cake.
    expect(own.filter((filling) => alias.test(filling.replace('raspberry', '')))).toEqual([]);
  });
});
