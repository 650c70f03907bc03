import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { CAPABILITIES } from '../../lib/channels';
import { apologise, createTransition } from '../../lib/dialogue';
import { step, type Stepped, type Stepper } from '../../lib/sessions/step';
import type { LoadRequest } from '../../lib/sessions/types';
import type { Database } from '../shared/database';
import { emit, OUTPUTS } from '../shared/emit';
import type { Emitted } from '../shared/perItem';

/** Nothing on any output. */
export const emitNothing = (): Emitted => OUTPUTS.map(() => []);

/** What the step protocol needs from outside: the conversation, the time, and an id per attempt. */
export function stepperFor(database: Database): Stepper {
  return {
    transitionFor: async ({ chat, shopVersion, availability, orders, move }) =>
      createTransition({
        shop: await database.shopOf(shopVersion),
        shopVersion,
        availability,
        orders,
        move,
        channel: chat.channel,
        choices: CAPABILITIES[chat.channel].choices,
      }),
    onThrow: (_error, { state, shopVersion }, { body }) => apologise(state, body, shopVersion),
    clock: () => DateTime.utc().toISO(),
    newStepId: randomUUID,
    copy: database.copy,
  };
}

/**
 * Emits what was committed. Faults that happened on the way do not hold it back: they go to n8n's log and, where the
 * node has nothing to emit, stop the node so that the error workflow tells the owner.
 */
export async function finish(
  context: IExecuteFunctions,
  { ledger }: Database,
  { outgoing, faults }: Stepped,
): Promise<Emitted> {
  for (const { event, error } of faults) {
    context.logger.error(`Cake Order: event ${event?.key ?? '(chat)'} could not be stepped: ${error.stack ?? error}`);
  }
  if (faults.length && !outgoing.length) {
    throw new NodeOperationError(context.getNode(), faults[0].error, {
      description: 'Сообщения записаны и не потеряны: уборщик попробует ещё раз.',
    });
  }
  return emit(context, ledger, outgoing);
}

/** One event: recorded, stepped, committed, emitted. */
export async function runStep(context: IExecuteFunctions, database: Database, request: LoadRequest): Promise<Emitted> {
  return finish(context, database, await step(database.keeper, request, stepperFor(database)));
}
