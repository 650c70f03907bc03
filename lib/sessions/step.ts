import { setTimeout as pause } from 'node:timers/promises';
import { MOST_TRIES, type Stepper, tryFromCopy, tryOnce } from './attempt';
import { type IncomingEvent, type Keeper, KeeperError, type LoadRequest, type Outgoing } from './types';

export type { Stepper } from './attempt';

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

/**
 * Records the event, then steps all events of its chat that were waiting when it came, in order of arrival, each with
 * a commit of its own. Returns what this call committed. Throws when it could not commit anything; an error after the
 * first commit is a fault, so that what is committed goes out first. What is not stepped is found by the sweep.
 */
export async function step(keeper: Keeper, request: LoadRequest, stepper: Stepper): Promise<Stepped> {
  const done: Stepped = { outgoing: [], faults: [] };
  let commits = 0;
  try {
    const early = await tryFromCopy(keeper, request, stepper);
    if (early?.result === 'committed') return { outgoing: early.outgoing, faults: [] };
    let snapshot = early?.snapshot ?? (await keeper.load(request));
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
  const done: Stepped = { outgoing: found.unsent.map((row) => ({ ...row, again: true })), faults: [] };
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
