import type { Messenger, MessengerParts } from '../api/messenger';
import { Avito, AvitoOptions } from './avito';
import { Buyers } from './buyers';
import { avitoRoutes } from './routes';

export type { AvitoOptions } from './avito';

/** Avito as the sandbox plays it. */
export interface AvitoMessenger extends Messenger {
  /** The address that subscribed last, if there is one. */
  registeredUrl(): string | undefined;
  /** Every access token is as if its 24 hours were over. */
  expireTokens(): void;
}

/** Plays Avito's messenger for one account. State lies in `<dir>/avito.jsonl` and `<dir>/avito-images`. */
export function createAvito(parts: MessengerParts, options: AvitoOptions): AvitoMessenger {
  const avito = new Avito(parts, options);
  return {
    channel: new Buyers(avito),
    routes: avitoRoutes(avito),
    registeredUrl: () => [...avito.store.subscriptions.keys()].at(-1),
    expireTokens: () => avito.tokens.expireAll(),
    resume: () => avito.delivery.resume(),
    close: () => avito.close(),
  };
}
