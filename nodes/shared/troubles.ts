import type { ChatAddress } from '../../lib/sessions/types';

/** What keeps replies of a messenger from going out, until one does go out again. Of this process. */
interface Trouble {
  detail: string;
  told: boolean;
}

type Channel = ChatAddress['channel'];

const troubles = new Map<Channel, Trouble>();

/** As the owner calls them. */
export const MESSENGER_NAMES: Record<Channel, string> = { telegram: 'Telegram', vk: 'ВКонтакте', avito: 'Авито' };

/** Notes that replies do not go out; null: one did. The first reason of an outage is kept. */
export function noteTrouble(channel: Channel, detail: string | null): void {
  if (detail === null) troubles.delete(channel);
  else if (!troubles.has(channel)) troubles.set(channel, { detail, told: false });
}

/** A trouble that the owner has not been told of; it counts as told from now on. */
export function untoldTrouble(): { channel: Channel; detail: string } | null {
  for (const [channel, trouble] of troubles) {
    if (trouble.told) continue;
    trouble.told = true;
    return { channel, detail: trouble.detail };
  }
  return null;
}
