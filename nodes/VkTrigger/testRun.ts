import {
  NodeOperationError,
  type INodeExecutionData,
  type ITriggerFunctions,
  type ITriggerResponse,
  type IWebhookFunctions,
} from 'n8n-workflow';

/**
 * What the webhook of a test run brought, by workflow and node. In a test n8n 2.41 runs `trigger()` of a node that has
 * one even when its webhook started the execution, and then drops what the webhook gave.
 */
const brought = new Map<string, INodeExecutionData[][]>();

const placeOf = (context: IWebhookFunctions | ITriggerFunctions): string =>
  `${context.getWorkflow().id}:${context.getNode().id}`;

/** Keeps what a test's webhook brought for the `trigger()` that n8n runs next. */
export function keepForTest(context: IWebhookFunctions, items: INodeExecutionData[][]): void {
  brought.set(placeOf(context), items);
}

/** Callback API: nothing runs by itself; in a test what the webhook brought is given on. */
export function callbackTrigger(context: ITriggerFunctions): ITriggerResponse {
  if (context.getMode() !== 'manual') return {};
  return {
    manualTriggerFunction: async () => {
      const place = placeOf(context);
      const items = brought.get(place);
      brought.delete(place);
      if (!items) {
        throw new NodeOperationError(context.getNode(), 'Пробный запуск не получил событие VK', {
          description:
            'Запустите проверку ещё раз и напишите сообществу. Если n8n выполняет пробные запуски на отдельных машинах, проверяйте на опубликованном рабочем процессе.',
        });
      }
      context.emit(items);
    },
  };
}
