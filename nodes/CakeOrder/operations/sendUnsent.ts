import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sweep } from '../../../lib/sessions/step';
import type { Database } from '../../shared/database';
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
  return finish(context, await sweep(database.keeper, stepperFor(database), { olderThanMs, limit: LIMIT }));
}
