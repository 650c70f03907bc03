import { createMachine, transition } from 'xstate';
import type { OrderAction, OrderStatus } from './types';

/** What the shop decides about the course of an order. */
export interface LifecycleOptions {
  /** The baker looks at it before it is accepted; absent: she does. */
  approval?: boolean;
  /** Money is asked for in advance. */
  prepaid?: boolean;
}

type OrderEvent = { type: OrderAction } & LifecycleOptions;
type Guarded = { event: OrderEvent };

/** The life of an order as a chart; `confirm` and `accept` carry what the shop wants. */
export const orderMachine = createMachine({
  types: {} as { events: OrderEvent },
  id: 'order',
  initial: 'draft',
  states: {
    draft: {
      on: {
        confirm: [
          { target: 'awaiting_baker', guard: ({ event }: Guarded) => event.approval !== false },
          { target: 'awaiting_payment', guard: ({ event }: Guarded) => event.prepaid === true },
          { target: 'accepted' },
        ],
        cancel: 'cancelled',
      },
    },
    awaiting_baker: {
      on: {
        accept: [
          { target: 'awaiting_payment', guard: ({ event }: Guarded) => event.prepaid === true },
          { target: 'accepted' },
        ],
        decline: 'declined',
        expire: 'cancelled',
        cancel: 'cancelled',
      },
    },
    awaiting_payment: { on: { pay: 'accepted', expire: 'cancelled', cancel: 'cancelled' } },
    accepted: { on: { bake: 'baking', cancel: 'cancelled' } },
    baking: { on: { finish: 'ready' } },
    ready: { on: { hand_over: 'handed_over', no_show: 'cancelled' } },
    handed_over: { type: 'final' },
    declined: { on: { refund: 'refunded' } },
    // Money that came too late takes the place again, if it is still free.
    cancelled: { on: { revive: 'accepted', refund: 'refunded' } },
    refunded: { type: 'final' },
  },
});

const ACTIONS: OrderAction[] = [
  'confirm',
  'accept',
  'decline',
  'pay',
  'expire',
  'bake',
  'finish',
  'hand_over',
  'no_show',
  'cancel',
  'revive',
  'refund',
];
const ENDED: OrderStatus[] = ['handed_over', 'declined', 'cancelled', 'refunded'];
const PLACELESS: OrderStatus[] = ['draft', 'declined', 'cancelled', 'refunded'];

/** The status after an action, or null when the action is not allowed there. Without options the baker approves. */
export function next(status: OrderStatus, action: OrderAction, options: LifecycleOptions = {}): OrderStatus | null {
  const before = orderMachine.resolveState({ value: status });
  const event: OrderEvent = { type: action, ...options };
  if (!before.can(event)) return null;
  const [after] = transition(orderMachine, before, event);
  return after.value as OrderStatus;
}

/** Everything that can happen to an order in this status, in the order of life. */
export function allowedActions(status: OrderStatus): OrderAction[] {
  return ACTIONS.filter((action) => next(status, action) !== null);
}

/**
 * Whether an order in this status takes work points of its delivery day. A cake handed over keeps them: the work of
 * that day has been done, an early hand-over does not make room for one more.
 */
export function holdsPlace(status: OrderStatus): boolean {
  return !PLACELESS.includes(status);
}

/** Whether there will be no cake. */
export const isCalledOff = (status: OrderStatus): boolean => ['declined', 'cancelled', 'refunded'].includes(status);

/** Whether the order's life is over: only its money may still move. */
export function isEnded(status: OrderStatus): boolean {
  return ENDED.includes(status);
}
