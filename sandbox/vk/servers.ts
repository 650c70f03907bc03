import { randomBytes } from 'node:crypto';
import type { Journal, Table } from '../api/journal';
import { badParam } from './errors';
import type { Params } from './params';

/** Events that a receiver can switch on, https://dev.vk.com/ru/method/groups.setCallbackSettings and the bots' own. */
const EVENTS = [
  'message_new',
  'message_reply',
  'message_edit',
  'message_allow',
  'message_deny',
  'message_read',
  'message_typing_state',
  'message_event',
  'message_reaction_event',
  'group_join',
  'group_leave',
  'market_order_new',
  'market_order_edit',
  'photo_new',
  'wall_post_new',
  'user_block',
  'user_unblock',
];

/** The API version of events until a receiver asks for another. */
const FIRST_VERSION = '5.199';

/** Which events a receiver wants, in which version. */
export interface Wanted {
  api_version: string;
  events: Record<string, 0 | 1>;
}

/** A callback server. `round` counts its changes: an answer to an older confirmation says nothing. */
export interface CallbackServer extends Wanted {
  id: number;
  title: string;
  creator_id: number;
  url: string;
  secret_key: string;
  status: 'unconfigured' | 'failed' | 'wait' | 'ok';
  round: number;
}

/** What the community's owner switches on. */
export interface GroupSettings {
  messages: 0 | 1;
  bots_capabilities: 0 | 1;
  bots_start_button: 0 | 1;
  bots_add_to_chat: 0 | 1;
}

/** The community's callback servers and settings. */
export class Servers {
  private readonly servers: Table<CallbackServer>;
  private readonly codes: Table<string>;
  private readonly groups: Table<GroupSettings>;

  constructor(private readonly journal: Journal) {
    this.servers = journal.table('servers');
    this.codes = journal.table('codes');
    this.groups = journal.table('group');
    if (!this.codes.has('confirmation')) this.codes.set('confirmation', randomBytes(4).toString('hex'));
  }

  /** What a server answers to `confirmation`. */
  get confirmationCode(): string {
    return this.codes.get('confirmation')!;
  }

  /** The community's settings; a bakery that installs a bot has switched messages and bots on. */
  get settings(): GroupSettings {
    const first: GroupSettings = { messages: 1, bots_capabilities: 1, bots_start_button: 1, bots_add_to_chat: 0 };
    return this.groups.get('settings') ?? first;
  }

  /** Changes the community's settings. */
  change(settings: Partial<GroupSettings>): void {
    this.groups.set('settings', { ...this.settings, ...settings });
  }

  /** All, oldest first. */
  list(): CallbackServer[] {
    return [...this.servers.values()];
  }

  /** A server by its id. */
  get(id: number): CallbackServer | undefined {
    return this.servers.get(String(id));
  }

  /** Adds a server that wants nothing yet. */
  add(fields: Pick<CallbackServer, 'title' | 'url' | 'secret_key' | 'creator_id'>): CallbackServer {
    const id = this.journal.next('servers');
    const server: CallbackServer = { id, ...fields, status: 'wait', round: 1, ...nothingWanted() };
    this.save(server);
    return server;
  }

  /** Keeps a changed server. */
  save(server: CallbackServer): void {
    this.servers.set(String(server.id), server);
  }

  /** Forgets a server. */
  remove(id: number): void {
    this.servers.delete(String(id));
  }

  /** Servers that are confirmed and want events of that type. */
  wanting(type: string): CallbackServer[] {
    return this.list().filter(({ status, events }) => status === 'ok' && events[type] === 1);
  }
}

/** A receiver's settings before anybody set them. */
export function nothingWanted(): Wanted {
  return { api_version: FIRST_VERSION, events: {} };
}

/** The settings after a call that names some of them; unknown names are ignored. */
export function withParams(wanted: Wanted, params: Params): Wanted {
  const version = params.text('api_version') || wanted.api_version;
  if (!/^5\.\d{1,3}$/.test(version)) throw badParam('api_version is invalid');
  const named = EVENTS.filter((event) => params.has(event));
  const flags = Object.fromEntries(named.map((event) => [event, params.flag(event) ? 1 : 0])) as Wanted['events'];
  return { api_version: version, events: { ...wanted.events, ...flags } };
}

/** All events with their flags, as VK lists them. */
export function allFlags({ events }: Wanted): Record<string, 0 | 1> {
  return Object.fromEntries(EVENTS.map((event) => [event, events[event] ?? 0]));
}
