import { badParam, VkError } from './errors';
import type { Method, MethodCall } from './methods';
import { allFlags, CallbackServer, GroupSettings, withParams } from './servers';

const MOST_SERVERS = 10;
const LONGEST_TITLE = 14;
const LONGEST_SECRET = 50;
/** The owner of the community, who made its servers. */
export const ADMIN_ID = 90_000_001;

/** The token's rights as https://dev.vk.com/ru/reference/access-rights numbers them. */
const RIGHTS = { messages: 4096, photos: 4, docs: 131_072, manage: 262_144 };
const SETTINGS: (keyof GroupSettings)[] = ['messages', 'bots_capabilities', 'bots_start_button', 'bots_add_to_chat'];

/** The community and its callback servers. */
export const groupMethods: Record<string, Method> = {
  'groups.getById': ({ vk, params }) => {
    const asked = [...params.text('group_ids').split(','), params.text('group_id')].filter((id) => id !== '');
    if (asked.some((id) => ![String(vk.groupId), `club${vk.groupId}`].includes(id.trim())))
      throw badParam('group_ids is invalid');
    const id = vk.groupId;
    const group = { id, name: 'Кондитерская', screen_name: `club${id}`, is_closed: 0, type: 'group' };
    // Before 5.199 the list stood alone.
    return Number(params.text('v').split('.')[1]) >= 199 ? { groups: [group], profiles: [] } : [group];
  },
  'groups.getTokenPermissions': () => ({
    mask: Object.values(RIGHTS).reduce((mask, right) => mask + right, 0),
    permissions: Object.entries(RIGHTS).map(([name, setting]) => ({ name, setting })),
  }),
  'groups.setSettings': (call) => {
    checkGroup(call);
    const { vk, params } = call;
    const given = SETTINGS.filter((name) => params.has(name)).map((name) => [name, params.flag(name) ? 1 : 0]);
    vk.servers.change(Object.fromEntries(given));
    return 1;
  },
  'groups.getCallbackConfirmationCode': (call) => {
    checkGroup(call);
    return { code: call.vk.servers.confirmationCode };
  },
  'groups.getCallbackServers': (call) => {
    checkGroup(call);
    const wanted = call.params.numbers('server_ids');
    const items = call.vk.servers
      .list()
      .filter(({ id }) => wanted.length === 0 || wanted.includes(id))
      .map(({ id, title, creator_id, url, secret_key, status }) => ({
        id,
        title,
        creator_id,
        url,
        secret_key,
        status,
      }));
    return { count: items.length, items };
  },
  'groups.addCallbackServer': (call) => {
    checkGroup(call);
    const { vk } = call;
    const fields = serverFields(call);
    if (vk.servers.list().length >= MOST_SERVERS) throw new VkError(2000);
    const server = vk.servers.add({ ...fields, creator_id: ADMIN_ID });
    vk.delivery.confirm(server);
    return { server_id: server.id };
  },
  'groups.editCallbackServer': (call) => {
    checkGroup(call);
    const { vk } = call;
    const server = serverOf(call);
    const changed: CallbackServer = { ...server, ...serverFields(call), status: 'wait', round: server.round + 1 };
    vk.servers.save(changed);
    vk.delivery.confirm(changed);
    return 1;
  },
  'groups.deleteCallbackServer': (call) => {
    checkGroup(call);
    call.vk.servers.remove(serverOf(call).id);
    return 1;
  },
  'groups.getCallbackSettings': (call) => {
    checkGroup(call);
    const server = serverOf(call);
    return { api_version: server.api_version, events: allFlags(server) };
  },
  'groups.setCallbackSettings': (call) => {
    checkGroup(call);
    const server = serverOf(call);
    call.vk.servers.save({ ...server, ...withParams(server, call.params) });
    return 1;
  },
};

/** The token is one community's: another one's id is refused. */
export function checkGroup({ vk, params }: MethodCall): void {
  if (params.neededNumber('group_id') !== vk.groupId) throw new VkError(15, 'group_id is not of this token');
}

function serverOf({ vk, params }: MethodCall): CallbackServer {
  const server = vk.servers.get(params.neededNumber('server_id'));
  if (!server) throw badParam('server_id is invalid');
  return server;
}

function serverFields({ params }: MethodCall): Pick<CallbackServer, 'url' | 'title' | 'secret_key'> {
  const url = params.needed('url').trim();
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw badParam('url is invalid');
  const title = params.needed('title');
  if (title.length > LONGEST_TITLE) throw badParam(`title should be no more than ${LONGEST_TITLE} letters length`);
  const secret_key = params.text('secret_key');
  if (secret_key.length > LONGEST_SECRET)
    throw badParam(`secret_key should be no more than ${LONGEST_SECRET} letters length`);
  return { url, title, secret_key };
}
