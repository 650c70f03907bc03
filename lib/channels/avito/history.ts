import { outgoingKey } from '../../sessions/outgoing';
import type { ChatAddress } from '../../sessions/types';
import type { AvitoPart } from './render';
import { plain } from './sentNotes';
import { fieldOf, idOf, secondsOf } from './values';

/**
 * Finds in a chat's history what was sent before. Avito knows no key of repetition, so a message whose fate is unknown
 * is looked for before it is sent again.
 */

/** A message of a chat's history, as far as it matters here. */
export interface PastMessage {
  id: string;
  author: string;
  /** Seconds since 1970, by Avito's clock. */
  created: number;
  type: string;
  text?: string;
}

/** A reply is tried again for a day at most; older copies of its words are of other replies. */
const LOOK_BACK_SECONDS = 26 * 3600;
/** A picture takes its time to be uploaded and sent before its words. */
const PICTURE_BEFORE_WORDS_SECONDS = 300;
/** Replies that one event can have. */
const PLACES = 20;

/** Reads Avito's list of messages, bare or as `{messages}`; both are seen in the wild. */
export function pastMessagesOf(body: unknown): PastMessage[] {
  const list = Array.isArray(body) ? body : fieldOf(body, 'messages');
  if (!Array.isArray(list)) return [];
  return list.flatMap((message: unknown) => {
    const id = idOf(fieldOf(message, 'id'));
    const author = idOf(fieldOf(message, 'author_id'));
    const created = secondsOf(fieldOf(message, 'created'));
    const type = fieldOf(message, 'type');
    if (!id || !author || !created || typeof type !== 'string') return [];
    const text = fieldOf(fieldOf(message, 'content'), 'text');
    return [{ id, author, created, type, ...(typeof text === 'string' ? { text } : {}) }];
  });
}

const isPart = (part: AvitoPart, { type, text }: PastMessage): boolean =>
  part.kind === 'image' ? type === 'image' : type === 'text' && text !== undefined && plain(text) === plain(part.text);

/** The id of a part among the account's own messages since then (seconds); undefined when it is not there. */
export function findPart(
  part: AvitoPart,
  history: PastMessage[],
  { account, since, taken = [] }: { account: string; since: number; taken?: string[] },
): string | undefined {
  return history
    .filter(({ author, created, id }) => author === account && created >= since && !taken.includes(id))
    .sort((a, b) => a.created - b.created)
    .find((message) => isPart(part, message))?.id;
}

/** The customer's message that a reply answers: the reply's key is made from its event's. */
function answered(history: PastMessage[], to: ChatAddress, key: string): PastMessage | undefined {
  const answers = ({ id }: PastMessage) =>
    Array.from({ length: PLACES }, (_, place) => outgoingKey(to, `avito:${to.account}:${id}`, place)).includes(key);
  return history.find((message) => message.author !== to.account && answers(message));
}

/**
 * Looks for a whole reply that another process may have sent.
 *
 * @param history the newest messages of the chat
 * @param now Avito's clock, in seconds
 * @returns for each part the id of the message that it became, or undefined
 */
export function findReply(
  parts: AvitoPart[],
  history: PastMessage[],
  { to, key, now }: { to: ChatAddress; key: string; now: number },
): (string | undefined)[] {
  const { account } = to;
  const anchor = answered(history, to, key);
  const since = anchor?.created ?? now - LOOK_BACK_SECONDS;
  const found: (string | undefined)[] = parts.map(() => undefined);
  const take = (place: number, from: number, upTo = Infinity) => {
    const known = history.filter(({ created }) => created <= upTo);
    const taken = found.filter((id) => id !== undefined);
    found[place] = findPart(parts[place], known, { account, since: from, taken });
  };
  const createdOf = (id: string | undefined) => history.find((message) => message.id === id)?.created;
  parts.forEach((part, place) => part.kind === 'text' && take(place, since));
  parts.forEach((part, place) => {
    if (part.kind !== 'image') return;
    if (anchor) return take(place, since);
    // Pictures look alike. This one came just before its words, or it is the last thing that was sent.
    const words = createdOf(found[parts.findIndex(({ kind }, later) => later > place && kind === 'text')]);
    if (words !== undefined) return take(place, words - PICTURE_BEFORE_WORDS_SECONDS, words);
    const own = history.filter(({ author }) => author === account).map(({ created }) => created);
    return take(place, Math.max(since, ...own));
  });
  return found;
}
