import { NodeOperationError } from 'n8n-workflow';

import type { NodeContext } from '../shared/http';
import { hostOf } from './webhookUrl';

/** What getWebhookInfo tells, as far as it is read: https://core.telegram.org/bots/api#webhookinfo. */
export interface WebhookInfo {
  /** Empty when there is none. */
  url: string;
  allowed_updates?: string[];
  max_connections?: number;
}

/** Told when the bot's messages go elsewhere and the node may not take them. `own`: where this n8n is reached. */
export function foreignWebhook(context: NodeContext, registered: string, own?: string): NodeOperationError {
  const host = hostOf(registered);
  const neighbour =
    own !== undefined && host === hostOf(own) ? 'Это другой узел или рабочий процесс этого же n8n. ' : '';
  return new NodeOperationError(context.getNode(), `Сообщения бота уже идут на другой адрес: ${host}`, {
    description: `${neighbour}Получатель у бота может быть только один. Отключите бота там или включите в этом узле «Take Over»: тогда сообщения пойдут сюда, а туда перестанут.`,
  });
}
