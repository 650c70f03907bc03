import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { PaymentProvider } from '../../lib/order/types';
import { openDatabase, type Database } from '../shared/database';
import { openProvider, type OpenedProvider } from '../shared/payments';

/** What all items of one run share. */
export interface Opened {
  database: Database;
  /** Whether payments for trials count although the keys are real ones. */
  acceptTests: boolean;
  /** The node's provider of that name; null: it has no credential for it. */
  provider(name: PaymentProvider): Promise<OpenedProvider | null>;
}

/** Opens the node's database and, each when it is first wanted, its providers. */
export async function open(context: IExecuteFunctions, index: number): Promise<Opened> {
  if (!context.getNode().credentials?.supabaseApi) {
    throw new NodeOperationError(context.getNode(), 'Без Supabase платежи хранить негде', {
      description: 'Выберите в узле доступ «Supabase»: там записаны заказы и их платежи.',
    });
  }
  const database = await openDatabase(context);
  const { acceptTests = false } = context.getNodeParameter('options', index, {}) as { acceptTests?: boolean };
  const opened = new Map<PaymentProvider, Promise<OpenedProvider | null>>();
  return {
    database,
    acceptTests,
    provider(name) {
      if (name === 'manual') return Promise.resolve(null);
      const known = opened.get(name) ?? openProvider(context, name);
      opened.set(name, known);
      return known;
    },
  };
}
