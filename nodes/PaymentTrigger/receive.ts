import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { callerAddress, type RawNotification } from '../../lib/payments';
import type { MoneyFact } from '../../lib/dialogue/types';
import type { KnownPayment, Keeper } from '../../lib/sessions/types';
import { openDatabase } from '../shared/database';
import { moneyItems, moneyKey, moneyOf } from '../shared/moneyEvents';
import { readAgain } from '../shared/moneyFacts';
import { openProvider, type OpenedProvider, type ProviderName } from '../shared/payments';

/** T-Bank waits ten seconds for its answer, and n8n needs a part of them. */
const ANSWER_MS = 8_000;

/** What is answered, and what the workflow is started with. */
interface Answer {
  status: number;
  body: string;
  items?: INodeExecutionData[];
  /** For n8n's log, without anything secret. */
  warning?: string;
}

const LATER: Answer = { status: 503, body: '', warning: 'the provider is asked to tell it again' };

/** What a promise gives before a moment, or `otherwise`. */
async function before<T>(moment: number, promise: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(resolve, Math.max(moment - Date.now(), 0), otherwise)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The call as it came. A forwarded address is believed only of the owner's own proxies. */
async function rawOf(context: IWebhookFunctions, { proxies }: OpenedProvider): Promise<RawNotification> {
  const request = context.getRequestObject();
  if (!request.rawBody) await request.readRawBody();
  const headers: RawNotification['headers'] = {};
  for (const [name, value] of Object.entries(context.getHeaderData())) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  const address = callerAddress(request.socket?.remoteAddress ?? '', headers['x-forwarded-for'], proxies);
  return { address, headers, rawBody: request.rawBody ?? Buffer.alloc(0) };
}

/** Records facts in the chat of their order; gives those that have not had their step. */
async function record(keeper: Keeper, known: KnownPayment, facts: MoneyFact[]): Promise<MoneyFact[]> {
  const fresh: MoneyFact[] = [];
  const at = new Date().toISOString();
  for (const fact of facts) {
    const body = moneyOf(known, fact);
    const { stepped } = await keeper.load({ order: known.order, event: { key: moneyKey(body), at, body } });
    if (!stepped) fresh.push(fact);
  }
  return fresh;
}

async function take(context: IWebhookFunctions, name: ProviderName, until: number): Promise<Answer> {
  const opened = await openProvider(context, name, until);
  if (!opened) return { status: 503, body: '', warning: 'the node has no credential of the provider' };
  const { provider } = opened;
  const told = await provider.notification(await rawOf(context, opened));
  if (told.result === 'refused') {
    const { status, answer, why } = told;
    return { status, body: answer, warning: `a call was refused, its ${why} is wrong` };
  }
  const { answer } = told;
  if (told.result === 'ignored') return { status: 200, body: answer };
  const { keeper } = await openDatabase(context);
  const { providerId, payment } = told;
  const known = await keeper.paymentBy({ provider: name, providerId, payment });
  // The shop may be paid for other things as well.
  if (!known) return { status: 200, body: answer };
  const { acceptTests = false } = context.getNodeParameter('options', {}) as { acceptTests?: boolean };
  const read = await readAgain(opened, known, { acceptTests, providerId });
  switch (read.result) {
    case 'unknown':
      return LATER;
    case 'gone':
      return {
        status: 404,
        body: '',
        warning: `${known.payment.id} was named, and the provider knows no such payment`,
      };
    case 'odd':
      return { status: 200, body: answer, warning: read.detail };
    case 'facts': {
      const fresh = await record(keeper, known, read.facts);
      return { status: 200, body: answer, items: moneyItems(known, fresh) };
    }
  }
}

/**
 * Takes a notification. It is proven, the payment is read again, compared with the books and recorded, and only then is the
 * provider told that it has arrived; whatever does not come so far in time is left to its next attempt.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const until = Date.now() + ANSWER_MS;
  const name = context.getNodeParameter('provider') as ProviderName;
  const failed = (error: Error): Answer => ({ ...LATER, warning: error.message });
  const answer = await before(until, take(context, name, until).catch(failed), LATER);
  if (answer.warning) context.logger.warn(`Payment Trigger (${name}): ${answer.warning}`);
  context.getResponseObject().status(answer.status).type('text/plain').send(answer.body);
  const { items = [] } = answer;
  return { noWebhookResponse: true, ...(items.length > 0 ? { workflowData: [items] } : {}) };
}
