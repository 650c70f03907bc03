import { DateTime } from 'luxon';

import { daysLeft, servedModel, type ServedModel } from './models';

/** A model in use that needs the owner. */
export interface Ending {
  model: string;
  /** Names of the nodes that ask it. */
  nodes: string[];
  /** `YYYY-MM-DD`; null: its server has no such model, and nobody said when it ended. */
  until: string | null;
  /** 0 or less: it is over. */
  daysLeft: number;
  /** What to choose; null: not known. */
  instead: string | null;
  /** A sentence for the owner. */
  text: string;
}

const dayInWords = (day: string) => DateTime.fromISO(day).setLocale('ru').toFormat('d MMMM yyyy');

/**
 * What the owner has to know of a model; null: nothing yet. `model` null: the server says that there is none of that id.
 * `today`: `YYYY-MM-DD`. `within`: days ahead.
 */
export function endingOf(asked: {
  id: string;
  model: ServedModel | null;
  nodes: string[];
  today: string;
  within: number;
}): Ending | null {
  const { id, model, nodes, today, within } = asked;
  const known = model ?? servedModel(id);
  const left = model ? daysLeft(model, today) : Math.min(0, daysLeft(known, today) ?? 0);
  if (left === null || left > within) return null;
  const { instead, until } = known;
  const isPast = left <= 0;
  // A day of ours that has not come says nothing about a model that is gone already.
  const day = until !== null && (until <= today || !isPast) ? until : null;
  const where = nodes.map((node) => `«${node}»`).join(' и ');
  const when = !isPast
    ? `работает до ${dayInWords(day!)} (осталось дней: ${left})`
    : day
      ? `отключена с ${dayInWords(day)}`
      : 'на сервере больше нет';
  const source = model && !model.sure ? ' По нашим сведениям: проверьте на странице поставщика.' : '';
  const choose = instead ? `выберите в узле вместо неё ${instead}` : 'выберите в узле другую модель из списка';
  const name = isPast && !day ? `Модели ${id}` : `Модель ${id}`;
  return {
    model: id,
    nodes,
    until: day,
    daysLeft: left,
    instead,
    text: `${name} (узел ${where}) ${when}. Откройте рабочий процесс и ${choose}.${source}`,
  };
}
