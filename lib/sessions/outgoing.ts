import { createHash } from 'node:crypto';
import type { Effect, Outcome } from '../dialogue/types';
import type { ChatAddress, IncomingEvent, Outgoing } from './types';

/** An outcome as it is committed: what the database does itself, and what goes out. */
export interface Split {
  inside: Effect[];
  outgoing: Outgoing[];
}

/**
 * Splits an outcome. Keys come from chat, event and place alone, so every re-run makes the same ones. A hand-off to
 * several chats becomes one row for each, because each is confirmed by itself.
 */
export function split(chat: ChatAddress, event: IncomingEvent, outcome: Outcome): Split {
  const inside: Effect[] = [];
  const rows: Omit<Outgoing, 'key'>[] = outcome.replies.map((reply) => ({
    to: !reply.to ? chat : 'channel' in reply.to ? reply.to : bakersChat(chat, reply.to.chat),
    kind: 'reply',
    payload: reply,
  }));
  for (const effect of outcome.effects) {
    switch (effect.kind) {
      case 'order':
      case 'timer':
      case 'cancel_timers':
      case 'day':
      case 'forget':
      case 'move_code':
      case 'move':
      case 'payment_row':
        inside.push(effect);
        break;
      case 'baker':
        rows.push({ to: bakersChat(chat, effect.card.chat), kind: 'baker', payload: effect });
        break;
      case 'handoff':
        for (const to of effect.chats) {
          rows.push({ to: bakersChat(chat, to), kind: 'handoff', payload: { ...effect, chats: [to] } });
        }
        break;
      default:
        rows.push({ to: chat, kind: effect.kind, payload: effect });
    }
  }
  return { inside, outgoing: rows.map((row, place) => ({ key: outgoingKey(chat, event.key, place), ...row })) };
}

/** 40 hex digits, unique over all chats. */
export function outgoingKey(chat: ChatAddress, eventKey: string, place: number): string {
  const whole = JSON.stringify([chat.channel, chat.account, chat.chat, eventKey, place]);
  return createHash('sha1').update(whole).digest('hex');
}

/** The bakery's people are always in Telegram; from another messenger the account is not known and stays empty. */
function bakersChat(from: ChatAddress, chat: string): ChatAddress {
  return { channel: 'telegram', account: from.channel === 'telegram' ? from.account : '', chat };
}
