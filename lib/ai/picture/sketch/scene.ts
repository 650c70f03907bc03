import { CENTRE, ellipse, FLOOR, gradient, path, type Tier } from './shape';
import { type Random } from './random';
import { darker, lighter, mix, type Tint } from './tint';
import type { Mood } from './words';

export const CANVAS = 1024;
const TABLE = 846;

/** Wall, table and what hangs on the wall. */
export function backdrop(mood: Mood, tints: Tint[], random: Random): string {
  const wash = mix('#fdf1e7', tints[0], 0.14);
  return (
    '<defs>' +
    gradient('linearGradient', 'wall', 'x1="0" x2="0" y1="0" y2="1"', [
      [0, lighter(wash, 0.55)],
      [1, wash],
    ]) +
    gradient('radialGradient', 'halo', 'cx="0.5" cy="0.5" r="0.5"', [
      [0, '#ffffff', 0.95],
      [0.55, '#ffffff', 0.55],
      [1, '#ffffff', 0],
    ]) +
    gradient('linearGradient', 'table', 'x1="0" x2="0" y1="0" y2="1"', [
      [0, darker(wash, 0.07)],
      [1, darker(wash, 0.15)],
    ]) +
    '</defs>' +
    `<rect width="${CANVAS}" height="${CANVAS}" fill="url(#wall)"/>` +
    ellipse(CENTRE, 500, 500, 460, 'fill="url(#halo)"') +
    hung(mood, tints, random) +
    `<rect y="${TABLE}" width="${CANVAS}" height="${CANVAS - TABLE}" fill="url(#table)"/>` +
    `<rect y="${TABLE}" width="${CANVAS}" height="3" fill="#fff" opacity="0.6"/>`
  );
}

/** The porcelain stand and its shadow, as wide as the cake needs. */
export function stand({ rx: cake }: Tier): string {
  const rx = cake + 70;
  const ry = rx * 0.19;
  const [y, foot] = [FLOOR + 4, 918];
  const scallops = Array.from({ length: 37 }, (_, i) => {
    const angle = (Math.PI * i) / 36;
    return `<circle cx="${CENTRE + rx * Math.cos(angle)}" cy="${y + 15 + ry * Math.sin(angle)}" r="13" fill="#fbf2ea"/>`;
  });
  return (
    '<defs>' +
    gradient('radialGradient', 'shade', 'cx="0.5" cy="0.5" r="0.5"', [
      [0, '#6b4636', 0.34],
      [0.7, '#6b4636', 0.12],
      [1, '#6b4636', 0],
    ]) +
    gradient('linearGradient', 'china', 'x1="0" x2="1" y1="0" y2="0"', [
      [0, '#e9dcd2'],
      [0.35, '#ffffff'],
      [1, '#dccbc0'],
    ]) +
    '</defs>' +
    ellipse(CENTRE + 10, foot + 12, rx * 0.95, 46, 'fill="url(#shade)"') +
    `<path d="${path`M${CENTRE - 34} ${y + ry}C${CENTRE - 26} ${foot - 40} ${CENTRE - 60} ${foot - 14} ${CENTRE - 104} ${foot}A104 20 0 0 0 ${CENTRE + 104} ${foot}C${CENTRE + 60} ${foot - 14} ${CENTRE + 26} ${foot - 40} ${CENTRE + 34} ${y + ry}Z`}" fill="url(#china)"/>` +
    `<path d="${path`M${CENTRE - rx} ${y}A${rx} ${ry} 0 0 0 ${CENTRE + rx} ${y}L${CENTRE + rx} ${y + 16}A${rx} ${ry} 0 0 1 ${CENTRE - rx} ${y + 16}Z`}" fill="url(#china)"/>` +
    scallops.join('') +
    ellipse(CENTRE, y, rx, ry, 'fill="#fffdfb"') +
    ellipse(CENTRE, y + 1, rx - 16, ry - 4, 'fill="none" stroke="#ecdccf" stroke-width="2"') +
    ellipse(CENTRE + 14, y + 5, cake + 26, (cake + 26) * 0.19, 'fill="url(#shade)"')
  );
}

