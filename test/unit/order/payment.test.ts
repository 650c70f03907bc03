import fc from 'fast-check';
import { DEFAULT_SHOP_DOCUMENT, PAYMENT_PROVIDERS, parseShop } from '../../../lib/order';
import { asksForEmail } from '../../../lib/order/shop/payment';

const resultOf = (more: object) => parseShop({ ...DEFAULT_SHOP_DOCUMENT, ...more });
const read = (payment: unknown, more: object = {}) => {
  const result = resultOf({ payment, ...more });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.shop.payment;
};
const problemsOf = (payment: unknown): string[] => {
  const result = resultOf({ payment });
  return result.ok ? [] : result.problems;
};

const NOTHING = {
  providers: [],
  payMinutes: 60,
  receipts: { kind: 'none' },
  tolerancePercent: 10,
  cancelHours: 72,
  keepPercent: 100,
  returnUrl: null,
};
const till = { kind: '54fz', tax_system: 2, vat_code: 1 };

describe('a document of an earlier release', () => {
  it('asks nobody for money', () => {
    expect(DEFAULT_SHOP_DOCUMENT).not.toHaveProperty('payment');
    expect(read(undefined)).toEqual(NOTHING);
  });

  it('nor does one that says nothing', () => {
    const nothing = { providers: null, pay_minutes: null, receipts: null, tolerance_percent: null, cancel_hours: null, keep_percent: null, return_url: null }; // prettier-ignore
    for (const payment of [null, {}, nothing, { providers: [], return_url: ' ' }])
      expect(read(payment)).toEqual(NOTHING);
  });
});

describe('what the owner writes', () => {
  it('is read in the domain’s words', () => {
    const payment = {
      providers: ['tbank', 'manual', 'tbank'],
      pay_minutes: 90,
      receipts: { kind: '54fz', tax_system: 3, vat_code: 11, email: true },
      tolerance_percent: 0,
      cancel_hours: 0,
      keep_percent: 30,
      return_url: ' https://t.me/bakery_bot ',
    };
    expect(read(payment)).toEqual({
      providers: ['tbank', 'manual'],
      payMinutes: 90,
      receipts: { kind: '54fz', taxSystem: 3, vatCode: 11, email: true },
      tolerancePercent: 0,
      cancelHours: 0,
      keepPercent: 30,
      returnUrl: 'https://t.me/bakery_bot',
    });
  });

  it('may leave receipts to the baker', () => {
    expect(read({ receipts: { kind: 'self_employed' } }).receipts).toEqual({ kind: 'self_employed' });
    // What is left over of an earlier choice is no part of it.
    expect(read({ receipts: { ...till, kind: 'none', email: true } }).receipts).toEqual({ kind: 'none' });
  });

  it('asks no e-mail for a receipt unless she wants it', () => {
    expect(read({ receipts: till }).receipts).toEqual({ kind: '54fz', taxSystem: 2, vatCode: 1, email: false });
  });

  it('returns to an address with Russian letters as the web writes it', () => {
    expect(read({ return_url: 'https://моя-пекарня.рф/спасибо' }).returnUrl).toMatch(
      /^https:\/\/xn--[a-z0-9-]+\.xn--p1ai\/%D1/,
    );
  });

  it('may pay without a deposit, and without orders pays nothing', () => {
    const payment = { providers: ['yookassa'], pay_minutes: 30 };
    expect(read(payment, { deposit_percent: 0 }).providers).toEqual(['yookassa']);
    expect(read(payment, { take_orders: false })).toMatchObject({ providers: [], payMinutes: 30 });
  });

  it.each([
    ['pay_minutes', 10, 10_080],
    ['tolerance_percent', 0, 100],
    ['cancel_hours', 0, 8760],
    ['keep_percent', 0, 100],
  ])('%s is taken from %i to %i, and refused beyond', (field, least, most) => {
    fc.assert(
      fc.property(fc.integer({ min: least - 50, max: most + 50 }), (value) => {
        expect(problemsOf({ [field]: value })).toHaveLength(value < least || value > most ? 1 : 0);
      }),
    );
    expect(problemsOf({ [field]: least })).toEqual([]);
    expect(problemsOf({ [field]: most })).toEqual([]);
  });
});

describe('an e-mail is asked for', () => {
  it.each([
    ['where a till sends receipts by nothing else', ['manual', 'yookassa'], { ...till, email: true }, true],
    ['not where a phone is enough', ['yookassa'], till, false],
    ['not for cash alone, which the till does not see', ['manual'], { ...till, email: true }, false],
    ['not where nothing is paid', [], { ...till, email: true }, false],
    ['not by the self-employed', ['yookassa'], { kind: 'self_employed', email: true }, false],
  ])('%s', (_name, providers, receipts, asked) => {
    expect(asksForEmail(read({ providers, receipts }))).toBe(asked);
  });
});

