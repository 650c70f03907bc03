import type { Messenger, MessengerParts } from '../api/messenger';
import { People } from './people';
import { vkRoutes } from './routes';
import { Vk, VkOptions } from './vk';

export type { VkOptions } from './vk';

/** VK as the sandbox plays it: one community, on `/method`, `/vk/upload`, `/vk/longpoll` and `/vk/files`. */
export interface VkMessenger extends Messenger {
  /** The address of the first callback server. */
  registeredUrl(): string | undefined;
}

/** Plays VK; its state lies in `<dir>/vk.jsonl` and, files, in `<dir>/vk-files`. */
export function createVk(parts: MessengerParts, options: VkOptions): VkMessenger {
  const vk = new Vk(parts, options);
  return {
    channel: new People(vk),
    routes: vkRoutes(vk),
    registeredUrl: () => vk.servers.list()[0]?.url,
    resume: () => vk.delivery.resume(),
    close: () => vk.close(),
  };
}
