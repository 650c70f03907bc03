import { createHash } from 'node:crypto';

import { NodeOperationError } from 'n8n-workflow';

import { parseShop } from '../../lib/dialogue';
import type { Shop } from '../../lib/order/types';
import type { Ledger } from '../../lib/sessions/ledger';
import { createRedisKeeper } from '../../lib/sessions/redis/keeper';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import { createSupabaseLedger } from '../../lib/sessions/supabaseLedger';
import { type HotCopy, KeeperError, type Keeper } from '../../lib/sessions/types';
import { fetchThrough, type NodeContext } from './http';
import { openHotCopy, openRedis } from './redis';
import { noteTrouble } from './troubles';

/** The keeper, and the shop versions it has already shown. */
export interface Database {
  keeper: Keeper;
  /** What models cost and drew; null where there is no database but Redis alone. */
  ledger: Ledger | null;
  /** Where the node has a Redis credential beside the database. */
  copy?: HotCopy;
  /** Why this shop cannot be served with what is connected; null when it can. */
  refusalOf(shop: Shop): string | null;
  /** The shop of a version; null for version 0 (nothing was published yet). */
  shopOf(version: number): Promise<Shop | null>;
  /** The newest shop, asked for now. */
  newestShop(): Promise<{ version: number; shop: Shop | null }>;
  /** The newest shop that this process has seen; asks only if it has seen none. */
  knownShop(): Promise<{ version: number; shop: Shop | null }>;
}

/** A version never changes, so it is read once per process; keyed by database. */
const seen = new Map<string, Map<number, Shop>>();

/** What a shop that takes orders is told where there is no database for them. */
const NEEDS_DATABASE =
  'Без Supabase заказы принимать нельзя: Redis хранит только разговоры. Подключите Supabase в узлах или выключите приём заказов в «Меню и настройки».';

/**
 * Opens where conversations are kept: the database of n8n's own Supabase credential (with a copy in Redis, if that is
 * connected too), or Redis alone. No call is made yet.
 *
 * @throws NodeOperationError when the node has neither credential
 */
export async function openDatabase(context: NodeContext): Promise<Database> {
  const { credentials } = context.getNode();
  if (credentials?.supabaseApi) {
    const { host, serviceRole } = (await context.getCredentials('supabaseApi')) as {
      host: string;
      serviceRole: string;
    };
    const url = host.replace(/\/+$/, '');
    const supabase = { url, serviceKey: serviceRole, fetch: fetchThrough(context) };
    const keeper = createSupabaseKeeper(supabase);
    const onBucket = (trouble: string | null) => noteTrouble('bucket', trouble);
    const ledger = createSupabaseLedger({ ...supabase, onBucket });
    const id = createHash('sha256').update(`${url}\n${serviceRole}`).digest('hex');
    const copy = credentials.redis ? await openHotCopy(context, id.slice(0, 16)) : undefined;
    return { ...databaseOf(keeper, ledger, id, () => null), copy };
  }
  if (credentials?.redis) {
    const { id, redis } = await openRedis(context);
    const refusalOf: Database['refusalOf'] = ({ takesOrders }) => (takesOrders ? NEEDS_DATABASE : null);
    return databaseOf(createRedisKeeper({ redis }), null, id, refusalOf);
  }
  throw new NodeOperationError(context.getNode(), 'Не выбрано, где хранить заказы и разговоры', {
    description: 'Выберите в узле доступ «Supabase». Для одних разговоров, без заказов, хватит «Redis».',
  });
}

function databaseOf(keeper: Keeper, ledger: Ledger | null, id: string, refusalOf: Database['refusalOf']): Database {
  const versions = seen.get(id) ?? new Map<number, Shop>();
  seen.set(id, versions);

  const remember = (version: number, document: unknown): Shop => {
    const parsed = parseShop(document);
    // A KeeperError stops the step with the message unanswered, so that nothing of it is lost.
    const stop = (message: string, code: string) => new KeeperError(message, false, code);
    if (!parsed.ok) {
      throw stop(
        `Меню версии ${version} не читается: ${parsed.problems[0]} Откройте «Меню и настройки», исправьте строку и опубликуйте ещё раз.`,
        'unreadable_shop',
      );
    }
    const refusal = refusalOf(parsed.shop);
    if (refusal) throw stop(refusal, 'needs_database');
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
    ledger,
    refusalOf,
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
