import type { Effect, Outcome, Transition } from '../dialogue/types';
import { split } from './outgoing';
import {
  type CommitRequest,
  type CommitResult,
  type HotCopy,
  type IncomingEvent,
  type Keeper,
  KeeperError,
  type LoadRequest,
  type Outgoing,
  type Snapshot,
} from './types';

/** What a step needs besides the keeper. */
export interface Stepper {
  /** The transition for what was loaded. A KeeperError of it (the menu could not be read) stops the step. */
  transitionFor(snapshot: Snapshot): Promise<Transition>;
  /**
   * The outcome of an event whose transition threw, or whose outcome the database refuses: state unchanged, an
   * apology. Without it that event would block its chat for ever.
   */
  onThrow(error: Error, snapshot: Snapshot, event: IncomingEvent): Outcome;
  /** ISO with offset. */
  clock(): string;
  newStepId(): string;
  /** Where chats are looked up before the keeper is asked. */
  copy?: HotCopy;
}

/** Effects after which more than the state is another. */
const CHANGES_MORE: Effect['kind'][] = ['order', 'day', 'forget', 'move', 'payment_row'];

/** Attempts for one event that a conflict or a full day made vain. */
export const MOST_TRIES = 16;

/** One transition and its commit. `error`: why it is an apology. */
export interface Attempt {
  result: CommitResult;
  outgoing: Outgoing[];
  error?: Error;
}

/** Runs the transition; whatever it throws is thrown. */
async function outcomeOf(stepper: Stepper, from: Snapshot, event: IncomingEvent, now: string): Promise<Outcome> {
  return (await stepper.transitionFor(from))(from.state, event.body, now);
}

interface Made {
  from: Snapshot;
  event: IncomingEvent;
  outcome: Outcome;
  now: string;
}

/** Gives an outcome to `commit`, and what is then known of the chat to the copy. */
async function commitBy(
  commit: (request: CommitRequest) => Promise<CommitResult>,
  stepper: Stepper,
  { from, event, outcome, now }: Made,
): Promise<Attempt> {
  const { inside, outgoing } = split(from.chat, event, outcome);
  const { chat, version } = from;
  const { state } = outcome;
  const step = stepper.newStepId();
  const result = await commit({ chat, event: event.key, version, state, outgoing, inside, now, step });
  if (result === 'committed' && stepper.copy) {
    const { pending: _pending, stepped: _stepped, ...seen } = from;
    // How orders and days are after the commit, and what a forgotten chat looks like, only the keeper knows.
    if (inside.some(({ kind }) => kind === 'move') && from.move) await stepper.copy.drop(from.move.chat);
    if (inside.some(({ kind }) => CHANGES_MORE.includes(kind))) await stepper.copy.drop(chat);
    else await stepper.copy.write({ ...seen, version: version + 1, state, move: null });
  }
  return { result, outgoing };
}

/**
 * Transition and commit from a loaded snapshot. `giveUp`: the outcome found no place so often that an apology is committed instead.
 */
export async function tryOnce(
  keeper: Keeper,
  stepper: Stepper,
  snapshot: Snapshot,
  event: IncomingEvent,
  giveUp: boolean,
): Promise<Attempt> {
  const now = stepper.clock();
  const commit = (outcome: Outcome) =>
    commitBy((request) => keeper.commit(request), stepper, { from: snapshot, event, outcome, now });
  const apologise = async (error: Error) => ({ ...(await commit(stepper.onThrow(error, snapshot, event))), error });

  if (giveUp)
    return apologise(new Error(`The outcome of event ${event.key} found no place in ${MOST_TRIES} attempts.`));
  let outcome: Outcome;
  try {
    outcome = await outcomeOf(stepper, snapshot, event, now);
  } catch (error) {
    if (error instanceof KeeperError) throw error;
    return apologise(error as Error);
  }
  try {
    return await commit(outcome);
  } catch (error) {
    if (!(error instanceof KeeperError) || error.retryable) throw error;
    // The database refuses this very outcome. If it refuses the apology too, the trouble is not the outcome's.
    return apologise(error);
  }
}

/**
 * The whole step in one call, made from what the copy shows. Null: the copy shows nothing, or nothing that can be used, and
 * the step goes its ordinary way. Throws when the keeper cannot be asked.
 */
export async function tryFromCopy(
  keeper: Keeper,
  request: LoadRequest,
  stepper: Stepper,
): Promise<(Attempt & { snapshot?: Snapshot }) | null> {
  if (!keeper.stepAtOnce || !stepper.copy || !request.event || !('chat' in request)) return null;
  const { event } = request;
  const seen = await stepper.copy.read(request.chat);
  if (!seen) return null;
  const guess: Snapshot = { ...seen, pending: [], stepped: false };
  const now = stepper.clock();
  let snapshot: Snapshot | undefined;
  try {
    const outcome = await outcomeOf(stepper, guess, event, now);
    const commit = async (made: CommitRequest) => {
      const answer = await keeper.stepAtOnce!({ load: request, seen, commit: made });
      if (answer.result !== 'committed') snapshot = answer.snapshot;
      return answer.result;
    };
    return { ...(await commitBy(commit, stepper, { from: guess, event, outcome, now })), snapshot };
  } catch (error) {
    if (error instanceof KeeperError && error.retryable) throw error;
    // What the transition or the database says against a guess is not yet true.
    return null;
  }
}
