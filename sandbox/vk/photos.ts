import type { Method } from './methods';

/** The album that VK names for photos of messages. */
const MESSAGES_ALBUM = -64;

/** Photos of messages: where to upload, and how to keep what was uploaded. */
export const photoMethods: Record<string, Method> = {
  'photos.getMessagesUploadServer': ({ vk, params }) => {
    params.number('peer_id');
    const upload_url = `${vk.parts.url()}/vk/upload/${vk.uploads.newTicket()}`;
    return { upload_url, album_id: MESSAGES_ALBUM, group_id: vk.groupId, user_id: 0 };
  },
  'photos.saveMessagesPhoto': ({ vk, params }) => {
    const [photo, hash] = [params.text('photo'), params.needed('hash')];
    return [vk.uploads.save({ photo, hash, server: params.neededNumber('server') })];
  },
};
