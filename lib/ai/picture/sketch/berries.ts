import { ellipse, path, round } from './shape';
import { darker, lighter, type Tint } from './tint';

/** Something that lies on a cake, its middle at the origin. `size` is its radius in pixels. */
export type Piece = (size: number) => string;

const scaled = (size: number, drawn: string) => `<g transform="scale(${round(size) / 20})">${drawn}</g>`;

export const strawberry: Piece = (size) => {
  const seeds = [
    [-9, -5],
    [0, -7],
    [9, -5],
    [-6, 3],
    [5, 3],
    [0, 11],
  ].map(([x, y]) => ellipse(x, y, 1.3, 2, 'fill="#ffe3a3"'));
  return scaled(
    size,
    '<path d="M0 23C-14 17-21 2-18-9C-15-17-6-17 0-13C6-17 15-17 18-9C21 2 14 17 0 23Z" fill="#d8323f"/>' +
      '<path d="M-13-10C-17-2-13 9-6 15C-12 4-12-4-8-11Z" fill="#f0707a" opacity="0.8"/>' +
      seeds.join('') +
      '<path d="M0-12C-7-13-13-11-17-16C-11-20-5-18-2-16C-3-20-1-24 0-26C1-24 3-20 2-16C5-18 11-20 17-16C13-11 7-13 0-12Z" fill="#6fa556"/>',
  );
};

export const raspberry: Piece = (size) => {
  const rows = [
    [0, -11, 2],
    [0, -3, 3],
    [0, 6, 3],
    [0, 13, 2],
  ].flatMap(([, y, count]) =>
    Array.from({ length: count }, (_, i) => {
      const x = (i - (count - 1) / 2) * 10.5;
      return ellipse(x, y, 7, 6.6, 'fill="#c92c56"') + ellipse(x - 1.6, y - 2, 3, 2.4, 'fill="#ee7f9c"');
    }),
  );
  return scaled(size, `${ellipse(0, 1, 16, 17, 'fill="#a81f45"')}${rows.join('')}`);
};

const globe = (tint: Tint): Piece => {
  return (size) =>
    scaled(
      size,
      ellipse(0, 0, 17, 17, `fill="${tint}"`) +
        ellipse(3, 4, 12, 12, `fill="${darker(tint, 0.25)}" opacity="0.55"`) +
        ellipse(-6, -7, 5, 4, 'fill="#fff" opacity="0.6"'),
    );
};

export const blueberry: Piece = (size) =>
  globe('#5d6fae')(size) + scaled(size, '<path d="M-6-3L-2-6L0-10L3-6L8-5L4-2L5 3L0 0L-4 3L-3-2Z" fill="#3b4a82"/>');

export const cherry: Piece = (size) =>
  scaled(size, '<path d="M2-12C4-26 10-34 20-38" fill="none" stroke="#7d8b45" stroke-width="2.6"/>') +
  globe('#b01e3c')(size);

export const currant: Piece = (size) => globe('#d93a44')(size * 0.7);

/** A leaf that points to the right; `turn` in degrees. */
export function leaf(size: number, turn: number, tint: Tint = '#79ad67'): string {
  const d = path`M0 0C${size * 0.3} ${-size * 0.42} ${size * 0.8} ${-size * 0.36} ${size} 0C${size * 0.8} ${size * 0.36} ${size * 0.3} ${size * 0.42} 0 0Z`;
  return (
    `<g transform="rotate(${Math.round(turn)})"><path d="${d}" fill="${tint}"/>` +
    `<path d="${path`M2 0L${size * 0.86} 0`}" stroke="${darker(tint, 0.25)}" stroke-width="1.4"/>` +
    `<path d="${path`M${size * 0.2} ${-size * 0.13}Q${size * 0.55} ${-size * 0.3} ${size * 0.82} ${-size * 0.1}`}" fill="none" stroke="${lighter(tint, 0.35)}" stroke-width="2" opacity="0.7"/></g>`
  );
}

/** A slice of orange, lemon or grapefruit. */
export const slice = (tint: Tint): Piece => {
  const parts = Array.from({ length: 8 }, (_, i) => {
    return `<path transform="rotate(${45 * i})" d="M0-2L6-15A16 16 0 0 0-6-15Z" fill="${tint}"/>`;
  });
  return (size) =>
    scaled(
      size,
      ellipse(0, 0, 21, 21, `fill="${darker(tint, 0.08)}"`) +
        ellipse(0, 0, 18.5, 18.5, 'fill="#fff7e2"') +
        parts.join(''),
    );
};
