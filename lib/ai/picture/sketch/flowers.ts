import { leaf, type Piece } from './berries';
import { ellipse, path, round } from './shape';
import { darker, lighter, type Tint } from './tint';

const ring = (count: number, turn: number, petal: string) =>
  Array.from(
    { length: count },
    (_, i) => `<g transform="rotate(${round(turn + (360 * i) / count)})">${petal}</g>`,
  ).join('');

const petal = (far: number, rx: number, ry: number, tint: Tint, edge: Tint) =>
  ellipse(0, -far, rx, ry, `fill="${tint}" stroke="${edge}" stroke-width="1.1"`);

/** A garden rose: petals around petals, and a spiral in the middle. */
export const rose = (tint: Tint): Piece => {
  const edge = darker(tint, 0.18);
  return (size) =>
    `<g transform="scale(${round(size) / 40})">` +
    ring(6, 10, petal(22, 17, 17, darker(tint, 0.05), edge)) +
    ring(5, 40, petal(14, 15, 14, tint, edge)) +
    ring(4, 0, petal(8, 12, 11, lighter(tint, 0.18), edge)) +
    ellipse(0, 0, 9, 9, `fill="${lighter(tint, 0.05)}" stroke="${edge}" stroke-width="1"`) +
    `<path d="M-5 1C-5-6 5-6 5 0C5 5-2 5-2 1C-2-2 2-2 2 0" fill="none" stroke="${darker(tint, 0.3)}" stroke-width="1.6" stroke-linecap="round"/></g>`;
};

/** A simple open flower with a golden middle. */
export const daisy = (tint: Tint): Piece => {
  return (size) =>
    `<g transform="scale(${round(size) / 20})">` +
    ring(8, 0, petal(12, 5.4, 9.5, tint, darker(tint, 0.14))) +
    ellipse(0, 0, 6.4, 6.4, 'fill="#eabb53"') +
    ellipse(-1.6, -1.8, 2.4, 2, 'fill="#fbe3a0"') +
    '</g>';
};

/** A twig of eucalyptus that grows to the right; `turn` in degrees. */
export function twig(length: number, turn: number): string {
  const leaves = Array.from({ length: 5 }, (_, i) => {
    const [x, size] = [(length * (i + 0.6)) / 5.2, length * (0.24 - 0.02 * i)];
    const tint: Tint = i % 2 ? '#a3bfa4' : '#8cab90';
    return `<g transform="translate(${round(x)} 0)">${leaf(size, -52, tint)}${leaf(size, 52, tint)}</g>`;
  });
  return (
    `<g transform="rotate(${Math.round(turn)})"><path d="${path`M0 0L${length} 0`}" stroke="#8aa287" stroke-width="2.2"/>` +
    `${leaves.join('')}<g transform="translate(${round(length)} 0)">${leaf(length * 0.18, 0, '#a3bfa4')}</g></g>`
  );
}
