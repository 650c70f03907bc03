import { createHash } from 'node:crypto';

import { parseShop } from '../../lib/dialogue';
import type { Shop } from '../../lib/order/types';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import { KeeperError, type Keeper } from '../../lib/sessions/types';
import { fetchThrough, type NodeContext } from './http';

/** The keeper, and the shop versions it has already shown. */
export interface Database {
  keeper: Keeper;
  /** The shop of a version; null for version 0 (nothing was published yet). */
  shopOf(version: number): Promise<Shop | null>;
  /** The newest shop, asked for now. */
  newestShop(): Promise<{ version: number; shop: Shop | null }>;
  /** The newest shop that this process has seen; asks only if it has seen none. */
  knownShop(): Promise<{ version: number; shop: Shop | null }>;
}

/** A version never changes, so it is read once per process; keyed by database. */
const seen = new Map<string, Map<number, Shop>>();

/** Opens the database of n8n's own Supabase credential. No call is made yet. */
export async function openDatabase(context: NodeContext): Promise<Database> {
  const { host, serviceRole } = (await context.getCredentials('supabaseApi')) as { host: string; serviceRole: string };
  const url = host.replace(/\/+$/, '');
  const keeper = createSupabaseKeeper({ url, serviceKey: serviceRole, fetch: fetchThrough(context) });
  const id = createHash('sha256').update(`${url}\n${serviceRole}`).digest('hex');
  const versions = seen.get(id) ?? new Map<number, Shop>();
  seen.set(id, versions);

  const remember = (version: number, document: unknown): Shop => {
    const parsed = parseShop(document);
    if (!parsed.ok) {
      // A KeeperError stops the step with the message unanswered, so that nothing of it is lost.
      throw new KeeperError(
        `Меню версии ${version} не читается: ${parsed.problems[0]} Откройте «Меню и настройки», исправьте строку и опубликуйте ещё раз.`,
        false,
        'unreadable_shop',
      );
    }
    versions.set(version, parsed.shop);
    return parsed.shop;
  };
  const newestShop: Database['newestShop'] = async () => {
    const newest = await keeper.newestShop();
    if (!newest) return { version: 0, shop: null };
    return { version: newest.version, shop: versions.get(newest.version) ?? remember(newest.version, newest.document) };
  };
  return {
    keeper,
    newestShop,
    async shopOf(version) {
      if (version === 0) return null;
      return versions.get(version) ?? remember(version, await keeper.shop(version));
    },
    async knownShop() {
      const version = Math.max(0, ...versions.keys());
      return version ? { version, shop: versions.get(version)! } : newestShop();
    },
  };
}
