import type { INodeExecutionData } from 'n8n-workflow';

import type { Effect, MoneyEvent, ResultEvent } from '../../lib/dialogue/types';
import type { ChatAddress } from '../../lib/sessions/types';

/** What a node that played an effect hands back to Cake Order: an event for the conversation that the effect came from. */
export interface ResultItem {
  kind: 'result';
  /** Key of the effect; '' where none was played: it became known by itself. */
  key: string;
  to: ChatAddress;
  event: ResultEvent | MoneyEvent;
}

/** An effect as Cake Order emits it: everything that the node needs is in the item. */
export type EffectItem<K extends Effect['kind']> = { key: string; to: ChatAddress; again?: true } & Extract<
  Effect,
  { kind: K }
>;

/** The effect of that kind that an item is; null: it is something else, and the node passes it on untouched. */
export function effectIn<K extends Effect['kind']>(item: INodeExecutionData, kind: K): EffectItem<K> | null {
  const { key, to, kind: given } = item.json as { key?: unknown; to?: unknown; kind?: unknown };
  const whole = typeof key === 'string' && typeof to === 'object' && to !== null && given === kind;
  return whole ? (item.json as unknown as EffectItem<K>) : null;
}

/** The item that carries a result back to Cake Order. */
export const resultItem = (
  effect: { key: string; to: ChatAddress },
  event: ResultItem['event'],
): INodeExecutionData => ({
  json: { kind: 'result', key: effect.key, to: { ...effect.to }, event: { ...event } as never },
});

/** The result that an item is; null: it is something else. */
export function resultIn(item: INodeExecutionData): ResultItem | null {
  const { kind, key, to, event } = item.json as Partial<Record<keyof ResultItem, unknown>>;
  const whole = kind === 'result' && typeof key === 'string' && typeof to === 'object' && typeof event === 'object';
  return whole && to !== null && event !== null ? (item.json as unknown as ResultItem) : null;
}