describe('a problem says what to do', () => {
  const NEEDS = 'Оплата: для чеков по 54-ФЗ нужны система налогообложения (tax_system) и код НДС (vat_code); их знает ваш бухгалтер'; // prettier-ignore
  it.each<[string, unknown]>([
    ['Оплата: неизвестный способ оплаты «sberpay». Можно указать: yookassa, tbank, stripe, manual (наличные или перевод)', { providers: ['yookassa', 'sberpay'] }],
    ['Оплата: неизвестный способ оплаты «yokassa» — возможно, yookassa. Можно указать: yookassa, tbank, stripe, manual (наличные или перевод)', { providers: ['yokassa'] }],
    ['Оплата: неизвестный способ оплаты «null». Можно указать: yookassa, tbank, stripe, manual (наличные или перевод)', { providers: [null] }],
    ['Оплата: способы оплаты (providers) — указано «yookassa», нужен список в квадратных скобках [ ]', { providers: 'yookassa' }],
    ['Оплата: минуты на предоплату (pay_minutes) — указано 5, нужно 10 или больше', { pay_minutes: 5 }],
    ['Оплата: минуты на предоплату (pay_minutes) — указано 10081, нужно не больше 10080', { pay_minutes: 10_081 }],
    ['Оплата: минуты на предоплату (pay_minutes) — указано 60.5, нужно целое число', { pay_minutes: 60.5 }],
    ['Оплата: минуты на предоплату (pay_minutes) — указано «60», нужно число без кавычек', { pay_minutes: '60' }],
    [NEEDS, { receipts: { kind: '54fz', vat_code: 1 } }],
    [NEEDS, { receipts: { kind: '54fz', tax_system: 2 } }],
    [NEEDS, { receipts: { kind: '54fz', tax_system: null, vat_code: null } }],
    ['Оплата: чеки (kind) — указано «54-ФЗ», нужно "none", "54fz" или "self_employed"', { receipts: { kind: '54-ФЗ' } }],
    ['Оплата: чеки (kind) не указаны. Добавьте kind', { receipts: { tax_system: 2 } }],
    ['Оплата: система налогообложения (tax_system) — указано 4, нужно одно из чисел 1, 2, 3, 5, 6', { receipts: { ...till, tax_system: 4 } }],
    ['Оплата: система налогообложения (tax_system) — указано «2», нужно одно из чисел 1, 2, 3, 5, 6', { receipts: { ...till, tax_system: '2' } }],
    ['Оплата: код НДС (vat_code) — указано 20, нужно одно из чисел 1, 2, 3, 7, 8, 11', { receipts: { ...till, vat_code: 20 } }],
    ['Оплата: спрашивать почту для чека (email) — указано «да», нужно true (да) или false (нет)', { receipts: { ...till, email: 'да' } }],
    ['Оплата: неизвестное поле «taxsystem» — возможно, имелось в виду tax_system', { receipts: { kind: 'none', taxsystem: 2 } }],
    ['Оплата: допуск после взвешивания (tolerance_percent) — указано 101, нужно не больше 100', { tolerance_percent: 101 }],
    ['Оплата: часы до выдачи с полным возвратом (cancel_hours) — указано -1, нужно 0 или больше', { cancel_hours: -1 }],
    ['Оплата: удержание при поздней отмене (keep_percent) — указано 101, нужно не больше 100', { keep_percent: 101 }],
    ['Оплата: адрес возврата (return_url) — указано «спасибо», нужен адрес вида "https://…"', { return_url: 'спасибо' }],
    ['Оплата: адрес возврата (return_url) — указано «tg://resolve?domain=bakery», нужен адрес вида "https://…"', { return_url: 'tg://resolve?domain=bakery' }],
    ['Оплата: адрес возврата (return_url) — указано «https://пекарня .рф», нужен адрес вида "https://…"', { return_url: 'https://пекарня .рф' }],
    ['Оплата: адрес возврата (return_url) — указано «https://a.ru:99999/», нужен адрес вида "https://…"', { return_url: 'https://a.ru:99999/' }],
    [`Оплата: адрес возврата (return_url) — указано «https://a.ru/${'x'.repeat(27)}…», нужно не больше 500 знаков`, { return_url: `https://a.ru/${'x'.repeat(500)}` }],
    ['Оплата: адрес возврата (return_url) — указано 5, нужно адрес вида "https://…"', { return_url: 5 }],
    ['Оплата: неизвестное поле «provider» — возможно, имелось в виду providers', { provider: ['manual'] }],
    ['Оплата: указано «yookassa», нужны поля в фигурных скобках { }', 'yookassa'],
  ])('%s', (problem, payment) => expect(problemsOf(payment)).toEqual([problem])); // prettier-ignore

  it('each of several', () => {
    const wrong = { providers: ['cash', 'paypal'], pay_minutes: 1, receipts: { kind: '54fz' }, return_url: 'нет' };
    expect(problemsOf(wrong)).toHaveLength(5);
  });

  it('and never throws or speaks English, whatever is written', () => {
    const keys = ['providers', 'pay_minutes', 'receipts', 'tolerance_percent', 'cancel_hours', 'keep_percent', 'return_url', 'kind', 'tax_system', 'vat_code', 'email']; // prettier-ignore
    const word = fc.constantFrom<unknown>(...PAYMENT_PROVIDERS, '54fz', 'https://', 'https://[', 'http://a.b:x', 1, -1, 1e99, [], null); // prettier-ignore
    const fields = fc.dictionary(fc.constantFrom(...keys), fc.oneof(word, fc.array(word), fc.jsonValue({ maxDepth: 2 })), { noNullPrototype: true }); // prettier-ignore
    const receipts = fields.map((line) => ({ receipts: line }));
    fc.assert(
      fc.property(fc.oneof(fields, receipts, fc.jsonValue()), (written) => {
        for (const problem of problemsOf(written)) expect(problem).not.toMatch(/Invalid|expected|Required|undefined/);
      }),
      { numRuns: 300 },
    );
  });
});
