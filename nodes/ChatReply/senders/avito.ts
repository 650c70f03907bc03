import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { findPart, findReply, pastMessagesOf } from '../../../lib/channels/avito/history';
import { PATHS } from '../../../lib/channels/avito/paths';
import { pictureProblem } from '../../../lib/channels/avito/picture';
import { renderAvito, type AvitoPart } from '../../../lib/channels/avito/render';
import { avitoVerdict, type AvitoAnswer, type AvitoVerdict } from '../../../lib/channels/avito/verdict';
import type { Delivery } from '../../../lib/channels/types';
import type { ChatAddress } from '../../../lib/sessions/types';
import { A_PICTURE, avitoCredentialOf, noteSent, openAvito, type Avito } from '../../shared/avito';
import { loadPicture, type Picture } from '../../shared/images';
import { endOf, LONGEST_WAIT_MS } from './avitoEnd';
import type { Send, Sending } from './types';

const TRIES = 4;
const RETRY_MS = 1000;
/** Of a chat's history; what was sent just now is among the newest. */
const LOOK_AT = 50;
/** Avito counts whole seconds. */
const ONE_SECOND = 1;

type Ask = () => Promise<AvitoAnswer>;

const lookAt = (avito: Avito, { account, chat }: ChatAddress): Promise<AvitoAnswer> =>
  avito.ask('GET', PATHS.messages(account, chat), { query: { limit: LOOK_AT } });

/**
 * Sends one part. Avito knows no key of repetition: after a cut connection or a fault of its own, the chat is looked at
 * before the part is sent again.
 */
async function persist(
  avito: Avito,
  to: ChatAddress,
  part: AvitoPart,
  ask: Ask,
  taken: string[],
): Promise<AvitoVerdict> {
  const began = Date.now();
  for (let tried = 1; ; tried++) {
    noteSent(to.chat, part.kind === 'image' ? A_PICTURE : part.text);
    const verdict = avitoVerdict(await ask());
    if (verdict.kind === 'wait') {
      if (tried === TRIES || verdict.afterMs > LONGEST_WAIT_MS) return verdict;
      await sleep(verdict.afterMs);
      continue;
    }
    if (verdict.kind !== 'unknown') return verdict;
    await sleep(RETRY_MS);
    const seen = await lookAt(avito, to);
    if (seen.status !== 200) return verdict;
    // The moment of the first try by Avito's clock, whatever ours says.
    const since = Math.floor((seen.at - (Date.now() - began)) / 1000) - ONE_SECOND;
    const message = findPart(part, pastMessagesOf(seen.body), { account: to.account, since, taken });
    if (message) return { kind: 'sent', message };
    if (tried === TRIES) return verdict;
  }
}

/** A picture at Avito: its id, or why the reply goes without it, or a verdict that holds for the words as well. */
async function uploaded(
  avito: Avito,
  account: string,
  picture: Picture | string,
): Promise<{ id: string } | { without: string } | AvitoVerdict> {
  if (typeof picture === 'string') return { without: `без картинки: ${picture}` };
  const problem = pictureProblem(picture);
  if (problem) return { without: `без картинки: ${problem}` };
  let answer = await avito.upload(account, picture);
  // Uploading shows nothing to anybody, so it may be repeated.
  for (let tried = 1; tried < TRIES && (answer.status === 429 || answer.status >= 500); tried++) {
    await sleep(Math.min(answer.retryAfterMs ?? RETRY_MS, LONGEST_WAIT_MS));
    answer = await avito.upload(account, picture);
  }
  const verdict = avitoVerdict(answer);
  const [id] = verdict.kind === 'sent' ? Object.keys(answer.body as object) : [];
  if (id) return { id };
  const wordsToo = verdict.kind !== 'sent' && verdict.kind !== 'refused' && answer.status < 500;
  return wordsToo ? verdict : { without: `без картинки: Авито её не взял (HTTP ${answer.status})` };
}

async function sendToAvito(
  context: IExecuteFunctions,
  avito: Avito,
  { reply, to, key, again, picture: own }: Sending,
): Promise<Delivery> {
  const parts = renderAvito(reply);
  const messages: string[] = [];
  const details: string[] = [];
  let before: (string | undefined)[] = [];
  if (again && parts.length > 0) {
    const seen = await lookAt(avito, to);
    const verdict = avitoVerdict(seen);
    if (verdict.kind !== 'sent') return { messages, ...(await endOf(verdict, avito, to)) };
    before = findReply(parts, pastMessagesOf(seen.body), { to, key, now: Math.floor(seen.at / 1000) });
  }
  const path = PATHS.send(to.account, to.chat);
  for (const [place, part] of parts.entries()) {
    let verdict: AvitoVerdict;
    if (before[place]) {
      verdict = { kind: 'sent', message: before[place] };
    } else if (part.kind === 'text') {
      const body = { type: 'text', message: { text: part.text } };
      verdict = await persist(avito, to, part, () => avito.ask('POST', path, { body }), messages);
    } else {
      const bytes =
        own && part.image === reply.image
          ? own
          : await loadPicture(context, part.image).catch((error: Error) => error.message);
      const picture = await uploaded(avito, to.account, bytes);
      if ('without' in picture) {
        details.push(picture.without);
        continue;
      }
      const send = (image_id: string) => () =>
        avito.ask('POST', PATHS.sendImage(to.account, to.chat), { body: { image_id } });
      verdict = 'id' in picture ? await persist(avito, to, part, send(picture.id), messages) : picture;
    }
    if (verdict.kind !== 'sent') return { messages, ...(await endOf(verdict, avito, to)) };
    if (verdict.message) messages.push(verdict.message);
  }
  return { outcome: 'sent', messages, ...(details.length > 0 ? { detail: details.join('; ') } : {}) };
}

/** Sends by Avito's messenger with whichever of its two credentials the node has; null without one. */
export async function openAvitoSender(context: IExecuteFunctions): Promise<Send | null> {
  if (!avitoCredentialOf(context)) return null;
  const avito = await openAvito(context);
  return (sending) => sendToAvito(context, avito, sending);
}
