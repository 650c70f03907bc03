import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import { BOTS_OFF } from '../../../lib/channels/vk/errors';
import { renderVk, renderVkList, type VkCall } from '../../../lib/channels/vk/render';
import { inOneLine, type VkRefusal } from '../../../lib/channels/vk/verdict';
import type { Delivery } from '../../../lib/channels/types';
import { loadPicture, type Picture } from '../../shared/images';
import { noteTrouble } from '../../shared/troubles';
import { LONGEST_WAIT_MS, openVk, type Vk } from '../../shared/vk';
import { uploadToVk } from '../../shared/vkUpload';
import type { Send, Sending } from './types';
import { forgetPhotos, takenPhotos } from './vkCards';

const KEY_RETRY_MS = 300_000;
/** What VK says of pictures that do not fit into a carousel. */
const WRONG_FIELD = 100;
const PROPORTIONS = 'Карусель берёт картинки 13:8, не меньше 221×136.';
const OUTCOMES = { blocked: 'blocked', credential: 'no_credential', refused: 'refused' } as const;

const later = (ms: number): string => DateTime.utc().plus(ms).toISO();

/** How a refusal ends the reply. A wrong key is the owner's to mend: what could not go out waits for that. */
function endOf(verdict: VkRefusal): Omit<Delivery, 'messages'> {
  const detail = inOneLine(verdict);
  if (verdict.kind === 'wait')
    return { outcome: 'later', detail, at: later(Math.max(verdict.afterMs, LONGEST_WAIT_MS)) };
  return {
    outcome: OUTCOMES[verdict.kind],
    detail,
    ...(verdict.kind === 'credential' ? { at: later(KEY_RETRY_MS) } : {}),
  };
}

/** The attachment, or why there is none: words go out without their picture rather than not at all. */
async function attachmentOf(
  context: IExecuteFunctions,
  vk: Vk,
  { picture, params }: VkCall,
  bytes?: Picture,
): Promise<[string?, string?]> {
  if (!picture) return [];
  try {
    const loaded = bytes ?? (await loadPicture(context, picture));
    const { attachment } = await uploadToVk(context, vk, String(params.peer_id), loaded);
    return [attachment];
  } catch (error) {
    return [undefined, `без картинки: ${(error as Error).message}`];
  }
}

/** What goes out in place of a call whose buttons VK does not take. A picture is uploaded once, whatever came of it. */
function listInPlaceOf({ picture, without = [] }: VkCall, attachment?: string): VkCall[] {
  return without.map((call, place) =>
    place === 0 && picture
      ? { ...call, picture: undefined, params: { ...call.params, ...(attachment ? { attachment } : {}) } }
      : call,
  );
}

/**
 * Makes the essential calls in order. Where the community has buttons off, the options follow as a list, and the owner is
 * told. `carousel`: why VK refused that one; then nothing of the reply has been sent.
 */
async function sendAll(
  context: IExecuteFunctions,
  vk: Vk,
  calls: VkCall[],
  picture?: Picture,
): Promise<{ delivery: Delivery; carousel?: VkRefusal }> {
  const messages: string[] = [];
  let detail: string | undefined;
  for (const call of calls.filter(({ essential }) => essential)) {
    const [attachment, without] = await attachmentOf(context, vk, call, picture);
    detail ??= without;
    if (!attachment && !call.params.message) return { delivery: { outcome: 'refused', messages, detail } };
    const { verdict } = await vk.persist(call.method, attachment ? { ...call.params, attachment } : call.params);
    if (verdict.kind === 'sent') {
      if (verdict.message) messages.push(verdict.message);
      if (call.without) noteTrouble('buttons', null);
    } else if (call.without && verdict.code === BOTS_OFF) {
      const why = inOneLine(verdict);
      noteTrouble('buttons', why);
      const { delivery } = await sendAll(context, vk, listInPlaceOf(call, attachment), picture);
      const details = [detail, delivery.detail, `без кнопок: ${why}`].filter(Boolean);
      return {
        delivery: { ...delivery, messages: [...messages, ...delivery.messages], detail: details.join('; ') },
      };
    } else {
      const delivery = { messages, ...endOf(verdict) };
      return call.carousel && verdict.kind === 'refused' ? { delivery, carousel: verdict } : { delivery };
    }
  }
  return { delivery: { outcome: 'sent', messages, ...(detail ? { detail } : {}) } };
}

/** Pictures with words and buttons side by side; where VK refuses that, the pictures together and the words as a list. */
async function sendCards(context: IExecuteFunctions, vk: Vk, { reply, to, key }: Sending): Promise<Delivery> {
  const { cards = [] } = reply;
  const { photos, without } = await takenPhotos(context, vk, to.chat, cards);
  const { delivery, carousel } = await sendAll(context, vk, renderVk(reply, to.chat, key, photos));
  if (!carousel) return { ...(without ? { detail: without } : {}), ...delivery };
  forgetPhotos(vk, cards);
  const { delivery: list } = await sendAll(context, vk, renderVkList(reply, to.chat, key, photos));
  const why = `без карусели: ${inOneLine(carousel)}${carousel.code === WRONG_FIELD ? `. ${PROPORTIONS}` : ''}`;
  return list.outcome === 'sent' ? { ...list, detail: why } : list;
}

/**
 * Sends one reply. What is not essential (the answer to a press, "typing…") is tried once and its failure is left unsaid
 * on purpose: the message itself has arrived. A repeat after a cut connection carries the same `random_id`, so VK shows
 * the message once.
 */
async function sendToVk(context: IExecuteFunctions, vk: Vk, sending: Sending): Promise<Delivery> {
  const { reply, to, key } = sending;
  // A conversation belongs to its community: another one could not write to these people.
  if (/^\d+$/.test(to.account) && to.account !== vk.group) {
    const detail = `доступ VK этого узла принадлежит сообществу ${vk.group}, а переписка сообществу ${to.account}`;
    return { outcome: 'no_credential', messages: [], detail };
  }
  const calls = renderVk(reply, to.chat, key);
  const beside = calls.filter(({ essential }) => !essential).map(({ method, params }) => vk.call(method, params));
  try {
    if (reply.cards?.length) return await sendCards(context, vk, sending);
    return (await sendAll(context, vk, calls, sending.picture)).delivery;
  } finally {
    await Promise.all(beside);
  }
}

/** Sends as the community of the node's own credential; null without one. */
export async function openVkSender(context: IExecuteFunctions): Promise<Send | null> {
  if (!context.getNode().credentials?.vkApi) return null;
  const vk = await openVk(context);
  return (sending) => sendToVk(context, vk, sending);
}
