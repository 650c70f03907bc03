import type { Menu, Shop, Size, Window } from '../types';
import { sizeForWeight } from '../weight';
import type { Report } from './report';

/** Checks between lines. Each looks only at what could be read, so that it never repeats what is already said. */

const title = (line: { name: { ru: string } }) => `«${line.name.ru}»`;
/** Grams as the owner reads them: `2,5 кг`. */
export const kilos = (grams: number) => `${String(grams / 1000).replace('.', ',')} кг`;

/** Keys are what orders remember, so two lines of a list may not share one. */
export function differentKeys(report: Report, name: string, lines: ({ key: string } | undefined)[]): void {
  const seen = new Map<string, number>();
  lines.forEach((line, index) => {
    if (!line) return;
    const first = seen.get(line.key);
    if (first === undefined) seen.set(line.key, index);
    else {
      const where = `строки №${first + 1} и №${index + 1}`;
      report.add(name, `ключ «${line.key}» встречается дважды (${where}), дайте им разные key`);
    }
  });
}

/** Windows go forward and do not overlap. */
export function windowsApart(report: Report, windows: Window[]): void {
  const say = (window: Window) => `${window.from}–${window.to}`;
  windows
    .filter((one) => one.to <= one.from)
    .forEach((one) => report.add(`Окно выдачи ${say(one)}`, 'конец раньше начала'));
  const sorted = windows.filter((one) => one.to > one.from).sort((one, other) => one.from.localeCompare(other.from));
  sorted.slice(1).forEach((one, index) => {
    const before = sorted[index];
    if (one.from < before.to) report.add('Окна выдачи', `${say(before)} и ${say(one)} накладываются, раздвиньте их`);
  });
}

/** Sizes grow, and lie within the limits of weight. */
export function sizesGrow(report: Report, sizes: Size[], weight: Menu['weight'] | undefined): void {
  sizes.slice(1).forEach((size, index) => {
    const before = sizes[index];
    if (size.weightG > before.weightG) return;
    const order = `вес ${kilos(size.weightG)} не больше, чем у предыдущего размера ${title(before)}`;
    report.add(`Размер ${title(size)}`, `${order}; расположите размеры по возрастанию веса`);
  });
  if (!weight || weight.minG > weight.maxG) return;
  for (const size of sizes.filter((one) => one.weightG < weight.minG || one.weightG > weight.maxG)) {
    const limits = `от ${kilos(weight.minG)} до ${kilos(weight.maxG)}`;
    report.add(`Размер ${title(size)}`, `вес ${kilos(size.weightG)} вне пределов веса ${limits}`);
  }
}

/** The limits of weight are in order and can be reached by its step. */
export function weightSteps(report: Report, { minG, maxG, stepG }: Menu['weight']): void {
  if (minG > maxG) report.add('Вес', `наименьший вес ${kilos(minG)} больше наибольшего ${kilos(maxG)}, поменяйте их`);
  for (const [name, grams] of [['наименьший', minG] as const, ['наибольший', maxG] as const]) {
    if (grams % stepG === 0) continue;
    report.add('Вес', `${name} вес ${kilos(grams)} не делится на шаг ${kilos(stepG)}, подберите их друг к другу`);
  }
}

/** Something can be made at all, and everything on offer fits into the roomiest day. */
export function capacityFits(
  report: Report,
  capacity: Menu['capacity'],
  menu: { sizes: Size[]; decor: Menu['decor']; weight: Menu['weight'] | undefined },
): void {
  const most = Math.max(...Object.values(capacity));
  if (most <= 0) {
    report.add('Рабочие дни', 'все дни выходные, принять заказ будет некуда; укажите баллы хотя бы на один день');
    return;
  }
  const tooMuch = (points: number) => `нужно баллов работы: ${points}, а в самый свободный день их ${most}`;
  for (const size of menu.sizes.filter((one) => one.workPoints > most)) {
    report.add(`Размер ${title(size)}`, `${tooMuch(size.workPoints)} — такой торт никто не сможет заказать`);
  }
  const least = Math.min(...menu.sizes.map((one) => one.workPoints));
  for (const decor of menu.decor.filter((one) => least <= most && one.workPoints + least > most)) {
    const points = decor.workPoints + least;
    report.add(`Украшение ${title(decor)}`, `вместе с самым простым тортом ${tooMuch(points)}`);
  }
  if (!menu.weight || menu.sizes.length === 0) return;
  const largest = sizeForWeight(menu.weight.maxG, menu as Menu);
  const points = Math.ceil(largest.workPoints * Math.max(1, menu.weight.maxG / largest.weightG));
  if (points > most && largest.workPoints <= most) {
    report.add('Вес', `для торта ${kilos(menu.weight.maxG)} ${tooMuch(points)}; уменьшите max_kg или добавьте баллы`);
  }
}

/** Notice that is longer than the calendar is open would make a line impossible to order. */
export function leadWithinHorizon(report: Report, line: string, leadDays: number, horizonDays: number): void {
  if (leadDays <= horizonDays) return;
  report.add(line, `срок подготовки ${leadDays} дн. больше, чем запись вперёд (horizon_days: ${horizonDays} дн.)`);
}

/** Somebody can press the buttons, and the reminder comes before the place is given up. */
export function bakerCanDecide(report: Report, baker: Shop['baker']): void {
  if (baker.remindHours >= baker.holdHours) {
    const hours = `через ${baker.remindHours} ч, а заказ ждёт решения ${baker.holdHours} ч`;
    report.add('Кондитер', `напоминание придёт слишком поздно — ${hours}; уменьшите remind_hours`);
  }
  if (baker.users.length === 0 && baker.chats.every((chat) => chat.startsWith('-'))) {
    const who = 'не указано, кто может их принимать (baker.users)';
    report.add('Кондитер', `заказы приходят в группу, но ${who}. Напишите боту /id в личном чате — он ответит номером`);
  }
}
