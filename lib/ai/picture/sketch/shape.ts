import { type Tint, darker, lighter } from './tint';

/** A tier seen a little from above: a cylinder between two ellipses. Pixels. */
export interface Tier {
  cx: number;
  top: number;
  bottom: number;
  rx: number;
  ry: number;
}

/** How far the ellipses are open. */
const TILT = 0.19;
export const CENTRE = 512;
/** Where the lowest tier stands. */
export const FLOOR = 792;
/** Height that tiers may take together, so that the decoration has its place above. */
const TALLEST = 500;
const MOST_TIERS = 5;

export const tierOf = (rx: number, bottom: number, height: number): Tier => ({
  cx: CENTRE,
  top: bottom - height,
  bottom,
  rx,
  ry: rx * TILT,
});

/** Tiers of a cake of that weight, the lowest first. */
export function tiersOf(weightG: number, count: number): Tier[] {
  const tiers = Math.min(MOST_TIERS, Math.max(1, Math.round(count) || 1));
  const grown = Math.cbrt(Math.max(100, weightG) / (tiers === 1 ? 2000 : 2600 * tiers));
  const widest = (tiers === 1 ? 258 : 272) * Math.min(1.2, Math.max(0.66, grown));
  const narrowing = tiers > 3 ? 0.78 : 0.7;
  const widths = Array.from({ length: tiers }, (_, i) => widest * narrowing ** i);
  const wanted = widths.map((rx) => (tiers === 1 ? rx * 1.04 : 62 + rx * 0.62));
  const squeeze = Math.min(1, TALLEST / wanted.reduce((sum, height) => sum + height, 0));
  let bottom = FLOOR;
  return widths.map((rx, i) => {
    const tier = tierOf(rx, bottom, wanted[i] * squeeze);
    bottom = tier.top + tier.ry * 0.12;
    return tier;
  });
}

export const round = (value: number): number => Math.round(value * 10) / 10;

/** A path's numbers, rounded, so that the SVG stays small. */
export function path(strings: TemplateStringsArray, ...numbers: number[]): string {
  return strings.reduce((text, part, i) => `${text}${part}${i < numbers.length ? round(numbers[i]) : ''}`, '');
}

export const ellipse = (cx: number, cy: number, rx: number, ry: number, style: string): string =>
  `<ellipse cx="${round(cx)}" cy="${round(cy)}" rx="${round(rx)}" ry="${round(ry)}" ${style}/>`;

/** The side of a tier between two heights, with round front edges. */
export const band = ({ cx, rx, ry }: Tier, from: number, to: number): string =>
  path`M${cx - rx} ${from}A${rx} ${ry} 0 0 0 ${cx + rx} ${from}L${cx + rx} ${to}A${rx} ${ry} 0 0 1 ${cx - rx} ${to}Z`;

/** The whole outline of a tier, its top included. */
export const outline = ({ cx, rx, ry, top, bottom }: Tier): string =>
  path`M${cx - rx} ${top}A${rx} ${ry} 0 0 1 ${cx + rx} ${top}L${cx + rx} ${bottom}A${rx} ${ry} 0 0 1 ${cx - rx} ${bottom}Z`;

/** The front arc of a tier at a height. */
export const arc = ({ cx, rx, ry }: Tier, y: number): string =>
  path`M${cx - rx} ${y}A${rx} ${ry} 0 0 0 ${cx + rx} ${y}`;

/** A point of a tier's ellipse at a height: angle 0 is right, π/2 is in front, π is left. */
export const onRim = ({ cx, rx, ry }: Tier, y: number, angle: number): { x: number; y: number } => ({
  x: cx + rx * Math.cos(angle),
  y: y + ry * Math.sin(angle),
});

/** Light from the upper left over a round side; `depth` 0..1 is how strong it is. */
export function sideLight(id: string, tint: Tint, depth: number): string {
  const stops: [number, Tint][] = [
    [0, darker(tint, 0.3 * depth)],
    [0.1, darker(tint, 0.1 * depth)],
    [0.3, lighter(tint, 0.4 * depth)],
    [0.55, tint],
    [0.85, darker(tint, 0.26 * depth)],
    [1, darker(tint, 0.42 * depth)],
  ];
  return gradient('linearGradient', id, 'x1="0" x2="1" y1="0" y2="0"', stops);
}

export function topLight(id: string, tint: Tint, depth: number): string {
  const stops: [number, Tint][] = [
    [0, lighter(tint, 0.5 * depth)],
    [0.6, lighter(tint, 0.16 * depth)],
    [1, darker(tint, 0.1 * depth)],
  ];
  return gradient('radialGradient', id, 'cx="0.4" cy="0.4" r="0.7"', stops);
}

/** A gradient definition; a stop without opacity is opaque. */
export function gradient(
  kind: 'linearGradient' | 'radialGradient',
  id: string,
  where: string,
  stops: [offset: number, tint: Tint, opacity?: number][],
): string {
  const all = stops.map(
    ([offset, tint, opacity = 1]) => `<stop offset="${offset}" stop-color="${tint}" stop-opacity="${opacity}"/>`,
  );
  return `<${kind} id="${id}" ${where}>${all.join('')}</${kind}>`;
}
