import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { openVk } from '../shared/vk';
import { takeIn } from './events';
import { isCallback, isSecret } from './registration';
import { keepForTest } from './testRun';

/**
 * Takes an event of the Callback API. VK wants exactly `ok` and repeats whatever is answered otherwise, so that is said
 * only once the event is recorded; the handshake wants the community's code, which changes, so it is asked for each time.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const answer = (status: number, words: string): IWebhookResponseData => {
    context.getResponseObject().status(status).type('text/plain').send(words);
    return { noWebhookResponse: true };
  };
  const event: unknown = context.getBodyData();
  if (!isCallback(context) || typeof event !== 'object' || event === null) return answer(403, '');
  const { type, group_id, secret } = event as IDataObject;
  const vk = await openVk(context);
  // VK is not said to send the secret with the handshake; what it is told then is no secret either.
  const knows = isSecret(context, vk, secret) || (type === 'confirmation' && secret === undefined);
  if (String(group_id) !== vk.group || !knows) {
    context.logger.warn(
      'VK Trigger: a call with a wrong secret was refused. If the key of the community was changed, publish the workflow again.',
    );
    return answer(403, '');
  }
  try {
    if (type === 'confirmation') {
      const fields = { group_id: vk.group };
      const { code } = await vk.ask<{ code: string }>('groups.getCallbackConfirmationCode', fields);
      return answer(200, code);
    }
    const item = await takeIn(context, event as IDataObject, context.getNodeParameter('events') as string[]);
    const answered = answer(200, 'ok');
    if (!item) return answered;
    const workflowData = [context.helpers.returnJsonArray([item])];
    if (context.getMode() === 'manual') keepForTest(context, workflowData);
    return { ...answered, workflowData };
  } catch (error) {
    context.logger.error(`VK Trigger: VK is asked to bring the event again: ${(error as Error).message}`);
    return answer(503, '');
  }
}
