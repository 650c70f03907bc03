import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Delivery } from '../../lib/channels/types';
import type { Reply } from '../../lib/dialogue/types';
import type { ChatAddress, SendResult } from '../../lib/sessions/types';
import { openDatabase, type Database } from '../shared/database';
import { noteTrouble } from '../shared/troubles';
import { openSender, type Send } from './senders';

/** A reply on its way: `key` is there if it came from Cake Order and wants confirming. */
interface Parcel {
  index: number;
  key?: string;
  to: ChatAddress;
  reply: Reply;
  again?: boolean;
}

function read(context: IExecuteFunctions, item: INodeExecutionData, index: number): Parcel {
  if (context.getNodeParameter('source', index) === 'own') {
    const options = context.getNodeParameter('options', index, {}) as IDataObject;
    const url = options.linkUrl as string | undefined;
    return {
      index,
      to: {
        channel: context.getNodeParameter('channel', index, 'telegram') as ChatAddress['channel'],
        account: 'main',
        chat: String(context.getNodeParameter('chat', index)),
      },
      reply: {
        text: context.getNodeParameter('text', index) as string,
        ...(url ? { link: { url, label: (options.linkLabel as string) || url } } : {}),
        ...(options.image ? { image: options.image as string } : {}),
        ...(options.typing ? { typing: true } : {}),
      },
    };
  }
  const { key, to, reply, again } = item.json as unknown as Partial<Parcel>;
  if (!to?.chat || !reply || typeof reply.text !== 'string') {
    throw new NodeOperationError(context.getNode(), 'Во входных данных нет ответа клиенту', {
      itemIndex: index,
      description: 'Соедините этот узел с выходом «Reply» узла Cake Order или выберите «Own Text».',
    });
  }
  return { index, key, to, reply, again };
}

/** The key of a text of the owner's own: the same when n8n tries the node again, another one for each round of a loop. */
function keyOfOwn(context: IExecuteFunctions, index: number): string {
  const { $thisRunIndex: round } = context.getWorkflowDataProxy(index) as { $thisRunIndex?: number };
  return [context.getExecutionId(), context.getNode().id, round ?? 0, index].join(':');
}

const asResult = (key: string, { outcome, messages, detail, at }: Delivery): SendResult => {
  if (outcome === 'sent') return { key, result: 'sent', message: messages.at(-1) };
  if (at) return { key, result: 'later', at };
  return { key, result: 'failed', detail: `${outcome}: ${detail ?? ''}` };
};

/** A reply that is put off for so long waits for the owner and not for the messenger. */
const OWNERS_WAIT_MS = 240_000;

/** What the owner has to mend, if anything: a wrong key, a missing right, a tariff. Null: the reply went out. */
function troubleOf({ outcome, detail = '', at }: Delivery): string | null | undefined {
  if (outcome === 'sent') return null;
  const waits = at !== undefined && Date.parse(at) - Date.now() > OWNERS_WAIT_MS;
  return outcome === 'no_credential' || outcome === 'refused' || waits ? detail : undefined;
}

/** Per chat, the end of what this process is sending there: executions that overlap must not overtake each other. */
const sending = new Map<string, Promise<void>>();

async function inTurn(chat: string, work: () => Promise<void>): Promise<void> {
  const turn = (sending.get(chat) ?? Promise.resolve()).then(work);
  const settled = turn.catch(() => undefined);
  sending.set(chat, settled);
  try {
    await turn;
  } finally {
    if (sending.get(chat) === settled) sending.delete(chat);
  }
}

/**
 * Sends all input items: chats side by side, the replies of one chat in order (one that has to wait makes the rest of
 * its chat wait too), each confirmed as soon as it is out.
 * Without a database credential nothing is confirmed.
 */
export async function deliver(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const output: INodeExecutionData[] = [];
  const chats = new Map<string, Parcel[]>();
  context.getInputData().forEach((item, index) => {
    let parcel: Parcel;
    try {
      parcel = read(context, item, index);
    } catch (error) {
      if (!context.continueOnFail()) throw error as NodeOperationError;
      output.push({ json: { error: (error as Error).message }, pairedItem: { item: index } });
      return;
    }
    const chat = `${parcel.to.channel}:${parcel.to.account}:${parcel.to.chat}`;
    chats.set(chat, [...(chats.get(chat) ?? []), parcel]);
  });
  const { credentials } = context.getNode();
  const confirms = credentials?.supabaseApi !== undefined || credentials?.redis !== undefined;
  let database: Promise<Database> | undefined;

  const senders = new Map<ChatAddress['channel'], Promise<Send | null>>();
  const deliverOne = async ({ to, reply, key, again = false, index }: Parcel): Promise<Delivery> => {
    const sender = senders.get(to.channel) ?? openSender(context, to.channel);
    senders.set(to.channel, sender);
    const send = await sender;
    if (!send) {
      return { outcome: 'no_credential', messages: [], detail: `no credential for ${to.channel} in this node` };
    }
    return send({ reply, to, key: key ?? keyOfOwn(context, index), again });
  };

  const deliverAll = async (parcels: Parcel[]): Promise<void> => {
    let waiting: Delivery | undefined;
    for (const parcel of parcels) {
      const delivery = waiting ?? (await deliverOne(parcel));
      if (delivery.outcome === 'later') waiting = { ...delivery, messages: [] };
      const trouble = troubleOf(delivery);
      if (trouble !== undefined) noteTrouble(parcel.to.channel, trouble);
      if (parcel.key && confirms) {
        // Opened only now: the customer does not wait for it.
        database ??= openDatabase(context);
        await (await database).keeper.confirm([asResult(parcel.key, delivery)]);
      }
      const { key, to, index } = parcel;
      output.push({ json: { key, to: { ...to }, ...delivery }, pairedItem: { item: index } });
    }
  };
  await Promise.all([...chats].map(([chat, parcels]) => inTurn(chat, () => deliverAll(parcels))));
  return output.sort((a, b) => (a.pairedItem as { item: number }).item - (b.pairedItem as { item: number }).item);
}
