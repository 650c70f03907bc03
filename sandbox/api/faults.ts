import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** The vendors of the contract. */
export const VENDORS = [
  'telegram',
  'vk',
  'avito',
  'openai',
  'yookassa',
  'tbank',
  'stripe',
  'smtp',
  'sms',
  'metrica',
  'sentry',
  'supabase',
  'redis',
] as const;

/** What `POST /api/faults` takes. */
export const faultBody = z
  .object({
    vendor: z.enum(VENDORS),
    kind: z.enum(['down', 'slow', 'rate_limit', 'error', 'drop_reply', 'body']),
    path: z.string().optional(),
    status: z.number().int().min(200).max(599).optional(),
    code: z.union([z.string(), z.number()]).optional(),
    body: z.unknown().optional(),
    delayMs: z.number().int().min(0).max(600_000).optional(),
    times: z.number().int().min(1).max(1_000_000).optional(),
  })
  .strict();

/** A vendor's misbehaviour; `delayMs` in milliseconds before the vendor does anything, of any kind. */
export type Fault = z.infer<typeof faultBody>;

/** A `slow` fault that names no delay takes this long, in milliseconds. */
const SLOW_MS = 1000;

/** The faults that wait for their calls. */
export class Faults {
  private waiting: { fault: Fault; left: number }[] = [];

  /** Adds a fault behind those that wait already. */
  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets all. */
  clear(): void {
    this.waiting = [];
  }

  /**
   * The fault of this call, if any, used up by one; waits for the fault's delay. `path` is what the contract calls path:
   * the vendor's method, function or table.
   */
  async take(vendor: Fault['vendor'], path: string): Promise<Fault | undefined> {
    const called = path.toLowerCase();
    const hit = this.waiting.find(
      ({ fault }) => fault.vendor === vendor && called.includes((fault.path ?? '').toLowerCase()),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    if (hit.left === 0) this.waiting = this.waiting.filter((each) => each !== hit);
    const delay = hit.fault.delayMs ?? (hit.fault.kind === 'slow' ? SLOW_MS : 0);
    if (delay > 0) await sleep(delay, undefined, { ref: false });
    return hit.fault;
  }
}
