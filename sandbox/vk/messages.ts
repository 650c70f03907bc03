import { badParam, VkError } from './errors';
import { readObject } from './json';
import type { Method, MethodCall } from './methods';
import { checkReachable, contentOf, peerOf } from './send';
import { show } from './show';
import { Message, unixNow } from './wire';

const LONGEST_EVENT_DATA = 1000;
const DAY_S = 24 * 60 * 60;
const MOST_LISTED = 200;
const ACTIVITIES = ['typing', 'audiomessage', 'photo', 'video', 'file'];

/** What else can be done with messages: changing, reading, answering presses. */
export const messageMethods: Record<string, Method> = {
  'messages.edit': (call) => {
    const { vk } = call;
    const message = editable(call);
    const content = contentOf(call);
    // An edit without keyboard, template or attachments takes them away.
    for (const name of ['keyboard', 'template', 'payload'] as const) delete message[name];
    Object.assign(message, content, { update_time: unixNow() });
    vk.dialogs.save(message);
    const first = vk.log.of(vk.person(message.peer_id)!.name).find(({ vendorId }) => vendorId === String(message.id));
    show(vk, message, first && { edits: first.seq });
    vk.happen('message_edit', message.peer_id, message);
    return 1;
  },
  'messages.delete': (call) => {
    const { vk, params } = call;
    const forAll = params.flag('delete_for_all');
    return named(call).map((message) => {
      const { peer_id, id: message_id, conversation_message_id } = message;
      const about = { peer_id, message_id, conversation_message_id };
      if (forAll && !isFresh(message)) {
        const { code, message: description } = new VkError(924);
        return { ...about, response: 0, error: { code, description } };
      }
      vk.dialogs.forget(message);
      // Without it the message is gone for the community only; the customer still sees it.
      if (forAll) vk.log.remove(vk.person(peer_id)!.name, String(message_id));
      return { ...about, response: 1 };
    });
  },
  'messages.getById': (call) => listed(named(call)),
  'messages.getByConversationMessageId': (call) => {
    const { vk, params } = call;
    const peer = params.neededNumber('peer_id');
    params.needed('conversation_message_ids');
    return listed(present(params.numbers('conversation_message_ids').map((cmid) => vk.dialogs.numbered(peer, cmid))));
  },
  'messages.getHistory': (call) => {
    const { vk, params } = call;
    const all = [...vk.dialogs.of(peerOf(call))];
    if (!params.flag('rev')) all.reverse();
    const offset = Math.max(0, params.number('offset') ?? 0);
    const count = Math.min(MOST_LISTED, Math.max(0, params.number('count') ?? 20));
    return { count: all.length, items: all.slice(offset, offset + count) };
  },
  'messages.markAsRead': (call) => {
    call.params.neededNumber('peer_id');
    return 1;
  },
  'messages.setActivity': (call) => {
    const { vk, params } = call;
    const type = params.needed('type');
    if (!ACTIVITIES.includes(type)) throw badParam('type is invalid');
    const peer = peerOf(call);
    checkReachable(vk, peer);
    vk.parts.hub.emit({ type: 'typing', list: vk.listName(peer), action: type });
    return 1;
  },
  'messages.isMessagesFromGroupAllowed': ({ vk, params }) => {
    params.neededNumber('group_id');
    return { is_allowed: vk.dialogs.dialog(params.neededNumber('user_id')).allowed ? 1 : 0 };
  },
  'messages.sendMessageEventAnswer': ({ vk, params }) => {
    const [id, user, peer] = [
      params.needed('event_id'),
      params.neededNumber('user_id'),
      params.neededNumber('peer_id'),
    ];
    const shown = readAnswer(params.text('event_data'));
    if (user !== peer || !vk.canAnswer(id, peer)) throw badParam('event_id is invalid');
    if (shown !== undefined) {
      vk.parts.hub.emit({ type: 'notice', list: vk.listName(peer), text: shown, alert: false });
    }
    return 1;
  },
};

/** The words of a snackbar; undefined for an answer that shows none. */
function readAnswer(text: string): string | undefined {
  if (text === '') return undefined;
  const wrong = badParam('event_data is invalid');
  if (text.length > LONGEST_EVENT_DATA) throw wrong;
  const data = readObject(text, wrong);
  const needs: Record<string, string> = { show_snackbar: 'text', open_link: 'link', open_app: 'app_id' };
  const need = Object.hasOwn(needs, String(data.type)) ? needs[String(data.type)] : undefined;
  if (need === undefined || data[need] === undefined || data[need] === '') throw wrong;
  return data.type === 'show_snackbar' ? String(data.text) : undefined;
}

/** The messages that a call names by their ids, or by their numbers in a dialog; what does not exist is left out. */
function named({ vk, params }: MethodCall): Message[] {
  const cmids = params.numbers('cmids');
  if (cmids.length === 0) {
    params.needed('message_ids');
    return present(params.numbers('message_ids').map((id) => vk.dialogs.message(id)));
  }
  const peer = params.neededNumber('peer_id');
  return present(cmids.map((cmid) => vk.dialogs.numbered(peer, cmid)));
}

function editable(call: MethodCall): Message {
  const { vk, params } = call;
  const peer = peerOf(call);
  checkReachable(vk, peer);
  const cmid = params.number('cmid') ?? params.number('conversation_message_id');
  const id = params.number('message_id');
  if (id === undefined && cmid === undefined) throw badParam('message_id is undefined');
  const message = id === undefined ? vk.dialogs.numbered(peer, cmid!) : vk.dialogs.message(id);
  if (message?.peer_id !== peer) throw badParam('message_id is invalid');
  if (message.from_id !== -vk.groupId) throw new VkError(15);
  if (!isFresh(message)) throw new VkError(909);
  return message;
}

function isFresh({ date, out }: Message): boolean {
  return out === 1 && unixNow() - date < DAY_S;
}

function listed(items: Message[]): { count: number; items: Message[] } {
  return { count: items.length, items };
}

function present(messages: (Message | undefined)[]): Message[] {
  return messages.filter((message) => message !== undefined);
}
