import { NodeOperationError, sleep, type IHttpRequestOptions } from 'n8n-workflow';

import { request, type NodeContext } from './http';
import type { Picture } from './images';
import { fieldOf, parsed, type Vk } from './vk';

/** A picture that VK has taken. */
export interface VkPhoto {
  /** For the parameter `attachment`. */
  attachment: string;
  /** For a carousel's `photo_id`. */
  id: string;
}

const TRIES = 3;
const PAUSE_MS = 1000;

/** Null: the host that takes pictures did not, as happens. */
async function post(context: NodeContext, url: string, { data, mimeType, fileName }: Picture): Promise<unknown> {
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(data)], { type: mimeType }), fileName);
  const body = form as unknown as IHttpRequestOptions['body'];
  const answer = await request(context, { method: 'POST', url, body });
  return answer.status === 200 ? parsed(answer.body) : null;
}

/**
 * Gives VK a picture for messages to that peer: VK names a host, the host takes the picture, VK keeps it.
 * https://dev.vk.com/ru/api/upload/photo-in-message
 *
 * @throws NodeOperationError in words for the owner
 */
export async function uploadToVk(context: NodeContext, vk: Vk, peer: string, picture: Picture): Promise<VkPhoto> {
  for (let tried = 1; ; tried++) {
    const place = await vk.ask('photos.getMessagesUploadServer', { peer_id: peer });
    const taken = await post(context, String(fieldOf(place, 'upload_url')), picture);
    const [photo, server, hash] = ['photo', 'server', 'hash'].map((name) => fieldOf(taken, name));
    if (hash !== undefined) {
      // VK says that it could not read a picture by giving none.
      if (!photo || photo === '[]') {
        throw new NodeOperationError(context.getNode(), 'VK не взял картинку', {
          description: 'VK берёт JPG, PNG и GIF до 50 МБ, не слишком вытянутые. Сохраните её в JPG и попробуйте снова.',
        });
      }
      const form = { photo: String(photo), server: String(server), hash: String(hash) };
      const saved = fieldOf(await vk.ask('photos.saveMessagesPhoto', form), '0');
      const [owner, id, key] = ['owner_id', 'id', 'access_key'].map((name) => fieldOf(saved, name));
      return { attachment: [`photo${owner}`, id, key].filter(Boolean).join('_'), id: `${owner}_${id}` };
    }
    if (tried === TRIES) {
      throw new NodeOperationError(context.getNode(), 'Сервер картинок VK не отвечает', {
        description: 'Такое бывает. Попробуйте ещё раз через несколько минут.',
      });
    }
    await sleep(PAUSE_MS);
  }
}
