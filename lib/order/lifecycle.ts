import { createMachine, transition } from 'xstate';
import type { OrderAction, OrderStatus } from './types';

/** What the shop decides about the course of an order. `approval`: the baker looks at it before it is accepted. */
export interface LifecycleOptions {
  approval?: boolean;
}

type OrderEvent = { type: OrderAction; approval?: boolean };

/** The life of an order as a chart; `confirm` carries whether the shop wants the baker's approval. */
export const orderMachine = createMachine({
  types: {} as { events: OrderEvent },
  id: 'order',
  initial: 'draft',
  states: {
    draft: {
      on: {
        confirm: [
          { target: 'accepted', guard: ({ event }: { event: OrderEvent }) => event.approval === false },
          { target: 'awaiting_baker' },
        ],
        cancel: 'cancelled',
      },
    },
    awaiting_baker: {
      on: { accept: 'accepted', decline: 'declined', expire: 'cancelled', cancel: 'cancelled' },
    },
    awaiting_payment: { on: { expire: 'cancelled', cancel: 'cancelled' } },
    accepted: { on: { bake: 'baking', cancel: 'cancelled' } },
    baking: { on: { finish: 'ready' } },
    ready: { on: { hand_over: 'handed_over' } },
    handed_over: { type: 'final' },
    declined: { type: 'final' },
    cancelled: { type: 'final' },
    refunded: { type: 'final' },
  },
});

const ACTIONS: OrderAction[] = ['confirm', 'accept', 'decline', 'expire', 'bake', 'finish', 'hand_over', 'cancel'];
const ENDED: OrderStatus[] = ['handed_over', 'declined', 'cancelled', 'refunded'];
const PLACELESS: OrderStatus[] = ['draft', 'declined', 'cancelled', 'refunded'];

/** The status after an action, or null when the action is not allowed there. Without options the baker approves. */
export function next(status: OrderStatus, action: OrderAction, options: LifecycleOptions = {}): OrderStatus | null {
  const before = orderMachine.resolveState({ value: status });
  const event: OrderEvent = { type: action, approval: options.approval ?? true };
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

/** Whether nothing can happen to the order any more. */
export function isEnded(status: OrderStatus): boolean {
  return ENDED.includes(status);
}
