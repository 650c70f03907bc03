import type { Understood } from '../../dialogue/types';
import type { Heard } from '../../dialogue/read/heard/types';
import type { Checked } from './check';

/** What says nothing of what is wanted. */
const VAGUE = ['fill', 'nonsense'];

/**
 * One reading of two. The rules are precise: what they took stands, and a model only adds to it. Its opinion of what is
 * wanted counts where the rules have none.
 */
export function merge(rules: Heard, { intent, slots, faq }: Checked): Understood {
  const added = { ...slots };
  if (rules.slots.filling_not !== undefined && added.filling === rules.slots.filling_not) delete added.filling;
  if (rules.slots.filling !== undefined && added.filling_not === rules.slots.filling) delete added.filling_not;
  if (added.filling !== undefined && added.filling === added.filling_not) delete added.filling;
  const all = { ...added, ...rules.slots };
  const knew = !VAGUE.includes(rules.intent) || Object.keys(rules.slots).length > 0;
  const opinion = knew ? rules.intent : (intent ?? rules.intent);
  return {
    intent: opinion === 'nonsense' && Object.keys(all).length > 0 ? 'fill' : opinion,
    slots: all,
    open: false,
    ...(faq === undefined ? {} : { faq }),
  };
}
