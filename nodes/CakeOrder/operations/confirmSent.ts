import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { SendResult } from '../../../lib/sessions/types';
import type { Database } from '../../shared/database';
import type { Emitted } from '../../shared/perItem';
import { emitNothing } from '../runStep';

/** A card that did not go out is tried again after this long, as long as the outbox allows. */
const RETRY_MINUTES = 5;

/** Telegram's word for an edit that was made already: a card sent again after a crash is as it should be. */
const DONE_BEFORE = /message is not modified/i;

/** What an item after the sending node tells about the sending. */
function resultOf(key: string, json: INodeExecutionData['json']): SendResult {
  // A disabled node passes its input on: the item is then still the effect itself.
  if (json.key === key && typeof json.kind === 'string') {
    return { key, result: 'skipped', detail: 'the node before is disabled' };
  }
  const error = json.error as { message?: string; description?: string } | string | undefined;
  if (error !== undefined) {
    const words = typeof error === 'string' ? error : `${error.message ?? ''} ${error.description ?? ''}`;
    if (!DONE_BEFORE.test(words)) {
      return { key, result: 'later', at: DateTime.utc().plus({ minutes: RETRY_MINUTES }).toISO() };
    }
    return { key, result: 'sent' };
  }
  const message = (json.result as { message_id?: number } | undefined)?.message_id;
  return { key, result: 'sent', ...(message === undefined ? {} : { message: String(message) }) };
}

/**
 * Notes that an effect left through a built-in node. An effect that could not be sent is left in the outbox for later,
 * and the node fails so that the error workflow tells the owner.
 */
export async function confirmSent(
  context: IExecuteFunctions,
  database: Database,
  item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  const key = context.getNodeParameter('effectKey', index) as string;
  if (!key) {
    throw new NodeOperationError(context.getNode(), 'Не понятно, что отправлено: ключ пуст', {
      itemIndex: index,
      description: 'В поле «Effect Key» должно стоять выражение, которое берёт key из узла перед отправкой.',
    });
  }
  const result = resultOf(key, item.json);
  await database.keeper.confirm([result]);
  if (result.result === 'later') {
    throw new NodeOperationError(context.getNode(), 'Карточка кондитеру не ушла', {
      itemIndex: index,
      description: `${JSON.stringify(item.json.error)}. Проверьте чат кондитера в «Меню и настройки» и что бот в нём есть. Отправка повторится сама через ${RETRY_MINUTES} минут.`,
    });
  }
  const outputs = emitNothing();
  outputs[0] = [{ json: { ...result } }];
  return outputs;
}
