import type { IDataObject } from 'n8n-workflow';

import type { Vk } from '../shared/vk';

/** VK's events carry no name. It is asked for once a person, after VK has its answer, and is there from her next event on. */
const known = new Map<string, IDataObject>();
const asking = new Set<string>();
const MOST = 10_000;

const isObject = (value: unknown): value is IDataObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Who wrote or pressed, by VK's number; undefined for communities and events of nobody. */
function writerOf({ object }: IDataObject): string | undefined {
  if (!isObject(object)) return undefined;
  const id = Number(isObject(object.message) ? object.message.from_id : object.user_id);
  return Number.isInteger(id) && id > 0 ? String(id) : undefined;
}

/** The event with its writer's name beside it, where that is known; lib/channels/vk/parse.ts reads it there. */
export function withName(event: IDataObject): IDataObject {
  const { user: _user, ...own } = event;
  const user = known.get(writerOf(own) ?? '');
  return user ? { ...own, user: { ...user } } : own;
}

/** Asks VK for the name of whoever wrote, if nobody has. Never throws: the bot asks for a name anyway. */
export async function learnName(vk: Vk, event: IDataObject): Promise<void> {
  const id = writerOf(event);
  if (!id || known.has(id) || asking.has(id)) return;
  asking.add(id);
  try {
    const [user] = await vk.ask<{ first_name?: string; last_name?: string }[]>('users.get', { user_ids: id });
    if (known.size >= MOST) known.clear();
    if (user) known.set(id, { first_name: user.first_name ?? '', last_name: user.last_name ?? '' });
  } catch {
    // It is tried again with her next event.
  } finally {
    asking.delete(id);
  }
}
