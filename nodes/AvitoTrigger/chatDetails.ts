import { chatDetailsOf, type AvitoChatDetails } from '../../lib/channels/avito/chat';
import { PATHS } from '../../lib/channels/avito/paths';
import type { ChatAddress } from '../../lib/sessions/types';
import type { Avito } from '../shared/avito';

const KNOWN_MS = 3_600_000;
const MOST_CHATS = 2000;
/** Less than the trigger waits, so that a chat that is slow once can be asked about again. */
const TIMEOUT_MS = 1100;

/** Chats that this process has asked about: a chat's advertisement and buyer hardly ever change. */
const known = new Map<string, { at: number; details: Promise<AvitoChatDetails | null> }>();

async function ask(avito: Avito, { account, chat }: ChatAddress): Promise<AvitoChatDetails | null> {
  const { status, body } = await avito.ask('GET', PATHS.chat(account, chat), { timeoutMs: TIMEOUT_MS });
  return status === 200 ? chatDetailsOf(body, account) : null;
}

/** What a chat is about and with whom; null when Avito does not tell. A chat that it does not tell about is asked for again. */
export function detailsOf(avito: Avito, address: ChatAddress): Promise<AvitoChatDetails | null> {
  const key = `${address.account}:${address.chat}`;
  const kept = known.get(key);
  if (kept && Date.now() - kept.at < KNOWN_MS) return kept.details;
  const details = ask(avito, address);
  known.delete(key);
  known.set(key, { at: Date.now(), details });
  if (known.size > MOST_CHATS) known.delete(known.keys().next().value!);
  void details.then((found) => found === null && known.get(key)?.details === details && known.delete(key));
  return details;
}
