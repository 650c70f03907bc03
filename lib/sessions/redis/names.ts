import type { ChatAddress } from '../types';

/** A chat as one word without blanks. */
export const nameOf = ({ channel, account, chat }: ChatAddress): string =>
  [channel, account, chat].map(encodeURIComponent).join(':');

/** The chat of such a word. */
export function addressOf(name: string): ChatAddress {
  const [channel, account, chat] = name.split(':').map(decodeURIComponent);
  return { channel: channel as ChatAddress['channel'], account, chat };
}
