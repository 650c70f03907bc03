import type { Turn } from './turn';
import type { World } from './types';

/** Whether a number that she writes is a place in the list of the open question, or says something itself. */

/** A place in a numbered list, as people name it: «2», «2)», «вариант 2», «под номером 2», «3 вариант». */
const FROM_LIST =
  /^(?:(?:под )?(?:вариант|номер(?:ом)?|пункт|option|number|no\.?|№|#)\s*)?(\d{1,2})[.)]?(?:\s*(?:вариант|пункт|option))?[.!]?$/;
/** Several places at once: «1, 3», «1 и 3». */
const SEVERAL = /^\d{1,2}(?:(?:\s*[,;+]\s*|\s+(?:и|and)\s+|\s+)\d{1,2})+$/;
/** What is written where there are buttons to press. */
const BARE = /^(\d{1,2})[.)]?$/;

// Where a bare number is an answer of its own: guests, a day, a house, a phone.
const OWN_NUMBERS = ['servings', 'date', 'window', 'inscription', 'wishes', 'address', 'name', 'phone'];
// What she says there goes to a person, whole.
const TO_A_PERSON = /^(?:human|asked:\d+)$/;

/** Whether she may see the options as a list: always, or where a community of VK has its buttons off. */
const seesList = ({ choices }: World): boolean => choices === 'numbered' || choices === 'keyboard';

function numbersArePlaces({ state: { prompt, at }, world }: Turn): boolean {
  if (prompt === null || TO_A_PERSON.test(prompt.step)) return false;
  return world.choices === 'numbered' || prompt.step !== at || !OWN_NUMBERS.includes(at);
}

/** Whether the open question, shown as a list, is one without numbers. */
export const isUnnumbered = (turn: Turn): boolean => seesList(turn.world) && !numbersArePlaces(turn);

/**
 * The places in the list of the open question that words name, from 1; none where they name none. They may be beyond its
 * end. `words`: tidy and in lower case.
 */
export function placesIn(words: string, turn: Turn): number[] {
  if (!numbersArePlaces(turn)) return [];
  const [, place] = (seesList(turn.world) ? FROM_LIST : BARE).exec(words) ?? [];
  if (place) return [Number(place)];
  return seesList(turn.world) && SEVERAL.test(words) ? (words.match(/\d+/g) ?? []).map(Number) : [];
}