function hung(mood: Mood, tints: Tint[], random: Random): string {
  if (mood === 'garland') return garland(tints) + scattered(tints, random, 34, confetti);
  if (mood === 'balloons') return balloons(tints) + scattered(tints, random, 26, confetti);
  if (mood === 'hearts') return scattered(tints, random, 22, heart);
  if (mood === 'stars') return scattered(tints, random, 30, star);
  return scattered(tints, random, 20, bubble);
}

type Bit = (size: number, tint: Tint, random: Random) => string;

/** Small things on the wall, beside the cake rather than behind it. */
function scattered(tints: Tint[], random: Random, count: number, bit: Bit): string {
  return Array.from({ length: count }, (_, i) => {
    const side = i % 2 === 0 ? 40 + random() * 290 : 694 + random() * 290;
    const [y, turn] = [70 + random() * 690, random() * 360];
    const tint = mix(tints[i % tints.length], '#f3b7a4', 0.3);
    return `<g transform="translate(${Math.round(side)} ${Math.round(y)}) rotate(${Math.round(turn)})" opacity="0.5">${bit(
      5 + random() * 7,
      tint,
      random,
    )}</g>`;
  }).join('');
}

const confetti: Bit = (size, tint, random) =>
  random() > 0.5
    ? ellipse(0, 0, size * 0.7, size * 0.7, `fill="${tint}"`)
    : `<rect x="${-size}" y="${-size / 3}" width="${2 * size}" height="${size * 0.66}" rx="2" fill="${tint}"/>`;
const bubble: Bit = (size, tint) => ellipse(0, 0, size * 1.6, size * 1.6, `fill="${tint}" opacity="0.6"`);
const heart: Bit = (size, tint) =>
  `<path transform="scale(${size / 9})" d="M0 9C-16-3-9-14 0-6C9-14 16-3 0 9Z" fill="${tint}"/>`;
const star: Bit = (size, tint) =>
  `<path transform="scale(${size / 8})" d="M0-11L3-3.6 11-3 4.8 2 6.8 10 0 5.6-6.8 10-4.8 2-11-3-3-3.6Z" fill="${tint}"/>`;

function garland(tints: Tint[]): string {
  const flags = Array.from({ length: 13 }, (_, i) => {
    const t = (i + 0.5) / 13;
    const [x, y] = [CANVAS * t, 34 + 4 * 96 * t * (1 - t)];
    const tint = lighter(mix(tints[i % tints.length], '#f3a9bb', i % 3 === 2 ? 0.55 : 0.12), 0.08);
    return `<path transform="translate(${x} ${y}) rotate(${22 * (0.5 - t)})" d="M-29 0H29L0 58Z" fill="${tint}" stroke="${tint}" stroke-width="5" stroke-linejoin="round"/>`;
  });
  return `${flags.join('')}<path d="M0 34Q512 226 1024 34" fill="none" stroke="#b99481" stroke-width="4"/>`;
}

function balloons(tints: Tint[]): string {
  const places = [
    [118, 210, 66],
    [226, 130, 54],
    [92, 384, 50],
    [906, 190, 68],
    [802, 118, 52],
    [934, 372, 52],
  ];
  return places
    .map(([x, y, r], i) => {
      const tint = lighter(mix(tints[i % tints.length], '#f3a9bb', i % 3 === 1 ? 0.6 : 0.15), 0.12);
      const end = x < CENTRE ? 150 : 874;
      return (
        `<path d="${path`M${x} ${y + r * 1.2}Q${x} ${y + 220} ${end} ${TABLE}`}" fill="none" stroke="#c9aa99" stroke-width="2"/>` +
        `<path d="${path`M${x - 8} ${y + r * 1.32}L${x + 8} ${y + r * 1.32}L${x} ${y + r * 1.15}Z`}" fill="${darker(tint, 0.12)}"/>` +
        ellipse(x, y, r, r * 1.2, `fill="${tint}"`) +
        ellipse(x - r * 0.36, y - r * 0.46, r * 0.2, r * 0.34, 'fill="#fff" opacity="0.55"')
      );
    })
    .join('');
}
