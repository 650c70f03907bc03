import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Transition } from '../dialogue/types';
import { split } from './outgoing';
import {
  type CommitResult,
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
}

/** An event that was answered with an apology, or (`event` null) a chat that could not be stepped to the end. */
export interface Fault {
  event: IncomingEvent | null;
  error: Error;
}

/** `outgoing` is committed and must be emitted; only then may the caller fail because of `faults`. */
export interface Stepped {
  outgoing: Outgoing[];
  faults: Fault[];
}

/** Attempts for one event that a conflict or a full day made vain. */
const MOST_TRIES = 16;

/**
 * Records the event, then steps all events of its chat that were waiting when it came, in order of arrival, each with
 * a commit of its own. Returns what this call committed. Throws when it could not commit anything; an error after the
 * first commit is a fault, so that what is committed goes out first. What is not stepped is found by the sweep.
 */
export async function step(keeper: Keeper, request: LoadRequest, stepper: Stepper): Promise<Stepped> {
  const done: Stepped = { outgoing: [], faults: [] };
  let commits = 0;
  try {
    let snapshot = await keeper.load(request);
    const last = snapshot.pending.at(-1)?.arrival ?? 0;
    let vain = 0;
    let full = false;
    for (;;) {
      const event = snapshot.pending[0];
      // Whoever brought the later ones steps them; this call must come to an end.
      if (!event || event.arrival > last) return done;
      if (vain > MOST_TRIES || (vain === MOST_TRIES && !full)) {
        throw new KeeperError('This chat is too busy; its next event or the sweep goes on with it.', true, 'busy');
      }
      const attempt = await tryOnce(keeper, stepper, snapshot, event, vain === MOST_TRIES);
      if (attempt.result === 'committed') {
        commits += 1;
        done.outgoing.push(...attempt.outgoing);
        if (attempt.error) done.faults.push({ event, error: attempt.error });
        if (event.arrival === last) return done;
      }
      const moved = attempt.result === 'committed' || attempt.result === 'stepped';
      full = attempt.result === 'full';
      vain = moved ? 0 : vain + 1;
      if (!moved) await pause(1 + Math.random() * 8);
      snapshot = await keeper.load({ chat: snapshot.chat });
    }
  } catch (error) {
    if (commits === 0) throw error;
    done.faults.push({ event: null, error: error as Error });
    return done;
  }
}

/** Sends again what was never confirmed, and steps what was recorded and never stepped. Throws as `step` does. */
export async function sweep(
  keeper: Keeper,
  stepper: Stepper,
  options: { olderThanMs: number; limit: number },
): Promise<Stepped> {
  const found = await keeper.sweep({ now: stepper.clock(), ...options });
  const done: Stepped = { outgoing: [...found.unsent], faults: [] };
  for (const chat of found.chats) {
    try {
      const stepped = await step(keeper, { chat }, stepper);
      done.outgoing.push(...stepped.outgoing);
      done.faults.push(...stepped.faults);
    } catch (error) {
      // One chat's trouble must not keep the others waiting, nor what was just leased to this sweep.
      done.faults.push({ event: null, error: error as Error });
    }
  }
  return done;
}

interface Attempt {
  result: CommitResult;
  outgoing: Outgoing[];
  error?: Error;
}

async function tryOnce(
  keeper: Keeper,
  stepper: Stepper,
  snapshot: Snapshot,
  event: IncomingEvent,
  giveUp: boolean,
): Promise<Attempt> {
  const now = stepper.clock();
  const commit = async (outcome: Outcome, error?: Error): Promise<Attempt> => {
    const { inside, outgoing } = split(snapshot.chat, event, outcome);
    const { chat, version } = snapshot;
    const step = stepper.newStepId();
    const { state } = outcome;
    const result = await keeper.commit({ chat, event: event.key, version, state, outgoing, inside, now, step });
    return { result, outgoing, error };
  };
  const apologise = (error: Error) => commit(stepper.onThrow(error, snapshot, event), error);

  if (giveUp)
    return apologise(new Error(`The outcome of event ${event.key} found no place in ${MOST_TRIES} attempts.`));
  let outcome: Outcome;
  try {
    outcome = (await stepper.transitionFor(snapshot))(snapshot.state, event.body, now);
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
