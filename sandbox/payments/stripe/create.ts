import { z } from 'zod';
import { listOf, type Param } from './form';
import { type Line, newId, type Session, StripeError } from './wire';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const list = <S extends z.ZodType>(each: S) =>
  z.preprocess((param) => listOf(param as Param | undefined), z.array(each));

const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, 'You can have up to 50 metadata keys')
  .default({});

const whole = z
  .string()
  .regex(/^\d{1,9}$/, 'Invalid integer')
  .transform(Number);

const webUrl = z
  .string()
  .max(5000)
  .refine((url) => /^https?:\/\/[^\s]+$/.test(url), 'Not a valid URL');

const line = z.strictObject({
  quantity: whole.default(1),
  price_data: z.strictObject({
    currency: z.string().toLowerCase().length(3, 'Invalid currency'),
    unit_amount: whole,
    product_data: z.looseObject({ name: z.string().min(1) }),
  }),
});

/** `POST /v1/checkout/sessions`, with what a one-time payment on Stripe's own page may say. */
const sessionForm = z.strictObject({
  mode: z.literal('payment', 'Only payment mode is played'),
  line_items: list(line).refine((lines) => lines.length > 0, 'At least one line item is required'),
  success_url: webUrl,
  cancel_url: webUrl.optional(),
  client_reference_id: z.string().max(200).optional(),
  metadata,
  payment_intent_data: z
    .strictObject({ metadata, description: z.string().max(1000).optional(), receipt_email: z.email().optional() })
    .default({ metadata: {} }),
  customer_email: z.email().optional(),
  expires_at: z
    .string()
    .regex(/^\d{10}$/, 'Invalid timestamp')
    .transform(Number)
    .optional(),
  locale: z.string().max(10).optional(),
  payment_method_types: list(z.string()).optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay']).optional(),
  ui_mode: z.enum(['hosted', 'hosted_page']).optional(),
});

/** A new session of what was asked. @throws StripeError 400 */
export function readSession(form: unknown, now: number): Session {
  const asked = valid(sessionForm, form);
  const currencies = new Set(asked.line_items.map(({ price_data }) => price_data.currency));
  if (currencies.size > 1)
    throw new StripeError(400, 'All line items must have the same currency.', { param: 'line_items' });
  const lines = asked.line_items.map(({ quantity, price_data }): Line => {
    return { id: newId('li'), name: price_data.product_data.name, unitAmount: price_data.unit_amount, quantity };
  });
  const expiresAt = asked.expires_at === undefined ? now + DAY_MS : asked.expires_at * 1000;
  // A second of grace: Stripe's moments are whole seconds.
  if (expiresAt < now + 30 * MINUTE_MS - 1000 || expiresAt > now + DAY_MS + 1000)
    throw new StripeError(
      400,
      'The `expires_at` timestamp must be 30 minutes to 24 hours after the session is created.',
      {
        param: 'expires_at',
      },
    );
  return {
    id: newId('cs_test'),
    status: 'open',
    currency: [...currencies][0],
    lines,
    reference: asked.client_reference_id ?? null,
    metadata: asked.metadata,
    intentMetadata: asked.payment_intent_data.metadata,
    intentDescription: asked.payment_intent_data.description ?? null,
    email: asked.customer_email ?? null,
    locale: asked.locale ?? null,
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url ?? null,
    createdAt: now,
    expiresAt,
  };
}

/** `POST /v1/refunds`. */
export const refundForm = z
  .strictObject({
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
    amount: whole.refine((amount) => amount > 0, 'Invalid positive integer').optional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    metadata,
  })
  .refine(({ payment_intent, charge }) => payment_intent ?? charge, 'One of payment_intent or charge is required');

/** @throws StripeError 400 that names the first parameter that is wrong */
export function valid<S extends z.ZodType>(schema: S, form: unknown): z.infer<S> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const named = (path: PropertyKey[]): string =>
    path.map((part, depth) => (depth === 0 ? String(part) : `[${String(part)}]`)).join('');
  if (issue.code === 'unrecognized_keys') {
    const param = named([...issue.path, issue.keys[0]]);
    throw new StripeError(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = named(issue.path);
  const given = issue.path.reduce<unknown>(
    (at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part],
    form,
  );
  if (param && given === undefined)
    throw new StripeError(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
  throw new StripeError(400, issue.message, param ? { param } : {});
}
