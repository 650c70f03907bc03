import { badParam } from './errors';
import { checkGroup } from './groups';
import type { Method } from './methods';
import { allFlags, withParams } from './servers';

/** Long Poll: its switch and its key. */
export const longPollMethods: Record<string, Method> = {
  'groups.getLongPollServer': (call) => {
    checkGroup(call);
    const { longPoll, groupId, parts } = call.vk;
    if (!longPoll.settings.enabled) throw badParam('longpoll for this group is not enabled');
    return { key: longPoll.newKey(), server: `${parts.url()}/vk/longpoll/wh${groupId}`, ts: String(longPoll.ts) };
  },
  'groups.getLongPollSettings': (call) => {
    checkGroup(call);
    const { settings } = call.vk.longPoll;
    return { api_version: settings.api_version, events: allFlags(settings), is_enabled: settings.enabled };
  },
  'groups.setLongPollSettings': (call) => {
    checkGroup(call);
    const { params } = call;
    const { longPoll } = call.vk;
    const { settings } = longPoll;
    const enabled = params.has('enabled') ? params.flag('enabled') : settings.enabled;
    longPoll.settings = { ...withParams(settings, params), enabled };
    return 1;
  },
};
