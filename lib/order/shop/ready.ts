import { nearest } from '../nearest';
import type { Menu, Names, ReadyCake } from '../types';
import { fitWeight, workPoints } from '../weight';
import { differentKeys, kilos } from './checks';
import * as field from './fields';
import { lineName, type ListName, type Loose, type Report } from './report';
import { fieldsOf, shown } from './sentences';

/** Ready cakes of the owner's document. Their parts are lines of other lists, so they are understood after those. */

export const READY_CAKES: ListName = {
  title: 'Готовые торты',
  item: 'Готовый торт',
  least: 0,
  // https://dev.vk.com/ru/api/bots/development/messages, "Карусели"; a message of Telegram or VK holds ten pictures too.
  most: { lines: 10, why: 'столько картинок показывают мессенджеры' },
};

/** VK shows no more of it. */
const LONGEST_TEXT = 80;
const LONGEST_NAME = 40;

/** A line as it is written: its parts by name or key. */
export type WrittenCake = Omit<ReadyCake, 'coating' | 'decor'> & { coating: string | null; decor: string | null };

export const writtenCake = fieldsOf(
  {
    key: field.keyField(),
    name: field.buttonName(),
    text: field.descriptions(LONGEST_TEXT).nullish(),
    picture: field.picture('картинка'),
    filling: field.words('начинка', 'f', LONGEST_NAME),
    coating: field.words('покрытие', 'n', LONGEST_NAME).nullish(),
    decor: field.words('украшение', 'n', LONGEST_NAME).nullish(),
    weight_kg: field.kilograms('вес в килограммах'),
  },
  'пустая строка',
).transform((line): WrittenCake => ({
  key: line.key ?? line.name.ru.toLowerCase(),
  name: line.name,
  ...(line.text ? { text: line.text } : {}),
  picture: line.picture,
  filling: line.filling,
  coating: line.coating ?? null,
  decor: line.decor ?? null,
  weightG: line.weight_kg,
}));

type Part = { key: string; name: Names };

/** What a part is called, «нет …». */
const NONE_SUCH = { fillings: 'начинки', coatings: 'покрытия', decor: 'украшения' };
const MOST_NAMES = 10;

const plain = (text: string) => text.toLowerCase().replace(/ё/g, 'е').replace(/\s+/g, ' ').trim();

/** The line that is meant: by its key, else by a name or the key in whatever case. */
function partOf(written: string, parts: Part[]): Part | undefined {
  const same = (text: string) => plain(text) === plain(written);
  return (
    parts.find(({ key }) => key === written) ??
    parts.find(({ name }) => Object.values(name).some(same)) ??
    parts.find(({ key }) => same(key))
  );
}

/** Which lines are on offer: the one that was probably meant, or the first of them. */
function advice(written: string, parts: Part[]): string {
  const meant = nearest(written, [...parts.flatMap(({ key, name }) => [...Object.values(name), key])]);
  const part = meant && partOf(meant, parts);
  if (part) return ` — возможно, имелось в виду «${part.name.ru}»`;
  const names = parts.slice(0, MOST_NAMES).map(({ name }) => `«${name.ru}»`);
  return `. Есть: ${names.join(', ')}${parts.length > MOST_NAMES ? '…' : ''}`;
}

/**
 * Understands ready cakes by the menu: names become keys. Says of each what cannot be made. Lists with a line that could
 * not be read are not asked, because that line may be the one.
 *
 * @returns the cakes in order, undefined where one is wrong
 */
export function readyCakes(
  report: Report,
  lines: (WrittenCake | undefined)[],
  menu: Loose<Menu>,
): (ReadyCake | undefined)[] {
  if (!sameNames(report, lines)) differentKeys(report, READY_CAKES.title, lines);
  return lines.map((line, index) => line && understood(line, lineName(READY_CAKES.item, line, index), report, menu));
}

/** Two cakes of one name cannot be told apart by it. True: there are some, and they have been reported. */
function sameNames(report: Report, lines: (WrittenCake | undefined)[]): boolean {
  const names = lines.map((line) => line && plain(line.name.ru));
  const again = names.flatMap((name, index) => (name !== undefined && names.indexOf(name) < index ? [index] : []));
  for (const index of again) {
    const where = `строки №${names.indexOf(names[index]) + 1} и №${index + 1}`;
    const name = shown(lines[index]?.name.ru);
    report.add(READY_CAKES.title, `название ${name} встречается дважды (${where}), дайте им разные названия`);
  }
  return again.length > 0;
}

function understood(cake: WrittenCake, title: string, report: Report, menu: Loose<Menu>): ReadyCake | undefined {
  const before = report.problems.length;
  const keyOf = (list: keyof typeof NONE_SUCH, written: string): string => {
    const parts = menu[list] ?? [];
    const read = parts.filter((part): part is NonNullable<typeof part> => part !== undefined);
    const part = partOf(written, read);
    if (!part && read.length === parts.length && (read.length > 0 || list === 'decor')) {
      const none = `${NONE_SUCH[list]} ${shown(written)} в меню нет`;
      report.add(title, read.length > 0 ? none + advice(written, read) : `${none}; уберите его или добавьте в меню`);
    }
    return part?.key ?? written;
  };
  const { coating, ...rest } = cake;
  const ready: ReadyCake = {
    ...rest,
    filling: keyOf('fillings', cake.filling),
    ...(coating === null ? {} : { coating: keyOf('coatings', coating) }),
    decor: cake.decor === null ? null : keyOf('decor', cake.decor),
  };
  const { weight, sizes = [], capacity } = menu;
  if (weight && weight.minG <= weight.maxG && sizes.length > 0 && sizes.every((size) => size !== undefined)) {
    const known = { ...menu, weight, sizes, decor: (menu.decor ?? []).filter((part) => part !== undefined) } as Menu;
    if (canWeigh(report, title, ready, known) && capacity) fitsIntoADay(report, title, ready, known);
  }
  return report.problems.length === before ? ready : undefined;
}

function canWeigh(report: Report, title: string, { weightG }: ReadyCake, menu: Menu): boolean {
  const { minG, maxG, stepG } = menu.weight;
  const fit = fitWeight(weightG, menu);
  // What is lighter than the least weight would be rounded up to it.
  if ('refusal' in fit || (fit.rounded && weightG < minG)) {
    report.add(title, `вес ${kilos(weightG)} вне пределов веса от ${kilos(minG)} до ${kilos(maxG)}`);
    return false;
  }
  if (fit.rounded) {
    report.add(title, `вес ${kilos(weightG)} не делится на шаг ${kilos(stepG)}; подойдёт ${kilos(fit.weightG)}`);
  }
  return !fit.rounded;
}

function fitsIntoADay(report: Report, title: string, { weightG, decor }: ReadyCake, menu: Menu): void {
  const most = Math.max(...Object.values(menu.capacity));
  const points = workPoints({ weightG, decor }, { menu });
  if (most <= 0 || points <= most) return;
  const tooMuch = `нужно баллов работы: ${points}, а в самый свободный день их ${most}`;
  report.add(title, `${tooMuch} — такой торт никто не сможет заказать`);
}
