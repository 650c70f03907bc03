import { z } from 'zod';
import { nearest } from '../nearest';
import { PAYMENT_PROVIDERS, type PaymentSettings } from '../types';
import * as field from './fields';
import { expects, fieldsOf, shown } from './sentences';

/** How orders are paid. What is not written is as it was before: orders are not paid through the bot. */

const provider = z.enum(PAYMENT_PROVIDERS, {
  error: ({ input }) => {
    const meant = typeof input === 'string' ? nearest(input, PAYMENT_PROVIDERS) : null;
    const all = `${PAYMENT_PROVIDERS.join(', ')} (наличные или перевод)`;
    return `неизвестный способ оплаты ${shown(input)}${meant ? ` — возможно, ${meant}` : ''}. Можно указать: ${all}`;
  },
});

const providers = z.array(provider, {
  error: ({ input }) => `способы оплаты (providers) — указано ${shown(input)}, нужен список в квадратных скобках [ ]`,
});

const TAX_SYSTEMS = [1, 2, 3, 5, 6] as const;
const VAT_CODES = [1, 2, 3, 7, 8, 11] as const;

const oneOf = <T extends number>(label: string, values: readonly T[]) =>
  z.literal(values as readonly [T, ...T[]], {
    error: ({ input }) => `${label} — указано ${shown(input)}, нужно одно из чисел ${values.join(', ')}`,
  });

const receipts = fieldsOf(
  {
    kind: z.enum(['none', '54fz', 'self_employed'], {
      error: expects('чеки (kind)', 'p', '"none", "54fz" или "self_employed"'),
    }),
    tax_system: oneOf('система налогообложения (tax_system)', TAX_SYSTEMS).nullish(),
    vat_code: oneOf('код НДС (vat_code)', VAT_CODES).nullish(),
    email: field.yesNo('спрашивать почту для чека (email)', 'n').nullish(),
  },
  'чеки не указаны',
).transform((line, context): PaymentSettings['receipts'] => {
  if (line.kind !== '54fz') return { kind: line.kind };
  if (line.tax_system == null || line.vat_code == null) {
    context.addIssue({
      code: 'custom',
      message:
        'для чеков по 54-ФЗ нужны система налогообложения (tax_system) и код НДС (vat_code); их знает ваш бухгалтер',
    });
  }
  return { kind: '54fz', taxSystem: line.tax_system ?? 2, vatCode: line.vat_code ?? 1, email: line.email ?? false };
});

const LONGEST_ADDRESS = 500;

/** A domain's Russian letters come out as the web writes them: providers take no others. */
const address = z
  .string({ error: expects('адрес возврата (return_url)', 'm', 'адрес вида "https://…"') })
  .transform((value, context) => {
    const text = value.trim();
    if (text === '') return null;
    if (/^https?:\/\/[^\s/]+\.\S+$/i.test(text) && text.length <= LONGEST_ADDRESS && URL.canParse(text)) {
      return new URL(text).href;
    }
    const wanted =
      text.length > LONGEST_ADDRESS ? `нужно не больше ${LONGEST_ADDRESS} знаков` : 'нужен адрес вида "https://…"';
    context.addIssue({ code: 'custom', message: `адрес возврата (return_url) — указано ${shown(value)}, ${wanted}` });
    return z.NEVER;
  });

export const payment = fieldsOf(
  {
    providers: providers.nullish(),
    pay_minutes: field.whole('минуты на предоплату (pay_minutes)', 'p', 10, 10_080).nullish(),
    receipts: receipts.nullish(),
    tolerance_percent: field.whole('допуск после взвешивания (tolerance_percent)', 'm', 0, 100).nullish(),
    cancel_hours: field.whole('часы до выдачи с полным возвратом (cancel_hours)', 'p', 0, 8760).nullish(),
    keep_percent: field.whole('удержание при поздней отмене (keep_percent)', 'n', 0, 100).nullish(),
    return_url: address.nullish(),
  },
  'настройки оплаты не указаны',
)
  .nullish()
  .transform((line): PaymentSettings => ({
    providers: [...new Set(line?.providers ?? [])],
    payMinutes: line?.pay_minutes ?? 60,
    receipts: line?.receipts ?? { kind: 'none' },
    tolerancePercent: line?.tolerance_percent ?? 10,
    cancelHours: line?.cancel_hours ?? 72,
    keepPercent: line?.keep_percent ?? 100,
    returnUrl: line?.return_url ?? null,
  }));

/** Whether customers are asked for their e-mail: only where a till makes receipts that go out no other way. */
export const asksForEmail = ({ providers, receipts }: PaymentSettings): boolean =>
  providers.some((one) => one !== 'manual') && receipts.kind === '54fz' && receipts.email;
