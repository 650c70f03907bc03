import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';

import type { OpenAI } from '../../lib/ai/openai/client';
import { openAiFailure, type OpenAiFailure } from '../../lib/ai/openai/errors';
import { listModels, modelLabel } from '../../lib/ai/openai/models';
import { fetchThrough, type NodeContext } from './http';

const LIST_MS = 20_000;

/**
 * The client of n8n's own OpenAI credential: OpenAI itself or any server that speaks its API. No call is made yet.
 * `timeoutMs`: for one call.
 *
 * @throws NodeOperationError when the node has no such credential
 */
export async function openOpenAi(context: NodeContext, timeoutMs: number): Promise<OpenAI> {
  if (!context.getNode().credentials?.openAiApi) {
    throw new NodeOperationError(context.getNode(), 'Не выбран доступ к OpenAI', {
      description: 'Выберите в узле доступ «OpenAI» или выключите узел: без него бот работает по правилам.',
    });
  }
  const credential = (await context.getCredentials('openAiApi')) as Partial<Record<string, string>> & {
    header?: boolean;
  };
  const { apiKey = '', url, organizationId, header, headerName, headerValue } = credential;
  // Only where it is used: it takes 100 ms to load.
  const { createOpenAi } = await import('../../lib/ai/openai/client');
  return createOpenAi({
    apiKey,
    baseUrl: url,
    organization: organizationId,
    headers: header && headerName && headerValue ? { [headerName]: headerValue } : {},
    timeoutMs,
    fetch: fetchThrough(context, { timeoutMs }),
  });
}

/** Where the credential leads, e.g. `api.openai.com`: models are named for the owner together with it. */
export const hostOf = (client: OpenAI): string => new URL(client.baseURL).host;

/** A failure as n8n shows it. */
export function openAiRefusal(context: NodeContext, failure: OpenAiFailure, itemIndex?: number): NodeOperationError {
  const { says, advice, detail } = failure;
  return new NodeOperationError(context.getNode(), says, { description: `${advice}\nОтвет: ${detail}`, itemIndex });
}

/**
 * The models of the credential's server for a list in a panel, with the day on which each ends.
 *
 * @param keep which ids belong into this list
 * @throws NodeOperationError in words for the owner
 */
export async function searchModels(
  context: ILoadOptionsFunctions,
  keep: (id: string) => boolean,
  filter = '',
): Promise<INodeListSearchResult> {
  const client = await openOpenAi(context, LIST_MS);
  const models = await listModels(client).catch((error) => openAiFailure(error));
  if (!Array.isArray(models)) throw openAiRefusal(context, models);
  const today = new Date().toISOString().slice(0, 10);
  const wanted = filter.toLowerCase();
  return {
    results: models
      .filter(({ id }) => keep(id) && id.toLowerCase().includes(wanted))
      .map((model) => ({ name: modelLabel(model, today), value: model.id })),
  };
}

/** The id in a parameter that is a resource locator, or plain words from an older or hand-made workflow. */
export function modelIn(value: unknown): string {
  const id = typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
  return typeof id === 'string' ? id.trim() : '';
}

/** The ids in a list of models (a fixed collection named `models`), in its order, each once. */
export function modelsIn(value: unknown): string[] {
  const rows = (value as { models?: { model?: unknown }[] } | null)?.models ?? [];
  return [...new Set(rows.map(({ model }) => modelIn(model)))].filter(Boolean);
}
