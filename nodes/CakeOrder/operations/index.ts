import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Database } from '../../shared/database';
import type { Emitted } from '../../shared/perItem';
import { confirmSent } from './confirmSent';
import { getOrder } from './getOrder';
import { handleEvent } from './handleEvent';
import { handleMessage } from './handleMessage';
import { handleResult } from './handleResult';
import { resetChat } from './resetChat';
import { sendUnsent } from './sendUnsent';

/** What one operation does with one input item. */
export type Operation = (
  context: IExecuteFunctions,
  database: Database,
  item: INodeExecutionData,
  index: number,
) => Promise<Emitted>;

/** The operations by the value that the panel gives. */
export const operations = {
  confirmSent,
  getOrder,
  handleEvent,
  handleMessage,
  handleResult,
  resetChat,
  sendUnsent,
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
