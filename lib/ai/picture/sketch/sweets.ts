import type { Piece } from './berries';
import { ellipse, path, round } from './shape';
import { darker, lighter, mix, type Tint } from './tint';

/** A macaron seen from the side; its width is twice the size. */
export const macaron = (tint: Tint): Piece => {
  const frill = darker(tint, 0.1);
  const feet = (y: number) =>
    Array.from({ length: 9 }, (_, i) => ellipse(-16 + 4 * i, y, 3, 2.4, `fill="${frill}"`)).join('');
  return (size) =>
    `<g transform="scale(${round(size) / 20})">` +
    `<path d="M-19 6C-18 17-10 18 0 18C10 18 18 17 19 6Z" fill="${darker(tint, 0.05)}"/>${feet(6)}` +
    `<rect x="-17" y="-2" width="34" height="7" rx="3.5" fill="${mix(tint, '#fff6ea', 0.75)}"/>${feet(-3)}` +
    `<path d="M-19-4C-18-17-9-19 0-19C9-19 18-17 19-4Z" fill="${tint}"/>` +
    ellipse(-7, -13, 6, 2.6, `fill="${lighter(tint, 0.55)}" opacity="0.8" transform="rotate(-16 -7 -13)"`) +
    '</g>';
};

/** A kiss of baked meringue. */
export const meringue = (tint: Tint): Piece => {
  return (size) =>
    `<g transform="scale(${round(size) / 20})">` +
    `<path d="M0-26C4-19 12-16 13-8C20-6 21 4 16 9C14 15 8 16 0 16C-8 16-14 15-16 9C-21 4-20-6-13-8C-12-16-3-18 0-26Z" fill="${lighter(tint, 0.3)}"/>` +
    `<path d="M-14-5C-6 2 7 1 14-7M-17 7C-8 14 9 13 17 5M-8-14C-3-10 4-11 8-15" fill="none" stroke="${darker(tint, 0.14)}" stroke-width="2" stroke-linecap="round"/></g>`;
};

const CHOCOLATE: Tint = '#5f3a2a';

/** A square of a chocolate bar, broken off; it stands. */
export const shard: Piece = (size) =>
  `<g transform="scale(${round(size) / 20})">` +
  `<path d="M-14 18L-16-20L4-34L16-24L15 18Z" fill="${CHOCOLATE}"/>` +
  `<path d="M-14 18L-16-20L-10-24L-8 18Z" fill="${lighter(CHOCOLATE, 0.22)}"/>` +
  `<path d="M-8-2L15-6M-8 9L15 7M3-33L3 18" stroke="${darker(CHOCOLATE, 0.4)}" stroke-width="1.8"/></g>`;

export const truffle: Piece = (size) =>
  `<g transform="scale(${round(size) / 20})">` +
  ellipse(0, 0, 18, 18, `fill="${CHOCOLATE}"`) +
  ellipse(-5, -6, 8, 7, `fill="${lighter(CHOCOLATE, 0.22)}"`) +
  ellipse(-7, -9, 3, 2.4, `fill="${lighter(CHOCOLATE, 0.6)}"`) +
  `<path d="M-14 6Q-4 0 3 8T15 6" fill="none" stroke="#e9c9a2" stroke-width="2.6" stroke-linecap="round"/></g>`;

/** A curl of chocolate, like a cinnamon stick. */
export const curl: Piece = (size) =>
  `<g transform="scale(${round(size) / 20})">` +
  `<rect x="-30" y="-6" width="60" height="12" rx="6" fill="${lighter(CHOCOLATE, 0.12)}"/>` +
  `<rect x="-28" y="-4" width="54" height="3.4" rx="1.7" fill="${lighter(CHOCOLATE, 0.4)}"/>` +
  `${ellipse(29, 0, 4, 6, `fill="${darker(CHOCOLATE, 0.3)}"`)}</g>`;

/** A sitting bear of fondant with a bow; `size` is half of its height, its feet are at the origin. */
export function bear(size: number, bow: Tint): string {
  const [fur, light, dark]: Tint[] = ['#c99568', '#eccfae', '#7a5136'];
  const pair = (drawn: string) => `${drawn}<g transform="scale(-1 1)">${drawn}</g>`;
  return (
    `<g transform="scale(${round(size) / 50})">` +
    pair(ellipse(-27, -96, 13, 13, `fill="${fur}"`) + ellipse(-27, -95, 7, 7, `fill="${light}"`)) +
    ellipse(0, -34, 32, 36, `fill="${fur}"`) +
    ellipse(0, -30, 20, 24, `fill="${light}"`) +
    pair(ellipse(-31, -42, 10, 20, `fill="${darker(fur, 0.08)}" transform="rotate(24 -31 -42)"`)) +
    pair(ellipse(-24, -8, 17, 13, `fill="${fur}"`) + ellipse(-25, -8, 9, 8, `fill="${light}"`)) +
    ellipse(0, -80, 34, 30, `fill="${fur}"`) +
    ellipse(-8, -90, 18, 10, `fill="${lighter(fur, 0.22)}" opacity="0.7"`) +
    ellipse(0, -71, 16, 12, `fill="${light}"`) +
    pair(ellipse(-13, -84, 3.6, 4.4, `fill="${dark}"`) + ellipse(-14, -86, 1.3, 1.3, 'fill="#fff"')) +
    pair(ellipse(-22, -74, 5, 3.4, 'fill="#eea59a" opacity="0.7"')) +
    ellipse(0, -76, 5, 3.6, `fill="${dark}"`) +
    `<path d="M0-72L0-68M-6-66Q0-61 6-66" fill="none" stroke="${dark}" stroke-width="2" stroke-linecap="round"/>` +
    pair(
      `<path d="M0-52C-6-64-22-64-22-52C-22-41-6-42 0-52Z" fill="${bow}" stroke="${darker(bow, 0.2)}" stroke-width="1.5"/>`,
    ) +
    `${ellipse(0, -52, 5, 5, `fill="${darker(bow, 0.12)}"`)}</g>`
  );
}

/** Leaf of gold, crumpled. */
export const flake: Piece = (size) =>
  `<path d="${path`M${-size} ${size * 0.2}L${-size * 0.3} ${-size * 0.8}L${size * 0.5} ${-size * 0.5}L${size} ${size * 0.3}L${size * 0.2} ${size * 0.9}Z`}" fill="#e2b955"/>` +
  `<path d="${path`M${-size * 0.3} ${-size * 0.8}L${size * 0.5} ${-size * 0.5}L${-size * 0.1} ${size * 0.2}Z`}" fill="#f8e3a1"/>`;
