import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { sweep } from '../../../lib/sessions/step';
import type { Database } from '../../shared/database';
import { untoldTrouble } from '../../shared/troubles';
import type { Emitted } from '../../shared/perItem';
import { finish, stepperFor } from '../runStep';

/** Rows and chats that one run takes; the next run takes the rest. */
const LIMIT = 50;

/** Finds what a crash left behind and emits it with the same keys. */
export async function sendUnsent(
  context: IExecuteFunctions,
  database: Database,
  _item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  const olderThanMs = (context.getNodeParameter('olderThan', index) as number) * 1000;
  const swept = await sweep(database.keeper, stepperFor(database), { olderThanMs, limit: LIMIT });
  if (!swept.outgoing.length && !swept.faults.length) {
    tellOfTrouble(context);
    await tellOfCopy(context, database);
  }
  return finish(context, database, swept);
}

/** What does not work outside, and only the owner can help: once per outage and process of n8n. */
function tellOfTrouble(context: IExecuteFunctions): void {
  const trouble = untoldTrouble();
  if (trouble) throw new NodeOperationError(context.getNode(), trouble.says, { description: trouble.after });
}

/**
 * The copy in Redis is missed by nobody, so its outage would stay unseen. It is told here, where nothing is held back by
 * a failing node: once per outage and process of n8n.
 */
async function tellOfCopy(context: IExecuteFunctions, database: Database): Promise<void> {
  const trouble = await database.copy?.check();
  if (!trouble) return;
  throw new NodeOperationError(context.getNode(), 'Redis не отвечает как надо, бот работает без него', {
    description: `Разговоры идут дальше через базу, ничего не потеряно, ответы чуть медленнее. Проверьте Redis: ${trouble}. Когда он оживёт, всё наладится само.`,
  });
}
