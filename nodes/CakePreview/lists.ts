import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { modelLabel, servedModel } from '../../lib/ai/openai/models';
import { DEFAULT_MODEL, familyOf, mayDraw } from '../../lib/ai/picture/families';
import { modelIn, searchModels } from '../shared/openai';

/** OpenAI has ended it, and gateways or Azure may still have it without listing it. */
const KEPT_ELSEWHERE = 'dall-e-3';

/** Models of the server that may draw, and DALL-E 3 in any case. */
export async function searchImageModels(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
  const found = await searchModels(this, mayDraw, filter);
  const isListed = found.results.some(({ value }) => value === KEPT_ELSEWHERE);
  if (isListed || !KEPT_ELSEWHERE.includes(filter.toLowerCase())) return found;
  const today = new Date().toISOString().slice(0, 10);
  const last = { name: modelLabel(servedModel(KEPT_ELSEWHERE), today), value: KEPT_ELSEWHERE };
  return { results: [...found.results, last] };
}

const chosenModel = (context: ILoadOptionsFunctions) =>
  modelIn(context.getCurrentNodeParameter('model')) || DEFAULT_MODEL;

const USUAL_SHAPES: Record<string, string> = {
  '1024x1024': 'Square',
  '1024x1536': 'Upright',
  '1536x1024': 'Wide',
  '1024x1792': 'Upright',
  '1792x1024': 'Wide',
};

export async function getSizes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return familyOf(chosenModel(this)).sizes.map((size) => {
    const shape = USUAL_SHAPES[size];
    return { name: shape ? `${size} (${shape})` : size, value: size };
  });
}

export async function getQualities(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { qualities } = familyOf(chosenModel(this));
  if (qualities.length === 0) return [{ name: 'The Model Has No Qualities', value: '' }];
  return qualities.map((quality) => ({ name: quality, value: quality }));
}
