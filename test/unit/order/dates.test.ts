import {
  addDays,
  capacityOf,
  dayAt,
  dayProblem,
  defaultShop,
  dueAt,
  leadDays,
  offerDays,
  windowsFor,
  type Availability,
  type Draft,
} from '../../../lib/order';

const shop = defaultShop();
// A Sunday, the demo bakery's day off.
const NOW = '2026-11-22T12:00:00+03:00';
const free: Availability = { booked: {}, closed: [], extra: {} };
const draft: Draft = { weightG: 2000, filling: 'медовик' };

describe('days', () => {
  it('are the bakery’s own, whatever the offset of now', () => {
    expect(dayAt('2026-11-22T20:59:00Z', shop)).toBe('2026-11-22');
    expect(dayAt('2026-11-22T21:00:00Z', shop)).toBe('2026-11-23');
    expect(dayAt('2026-11-23T09:00:00+12:00', shop)).toBe('2026-11-23');
  });

  it('follow each other over months and leap years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-03-29', -1)).toBe('2026-03-28');
  });

  it('need the longest notice of what was chosen', () => {
    expect(leadDays({}, shop)).toBe(2);
    expect(leadDays({ filling: 'наполеон' }, shop)).toBe(3);
    expect(leadDays({ filling: 'наполеон', decor: 'figurine' }, shop)).toBe(5);
    expect(leadDays({ filling: 'нет такой', decor: null }, shop)).toBe(2);
  });

  it.each<[string, string | null, Partial<Availability>]>([
    ['2026-11-21', 'past', {}],
    ['2026-11-22', 'too_soon', {}],
    ['2026-11-23', 'too_soon', {}],
    ['2026-11-24', null, {}],
    ['2026-11-29', 'closed', {}],
    ['2026-11-29', null, { extra: { '2026-11-29': 5 } }],
    ['2026-11-24', 'closed', { closed: ['2026-11-24'] }],
    ['2026-11-24', null, { booked: { '2026-11-24': 5 } }],
    ['2026-11-24', 'full', { booked: { '2026-11-24': 6 } }],
    ['2026-11-24', null, { booked: { '2026-11-24': 6 }, extra: { '2026-11-24': 1 } }],
    ['2027-01-01', 'closed', {}],
    ['2027-02-20', null, {}],
    ['2027-02-22', 'too_far', {}],
    ['нет', 'closed', {}],
    ['2026-11-31', 'closed', {}],
  ])('%s: %s with %j', (day, problem, availability) =>
    expect(dayProblem(day, draft, shop, { ...free, ...availability }, NOW)).toBe(problem),
  );

  it('are offered nearest first, free ones only', () => {
    const busy = { ...free, booked: { '2026-11-25': 8 }, closed: ['2026-11-27'] };
    expect(offerDays(draft, shop, busy, NOW, 4)).toEqual(['2026-11-24', '2026-11-26', '2026-11-28', '2026-11-30']);
    const closed = { ...shop, menu: { ...shop.menu, horizonDays: 3 } };
    expect(offerDays(draft, closed, free, NOW, 10)).toEqual(['2026-11-24', '2026-11-25']);
    expect(offerDays({ weightG: 12_000, filling: 'медовик' }, shop, free, NOW, 1)).toEqual(['2026-11-28']);
  });

  it('have windows; today only those that have not begun', () => {
    expect(windowsFor('2026-11-24', shop, NOW)).toHaveLength(3);
    expect(windowsFor('2026-11-22', shop, NOW).map(({ from }) => from)).toEqual(['13:00', '17:00']);
    const sameDay = { ...shop, menu: { ...shop.menu, leadDays: 0, capacity: { ...shop.menu.capacity, sun: 9 } } };
    expect(dayProblem('2026-11-22', draft, sameDay, free, NOW)).toBeNull();
    expect(dayProblem('2026-11-22', draft, sameDay, free, '2026-11-22T18:00:00+03:00')).toBe('too_soon');
  });

  it('are due at the begin of the window, with the bakery’s offset of that day', () => {
    expect(dueAt('2026-11-24', '13:00-17:00', shop)).toBe('2026-11-24T13:00:00+03:00');
    expect(dueAt('2026-11-24', 'ночью', shop)).toBeNull();
    const berlin = { ...shop, zone: 'Europe/Berlin' };
    expect(dueAt('2027-03-27', '10:00-13:00', berlin)).toBe('2027-03-27T10:00:00+01:00');
    expect(dueAt('2027-03-28', '10:00-13:00', berlin)).toBe('2027-03-28T10:00:00+02:00');
  });

  it('have a limit of the weekday and what was granted extra', () => {
    expect(capacityOf('2026-11-28', shop, free)).toBe(20);
    expect(capacityOf('2026-11-28', shop, { ...free, extra: { '2026-11-28': 3 } })).toBe(23);
    expect(capacityOf('нет', shop, free)).toBe(0);
  });
});
