import { DateTime } from 'luxon';

/** ISO, so many hours later. */
export const later = (now: string, hours: number): string =>
  DateTime.fromISO(now, { setZone: true }).plus({ hours }).toISO({ suppressMilliseconds: true }) ?? now;
