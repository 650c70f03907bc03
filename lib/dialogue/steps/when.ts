import { addDays, dayProblem, leadDays, offerDays, windowsFor } from '../../order/dates';
import { capital, count, dayAlone, longDay, onDay, shortDay } from '../format';
import { readDate, readHours } from '../read';
import { refuse, today, type Question, type Step, type View } from './step';

const OFFERS = 6;

const problemOf = (day: string, view: View) => dayProblem(day, view.draft, view.shop, view.availability, view.now);

/** Why the cake cannot be had on that day, in words. */
export function dayRefusal(day: string, view: View): string {
  const { language, shop } = view;
  const problem = problemOf(day, view);
  const name = capital(longDay(day, language, today(view)));
  switch (problem) {
    case 'past':
      return view.say('date.past', { day: name });
    case 'too_soon': {
      const lead = leadDays(view.draft, shop);
      // A day within the notice, or today after the last window: only the first is about the cake.
      return day < addDays(today(view), lead)
        ? view.say('date.too_soon', { day: name, days: count(lead, 'days', language) })
        : view.say('date.too_soon_now', { day: name });
    }
    case 'too_far':
      return view.say('date.too_far', {
        until: dayAlone(addDays(today(view), shop.menu.horizonDays), language, today(view)),
      });
    case 'closed':
      return view.say('date.closed', { day: name });
    default:
      return view.say('date.full', { day: onDay(day, language, today(view)) });
  }
}

function offers(view: View): string[] {
  return offerDays(view.draft, view.shop, view.availability, view.now, OFFERS);
}

function question(view: View, ask: 'date.ask' | 'date.next'): Question {
  const days = offers(view);
  if (days.length === 0) {
    return { text: view.say('date.none'), options: [{ label: view.say('nav.human'), value: '@human' }] };
  }
  return { text: view.say(ask), options: days.map((day) => ({ label: shortDay(day, view.language), value: day })) };
}

/** The day of hand-over: free ones are offered, any other may be typed. */
export const date: Step = {
  key: 'date',
  title: 'date.title',
  applies: () => true,
  holds: (view) => view.draft.date !== undefined && problemOf(view.draft.date, view) === null,
  lost: (view) => dayRefusal(view.draft.date ?? '', view),
  ask: (view, again) => question(view, again ? 'date.next' : 'date.ask'),
  read(input, view) {
    let day: string;
    if (input.kind === 'choice') day = input.value;
    else if (input.kind === 'text') {
      const read = readDate(input.text, view.now, view.shop.zone, view.language);
      if (!read) return refuse(view, 'date.refuse');
      if ('impossible' in read) return refuse(view, 'date.not_a_day');
      day = 'past' in read ? read.past : read.day;
      if (!/^\d{4}-\d\d-\d\d$/.test(day)) return refuse(view, 'date.refuse');
    } else return refuse(view, 'date.refuse');
    if (problemOf(day, view) !== null) {
      return { refuse: dayRefusal(day, view), question: question(view, 'date.next') };
    }
    const note =
      input.kind === 'text' ? view.say('date.chosen', { day: longDay(day, view.language, today(view)) }) : undefined;
    return { answer: { date: day }, note };
  },
  show: (view) => (view.draft.date ? longDay(view.draft.date, view.language, today(view)) : ''),
};

const free = (view: View) => (view.draft.date ? windowsFor(view.draft.date, view.shop, view.now) : []);

/** The time of hand-over on that day. */
export const window: Step = {
  key: 'window',
  title: 'window.title',
  applies: () => true,
  holds: (view) => free(view).some(({ key }) => key === view.draft.window),
  lost: (view) =>
    view.say(view.shop.menu.windows.some(({ key }) => key === view.draft.window) ? 'window.gone' : 'odd.menu_changed'),
  ask: (view) => ({
    text: view.say('window.ask'),
    options: free(view).map(({ key, from, to }) => ({ label: view.say('window.option', { from, to }), value: key })),
  }),
  read(input, view) {
    const windows = free(view);
    if (input.kind === 'choice') {
      const found = windows.find(({ key }) => key === input.value);
      return found ? { answer: { window: found.key } } : refuse(view, 'window.refuse');
    }
    if (input.kind !== 'text') return refuse(view, 'window.refuse');
    const found = readHours(input.text, windows);
    if (!found) return refuse(view, 'window.refuse');
    return { answer: { window: found.key }, note: view.say('window.chosen', { from: found.from, to: found.to }) };
  },
  show: (view) => {
    const found = view.shop.menu.windows.find(({ key }) => key === view.draft.window);
    return found ? view.say('window.option', { from: found.from, to: found.to }) : '';
  },
};
