import { readTemplate } from './carousel';
import { badParam, VkError } from './errors';
import { readObject } from './json';
import { readKeyboard } from './keyboard';
import type { Method, MethodCall } from './methods';
import { show } from './show';
import type { Vk } from './vk';
import type { Attachment, Message } from './wire';

const LONGEST_TEXT = 4096;
const LONGEST_PAYLOAD = 1000;
const MOST_ATTACHMENTS = 10;
const MOST_PEERS = 100;
const FIRST_GROUP_CHAT = 2_000_000_000;

/** How one of several receivers fared. */
interface Fared {
  peer_id: number;
  message_id: number;
  conversation_message_id?: number;
  error?: { code: number; description: string };
}

/** Speaking to customers. */
export const sendMethods: Record<string, Method> = {
  'messages.send': (call) => {
    const { params } = call;
    if (!params.has('random_id')) throw badParam('random_id is a required parameter');
    const randomId = params.number('random_id') ?? 0;
    const fields = contentOf(call);
    const several = ['peer_ids', 'user_ids'].find((name) => params.text(name) !== '');
    if (!several) return send(call, peerOf(call), randomId, fields).message_id;
    const peers = params.numbers(several);
    if (peers.length > MOST_PEERS) throw badParam(`${several} contains more than ${MOST_PEERS} ids`);
    return [...new Set(peers)].map((peer) => sendOne(call, peer, randomId, fields));
  },
};

function sendOne(call: MethodCall, peer: number, randomId: number, fields: Partial<Message>): Fared {
  try {
    return send(call, peer, randomId, fields);
  } catch (error) {
    if (!(error instanceof VkError)) throw error;
    return { peer_id: peer, message_id: 0, error: { code: error.code, description: error.message } };
  }
}

function send(call: MethodCall, peer: number, randomId: number, fields: Partial<Message>): Fared {
  const { vk } = call;
  checkReachable(vk, peer);
  const earlier = vk.dialogs.sent(peer, randomId);
  if (earlier) return { peer_id: peer, message_id: earlier.id, conversation_message_id: earlier.cmid };
  const reply = repliedTo(call, peer);
  const own = { from_id: -vk.groupId, random_id: randomId };
  const message = vk.dialogs.add(peer, { ...fields, ...(reply && { reply_message: reply }), ...own });
  vk.dialogs.remember(message);
  show(vk, message);
  vk.happen('message_reply', peer, message);
  return { peer_id: peer, message_id: message.id, conversation_message_id: message.conversation_message_id };
}

/** The dialog that a call names; throws VK's refusal. */
export function peerOf({ params }: MethodCall): number {
  const chat = params.number('chat_id');
  const peer = params.number('peer_id') ?? params.number('user_id') ?? (chat && FIRST_GROUP_CHAT + chat);
  if (peer !== undefined) return peer;
  // The played people have no short names.
  if (params.has('domain')) throw new VkError(113);
  throw badParam('you should specify peer_id, user_id, domain, chat_id or user_ids param');
}

/** Throws VK's refusal when a dialog cannot be written to. */
export function checkReachable(vk: Vk, peer: number): void {
  if (peer > FIRST_GROUP_CHAT) throw new VkError(917);
  if (!vk.dialogs.dialog(peer).allowed) throw new VkError(901);
}

/** What a message carries by a call, checked; throws VK's refusal. */
export function contentOf({ vk, params }: MethodCall): Partial<Message> {
  const text = params.text('message');
  if (text.length > LONGEST_TEXT) throw new VkError(914);
  const attachments = attachmentsOf(vk, params.text('attachment'));
  if (text.trim() === '' && attachments.length === 0) throw badParam('message is empty or invalid');
  const payload = params.text('payload');
  if (payload.length > LONGEST_PAYLOAD) throw badParam('payload is too long');
  const [keyboard, template] = [params.text('keyboard'), params.text('template')];
  if ((keyboard !== '' || template !== '') && vk.servers.settings.bots_capabilities === 0) throw new VkError(912);
  if (template !== '' && text.trim() === '') throw badParam('message is empty or invalid');
  return {
    text,
    attachments,
    ...(payload !== '' && { payload }),
    ...(keyboard !== '' && { keyboard: { ...readKeyboard(keyboard), author_id: -vk.groupId } }),
    ...(template !== '' && { template: readTemplate(template, vk.media) }),
  };
}

function attachmentsOf(vk: Vk, list: string): Attachment[] {
  const names = list.split(',').filter((name) => name.trim() !== '');
  if (names.length > MOST_ATTACHMENTS) throw badParam(`attachment contains more than ${MOST_ATTACHMENTS} items`);
  return names.map((name) => {
    const found = vk.media.attachment(name.trim(), -vk.groupId);
    if (!found) throw badParam('attachment is invalid');
    return found;
  });
}

/** The message that a new one replies to, by `reply_to` or by `forward` with `is_reply`. */
function repliedTo({ vk, params }: MethodCall, peer: number): Message | undefined {
  const forward = params.text('forward');
  const given = forward === '' ? {} : readObject(forward, badParam('forward is invalid'));
  const named = (name: string): number => Number([given[name]].flat()[0]);
  const id = params.number('reply_to') ?? (given.is_reply ? named('message_ids') : NaN);
  const cmid = given.is_reply ? named('conversation_message_ids') : NaN;
  if (Number.isNaN(id) && Number.isNaN(cmid)) return undefined;
  const message = vk.dialogs.message(id) ?? vk.dialogs.numbered(peer, cmid);
  if (message?.peer_id !== peer) throw badParam('reply_to is invalid');
  const { reply_message: _deeper, ...whole } = message;
  return whole as Message;
}
