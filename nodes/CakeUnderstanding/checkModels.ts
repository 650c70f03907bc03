import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { OpenAI } from '../../lib/ai/openai/client';
import { openAiFailure } from '../../lib/ai/openai/errors';
import { listModels, mayChat, servedModel, type ServedModel } from '../../lib/ai/openai/models';
import { endingOf } from '../../lib/ai/openai/watch';
import type { Purpose } from '../../lib/sessions/ledger';
import { openDatabase } from '../shared/database';
import { modelsIn, openOpenAi } from '../shared/openai';
import type { Emitted } from '../shared/perItem';

const DAY_MS = 86_400_000;
const USED_WITHIN_DAYS = 30;
const CALL_MS = 20_000;

/** The nodes of the pack that ask models. */
const NODES: Record<Purpose, string> = { understand: 'Cake Understanding', picture: 'Cake Preview' };

/** What the server says of each model; null: it says that there is no such model. Our own table where it says nothing. */
async function serving(client: OpenAI): Promise<(id: string) => Promise<ServedModel | null>> {
  const listed = await listModels(client).catch((): ServedModel[] => []);
  return async (id) => {
    const found = listed.find((model) => model.id === id);
    // Servers know names that they do not list (a tag, an alias), so that one is asked for by itself.
    if (found || listed.length === 0) return found ?? servedModel(id);
    try {
      const model = await client.models.retrieve(id);
      return servedModel(id, (model as { shutdown_date?: unknown }).shutdown_date);
    } catch (error) {
      return openAiFailure(error).fault === 'model' ? null : servedModel(id);
    }
  };
}

/** Check Models: one item with a sentence for the owner for every model in use that is over or ends soon. */
export function checkModels(context: IExecuteFunctions): (item: INodeExecutionData, index: number) => Promise<Emitted> {
  return async (_item, index) => {
    const { ledger } = await openDatabase(context);
    if (!ledger) {
      throw new NodeOperationError(context.getNode(), 'Без Supabase не видно, какие модели в деле', {
        description: 'Выберите в узле доступ «Supabase».',
      });
    }
    const now = Date.now();
    const used = await ledger.modelsUsed(new Date(now - USED_WITHIN_DAYS * DAY_MS).toISOString());
    const watched = new Map<string, Set<string>>();
    const watch = (model: string, node: string) => watched.set(model, (watched.get(model) ?? new Set()).add(node));
    used.forEach(({ model, purpose }) => watch(model, NODES[purpose]));
    for (const model of modelsIn(context.getNodeParameter('alsoCheck', index, {}))) {
      if (!watched.has(model)) watch(model, NODES[mayChat(model) ? 'understand' : 'picture']);
    }
    const served = await serving(await openOpenAi(context, CALL_MS));
    const today = new Date(now).toISOString().slice(0, 10);
    const within = context.getNodeParameter('daysAhead', index) as number;
    const items: INodeExecutionData[] = [];
    for (const [id, nodes] of watched) {
      const ending = endingOf({ id, model: await served(id), nodes: [...nodes], today, within });
      if (ending) items.push({ json: { ...ending } });
    }
    return [items];
  };
}
