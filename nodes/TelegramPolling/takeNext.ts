import { NodeOperationError, type ITriggerResponse } from 'n8n-workflow';

import { inWords } from '../TelegramIntake/botApi';
import type { PollerParts } from './poller';
import { takeIn } from '../TelegramIntake/takeIn';
import { getUpdates, withoutWebhook } from './updates';

/** As long as n8n itself waits for a webhook in a test. */
const PATIENCE_MS = 120_000;

async function next({ context, bot, turn, account, allowed }: PollerParts, signal: AbortSignal): Promise<void> {
  await withoutWebhook(context, bot, false);
  const { mine, offset: known } = await turn.ask();
  if (!mine) {
    throw new NodeOperationError(
      context.getNode(),
      'Сообщения этого бота уже забирает опубликованный рабочий процесс',
      {
        description:
          'Снимите его с публикации на время проверки. Если он уже снят или n8n только что перезапустили, подождите минуту.',
      },
    );
  }
  let offset = known;
  try {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const answer = await getUpdates(bot, { offset, limit: 1, allowed }, signal);
      if (signal.aborted) return;
      if (!answer.ok) throw inWords(context, answer);
      const [update] = answer.result;
      if (!update) continue;
      const wanted = await takeIn(context, account, update);
      offset = update.update_id + 1;
      // Told now, or the next test would bring the same message.
      await getUpdates(bot, { offset, limit: 1, allowed, holdSeconds: 0 });
      if (wanted) return context.emit([context.helpers.returnJsonArray([update])]);
    }
    throw new NodeOperationError(context.getNode(), 'За две минуты боту никто не написал', {
      description: 'Откройте бота в Telegram, напишите ему и запустите проверку ещё раз.',
    });
  } finally {
    await turn.giveBack(offset);
  }
}

/** A test run in the editor: waits for the next message to the bot. It never takes messages away from a webhook. */
export function takeNext(parts: PollerParts): ITriggerResponse {
  const stopped = new AbortController();
  return {
    manualTriggerFunction: () => next(parts, stopped.signal),
    closeFunction: async () => stopped.abort(),
  };
}
