import { DateTime } from 'luxon';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { parseAvitoEvent } from '../../lib/channels/avito/parse';
import { fieldOf } from '../../lib/channels/avito/values';
import { openAvito, type Avito } from '../shared/avito';
import { recordInbound } from '../shared/intake';
import { detailsOf } from './chatDetails';
import { isOfPerson } from './own';
import { carriesSecret, secretOf } from './webhookUrl';

/** Avito wants its answer within two seconds; n8n needs a part of them to write the execution down. */
const ANSWER_MS = 1700;
const ASK_MS = 1200;
/** Without a database, how long a message is remembered so that a repeat of it starts nothing. */
const REMEMBERED_MS = 600_000;

const seen = new Map<string, number>();

function seenBefore(key: string): boolean {
  const now = Date.now();
  for (const [old, until] of seen) {
    if (until > now) break;
    seen.delete(old);
  }
  if (seen.has(key)) return true;
  seen.set(key, now + REMEMBERED_MS);
  return false;
}

/** What a promise gives within so many milliseconds; `otherwise` when it takes longer or fails. */
async function within<T, Other>(ms: number, promise: Promise<T>, otherwise: Other): Promise<T | Other> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Other>((resolve) => (timer = setTimeout(resolve, Math.max(ms, 0), otherwise)));
  try {
    return await Promise.race([promise.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the account of the keys is another one than the message's; what cannot be found out in time is let pass. */
async function isForeign(avito: Avito, account: string): Promise<boolean> {
  const own = avito.knownAccount() ?? (await within(ASK_MS, avito.account(), undefined));
  return own !== undefined && own !== account;
}

/** What the workflow is started with; null when the message concerns nobody here. */
async function take(context: IWebhookFunctions, body: IDataObject): Promise<IDataObject | null> {
  const began = Date.now();
  const arrivedAt = DateTime.utc().toISO();
  // These two are ours to add.
  const { chat: _chat, person: _person, ...event } = body;
  const first = parseAvitoEvent({ ...event, person: true }, arrivedAt);
  if (!first) return null;
  const { address } = first;
  const avito = await openAvito(context);
  const [foreign, details, person] = await Promise.all([
    isForeign(avito, address.account),
    within(ASK_MS, detailsOf(avito, address), null),
    first.event.type === 'shop'
      ? // Better to overlook a person once than to fall silent over the bot's own words.
        within(ASK_MS, isOfPerson(context, address, fieldOf(event.payload, 'value')), false)
      : undefined,
  ]);
  if (foreign || person === false) return null;
  const found: IDataObject = { ...event, ...(details ? { chat: { ...details } } : {}), ...(person ? { person } : {}) };
  const inbound = parseAvitoEvent(found, arrivedAt);
  if (!inbound) return null;
  const { credentials } = context.getNode();
  if (!credentials?.supabaseApi && !credentials?.redis) return seenBefore(inbound.key) ? null : found;
  // Whether Avito repeats what was not answered with 200 is not documented, so a database that is down or slow must not
  // cost the message: it is passed on all the same, and n8n's execution is then its record.
  const recorded = recordInbound(context, inbound).catch((error: Error) => {
    context.logger.error(`Avito Trigger: ${inbound.key} is passed on unrecorded: ${error.message}`);
    return true;
  });
  return (await within(ANSWER_MS - (Date.now() - began), recorded, true)) ? found : null;
}

/** Takes what Avito brings. Whatever carries the secret is answered with 200: Avito tries an address with `{}` first. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  if (!carriesSecret(context.getQueryData() as object, await secretOf(context))) {
    context.getResponseObject().status(403).json({ message: 'The secret is not valid' });
    return { noWebhookResponse: true };
  }
  const body: unknown = context.getBodyData();
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const taken = isObject ? await take(context, body as IDataObject) : null;
  if (!taken) return { webhookResponse: 'ok' };
  const options = context.getNodeParameter('options', {}) as { signature?: boolean };
  const signature = context.getHeaderData()['x-avito-messenger-signature'];
  const json = options.signature && signature ? { ...taken, signature: String(signature) } : taken;
  return { workflowData: [context.helpers.returnJsonArray([json])] };
}
