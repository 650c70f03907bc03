import { randomUUID } from 'node:crypto';
import type {
  ConversationState,
  DialogueEvent,
  Effect,
  KnownOrder,
  OrderRecord,
  Outcome,
} from '../../../lib/dialogue/types';
import type { Stepper } from '../../../lib/sessions/step';
import type { ChatAddress, IncomingEvent, Outgoing } from '../../../lib/sessions/types';

/** A conversation that only writes down what it hears: the words land in `history`, each is echoed. */
export type Hear = (words: string, orders: KnownOrder[], now: string) => Effect[];

const EMPTY: ConversationState = {
  schema: 1,
  language: 'ru',
  at: 'consent',
  draft: {},
  history: [],
  prompt: null,
  order: null,
  shopVersion: 0,
};

export const wordsOf = (event: DialogueEvent): string =>
  event.type === 'text' ? event.text : event.type === 'timer' ? `${event.timer} ${event.order}` : event.type;

/** Steps with a given clock. The words `poison` throw; `effectsOf` adds effects. */
export function toyStepper(effectsOf: Hear = () => [], clock: () => string = () => new Date().toISOString()): Stepper {
  return {
    transitionFor: async (snapshot) => (state, event, now) => {
      const words = wordsOf(event);
      if (words === 'poison') throw new Error('poisoned');
      const next = { ...EMPTY, ...state, history: [...(state?.history ?? []), words] };
      return { state: next, replies: [{ text: words }], effects: effectsOf(words, snapshot.orders, now) };
    },
    onThrow: (_error, snapshot): Outcome => ({
      state: snapshot.state ?? EMPTY,
      replies: [{ text: 'sorry' }],
      effects: [],
    }),
    clock,
    newStepId: () => randomUUID(),
  };
}

export const aChat = (channel: ChatAddress['channel'] = 'telegram'): ChatAddress => ({
  channel,
  account: '42',
  chat: randomUUID(),
});

export const says = (text: string, key: string = randomUUID()): IncomingEvent => ({
  key,
  at: new Date().toISOString(),
  body: { type: 'text', text, from: { id: '7', name: 'Анна' } },
});

export const textsOf = (outgoing: Outgoing[]): string[] =>
  outgoing.map(({ payload }) => ('kind' in payload ? payload.kind : payload.text));

export const anOrder = (changes: Partial<OrderRecord> = {}): OrderRecord => ({
  number: null,
  status: 'draft',
  shopVersion: 1,
  language: 'en',
  draft: {
    filling: 'honey',
    inscription: 'С днём рождения',
    fulfilment: 'pickup',
    name: 'Анна',
    phone: '+79991234567',
  },
  lines: [
    {
      key: 'cake',
      name: { ru: 'Медовик', en: 'Honey cake' },
      quantity: 1,
      weightG: 2000,
      unitPrice: 200000,
      total: 400000,
    },
    { key: 'delivery', name: { ru: 'Доставка' }, quantity: 1, weightG: null, unitPrice: 30000, total: 30000 },
  ],
  total: 430000,
  deposit: 215000,
  dueAt: '2031-05-09T10:00:00.000+03:00',
  declineReason: null,
  workPoints: 3,
  ...changes,
});
