import { assign, setup, transition } from 'xstate';
import type { Draft, Shop } from '../order/types';
import { STEPS, stepsOf } from './steps';
import { viewOf, type Step, type View } from './steps/step';

/** What the chart looks at. `at` is where it stands; everything else of the view comes from the world. */
interface Context {
  at: string;
  draft: Draft;
  history: string[];
  view: Omit<View, 'draft' | 'say'>;
}

/** What moves a conversation. One answer may be to several questions. `CHANGE.<step>` jumps to a step and comes back; RESUME goes where something is missing. */
export type Move =
  | { type: 'ANSWER'; steps: string[]; patch: Partial<Draft> }
  | { type: 'PATCH'; patch: Partial<Draft> }
  | { type: 'BACK' | 'RESUME' | 'RESTART' | 'CANCEL' | 'PLACED' | 'DECLINED' | 'FINISHED' | 'NEW' | 'HUMAN' | 'HELP' }
  | { type: `CHANGE.${string}` };

/** Stands in the history for "jumped here to change one answer": back leads out of it again. */
const JUMP = 'summary';

const viewIn = (context: Context): View => viewOf({ ...context.view, draft: context.draft });

/** A context never changes, and every guard of the router asks the same. */
const firstMissing = new WeakMap<Context, Step | null>();

const missing =
  (step: Step) =>
  ({ context }: { context: Context }) => {
    let first = firstMissing.get(context);
    if (first === undefined) {
      const view = viewIn(context);
      first = stepsOf(view.shop).find((one) => one.applies(view) && !one.holds(view)) ?? null;
      firstMissing.set(context, first);
    }
    return first === step;
  };

/** Answers that mean nothing where the shop does not ask for them. */
const OPTIONAL: [string, (keyof Draft)[]][] = [
  ['occasion', ['occasion']],
  ['coating', ['coating']],
  ['decor', ['decor']],
  ['inscription', ['inscription']],
  ['wishes', ['wishes', 'photos']],
];

/** What follows from the shop without a question: the only way of hand-over that it has, and no answer it does not ask for. */
function settle(draft: Draft, shop: Shop): Draft {
  const { pickup, zones } = shop.menu;
  const only = pickup && zones.length === 0 ? 'pickup' : !pickup && zones.length > 0 ? 'delivery' : undefined;
  const settled = only ? { ...draft, fulfilment: only as Draft['fulfilment'] } : draft;
  const asked = stepsOf(shop).map(({ key }) => key);
  const dropped = OPTIONAL.flatMap(([key, fields]) => (asked.includes(key) ? [] : fields)) as string[];
  const kept = Object.entries(settled).filter(([field, value]) => value !== undefined && !dropped.includes(field));
  return Object.fromEntries(kept) as Draft;
}

/** The question before the one where the conversation stands; undefined at the first. */
export function previous(history: string[], at: string, view: View): string | undefined {
  const place = history.indexOf(at);
  const before = history.slice(0, place >= 0 ? place : undefined).reverse();
  return before.find(
    (key) => key !== 'consent' && stepsOf(view.shop).some((step) => step.key === key && step.applies(view)),
  );
}

const jumped = (history: string[]) => history[history.length - 1] === JUMP;
const landed = (history: string[]) => history.filter((key) => key !== JUMP);

type Change = Partial<Pick<Context, 'draft' | 'history'>>;

function answered({ context, event }: { context: Context; event: Move }): Change {
  if (event.type !== 'ANSWER') return {};
  const history = landed(context.history);
  return {
    draft: settle({ ...context.draft, ...event.patch }, context.view.shop),
    history: [...history, ...event.steps.filter((step) => !history.includes(step))],
  };
}

function patched({ context, event }: { context: Context; event: Move }): Change {
  return event.type === 'PATCH' ? { draft: settle({ ...context.draft, ...event.patch }, context.view.shop) } : {};
}

function forget({ context }: { context: Context }, kept: (keyof Draft)[]): Change {
  const draft = Object.fromEntries(kept.map((key) => [key, context.draft[key]])) as Draft;
  return { draft: settle(draft, context.view.shop), history: [] };
}

const named = setup({
  types: {} as { context: Context; events: Move; input: Context },
  actions: {
    answered: assign(answered),
    patched: assign(patched),
    leaveJump: assign(({ context }) => ({ history: landed(context.history) })),
    jump: assign(({ context }) => ({ history: [...landed(context.history), JUMP] })),
    forgetAll: assign(({ context }) => forget({ context }, ['consent'])),
    forgetCake: assign(({ context }) => forget({ context }, ['consent', 'name', 'phone'])),
  },
});

/** The conversation as a chart. It is the same for every shop: the menu comes in through the view. */
export const chart = named.createMachine({
  id: 'dialogue',
  initial: 'router',
  context: ({ input }) => input,
  states: {
    router: { always: [...STEPS.map((step) => ({ guard: missing(step), target: step.key })), { target: 'summary' }] },
    ...Object.fromEntries(STEPS.map((step) => [step.key, {}])),
    summary: {},
    waiting: {},
    declined: {},
    done: {},
  },
  on: {
    ANSWER: { target: '.router', actions: 'answered' },
    PATCH: { actions: 'patched' },
    BACK: [
      { guard: ({ context }) => jumped(context.history), target: '.router', actions: 'leaveJump' },
      ...STEPS.map((step) => ({
        guard: ({ context }: { context: Context }) =>
          previous(context.history, context.at, viewIn(context)) === step.key,
        target: `.${step.key}`,
      })),
    ],
    RESUME: { target: '.router', actions: 'leaveJump' },
    RESTART: { target: '.router', actions: 'forgetAll' },
    NEW: { target: '.router', actions: 'forgetCake' },
    CANCEL: { target: '.done', actions: 'forgetCake' },
    FINISHED: { target: '.done', actions: 'forgetCake' },
    PLACED: '.waiting',
    DECLINED: '.declined',
    // These change nothing; they are named so that the drawn chart tells everything a customer can do.
    HUMAN: {},
    HELP: {},
    ...Object.fromEntries(STEPS.map((step) => [`CHANGE.${step.key}`, { target: `.${step.key}`, actions: 'jump' }])),
  },
});

/** Whether the chart has such a state; a stored conversation may come from another release. */
export const knows = (at: string): boolean => at !== 'router' && Object.hasOwn(chart.states, at);

/** Where a move leads. An unknown place counts as the router, with draft and history kept. */
export function walk(
  from: { at: string; draft: Draft; history: string[] },
  move: Move,
  view: Context['view'],
): { at: string; draft: Draft; history: string[] } {
  const at = knows(from.at) ? from.at : 'router';
  const context: Context = { ...from, at, draft: settle(from.draft, view.shop), view };
  const [after] = transition(chart, chart.resolveState({ value: at, context }), move);
  // An unknown place has no way back of its own; the router must not be where a conversation stays.
  const end = after.value === 'router' ? transition(chart, after, { type: 'RESUME' })[0] : after;
  return { at: String(end.value), draft: end.context.draft, history: end.context.history };
}
