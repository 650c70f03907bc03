import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ChatAddress } from '../../../lib/sessions/types';
import type { Database } from '../../shared/database';
import type { Emitted } from '../../shared/perItem';
import { emitNothing } from '../runStep';

/** Forgets where a conversation stood, so that it begins anew. Its orders stay. */
export async function resetChat(
  context: IExecuteFunctions,
  database: Database,
  _item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  const chat = context.getNodeParameter('chat', index) as string;
  const account = context.getNodeParameter('account', index) as string;
  const channel = context.getNodeParameter('channel', index, 'telegram') as ChatAddress['channel'];
  const address = { channel, account, chat };
  await database.keeper.reset(address);
  await database.copy?.drop(address);
  const outputs = emitNothing();
  outputs[0] = [{ json: { chat, reset: true } }];
  return outputs;
}
