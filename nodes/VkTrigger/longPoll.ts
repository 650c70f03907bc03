import { setTimeout as sleep } from 'node:timers/promises';
import { NodeOperationError, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';

import type { VkRefusal } from '../../lib/channels/vk/verdict';
import { openVk, vkRefusal } from '../shared/vk';
import { takeIn } from './events';
import { positionOf } from './position';
import { openQueue, poll, switchOn, type Queue } from './queue';
import { Reader } from './reader';

/** As long as n8n itself waits for a webhook in a test. */
const PATIENCE_MS = 120_000;
/** VK lets nobody open its queue many times in a row (error 29). */
const RETRY_MS = 5000;

function orThrow(context: ITriggerFunctions, opened: Queue | VkRefusal): Queue {
  if ('kind' in opened) throw vkRefusal(context, opened);
  return opened;
}

/** A test run in the editor: the next event that the workflow wants. Beside a published reader, whose place stays as it is. */
async function takeNext(context: ITriggerFunctions, wanted: string[], signal: AbortSignal): Promise<void> {
  let queue = orThrow(context, await openQueue(context));
  let { ts } = queue;
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && !signal.aborted) {
    const polled = await poll(context, queue, ts, signal);
    if (signal.aborted) return;
    if ('failed' in polled) {
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      queue = orThrow(context, await openQueue(context));
      ts = queue.ts;
      continue;
    }
    for (const update of polled.updates) {
      const item = await takeIn(context, update, wanted);
      if (item) return context.emit([context.helpers.returnJsonArray([item])]);
    }
    ts = polled.ts;
  }
  if (signal.aborted) return;
  throw new NodeOperationError(context.getNode(), 'За две минуты сообществу никто не написал', {
    description: 'Напишите сообществу в VK и запустите проверку ещё раз.',
  });
}

/**
 * Starts to read the community's queue, or in a test run gets ready to read one event.
 *
 * @throws NodeOperationError in words for the owner for what only she can mend. Not when VK is out of reach: n8n would
 *   give the trigger up, and a server may boot before its network.
 */
export async function longPollTrigger(context: ITriggerFunctions): Promise<ITriggerResponse> {
  const wanted = context.getNodeParameter('events') as string[];
  const { group } = await openVk(context);
  const { verdict } = await switchOn(context, wanted);
  if (verdict.kind !== 'sent' && verdict.kind !== 'wait') throw vkRefusal(context, verdict);
  if (context.getMode() === 'manual') {
    const stopped = new AbortController();
    return {
      manualTriggerFunction: () => takeNext(context, wanted, stopped.signal),
      closeFunction: async () => stopped.abort(),
    };
  }
  const isOn = verdict.kind === 'sent';
  const reader = new Reader({ context, position: positionOf(context, group), wanted, isOn });
  return { closeFunction: () => reader.stop() };
}
