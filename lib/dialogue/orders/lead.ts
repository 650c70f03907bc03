import { handoffText } from '../baker/handoff';
import type { Turn } from '../turn';

/** A shop that takes no orders: the wishes go to the bakery as a note, and a person goes on with her. */
export function passLead(turn: Turn): void {
  const { shop, orders } = turn.world;
  const text = handoffText(turn.state, orders, shop, turn.from, 'lead.title', turn.world.channel);
  turn.effects.push({ kind: 'handoff', text, chats: shop.baker.chats });
  turn.move({ type: 'FINISHED' }).tell(turn.say('placed.lead'));
}
