/** A colour as `#rrggbb`. */
export type Tint = `#${string}`;

const channels = (tint: Tint): number[] => [1, 3, 5].map((at) => parseInt(tint.slice(at, at + 2), 16));

/** `share` 0 is the first colour, 1 the second. */
export function mix(one: Tint, other: Tint, share: number): Tint {
  const [from, to] = [channels(one), channels(other)];
  const mixed = from.map((value, i) => Math.round(value + (to[i] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

export const lighter = (tint: Tint, share: number): Tint => mix(tint, '#ffffff', share);

/** Towards a warm brown: black makes pastry look dirty. */
export const darker = (tint: Tint, share: number): Tint => mix(tint, '#3a1f1a', share);

/** Perceived brightness, 0..1 (ITU-R BT.601 weights). */
export function brightness(tint: Tint): number {
  const [red, green, blue] = channels(tint);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** How far a colour is from grey, 0..1. */
export function vividness(tint: Tint): number {
  const values = channels(tint);
  return (Math.max(...values) - Math.min(...values)) / 255;
}
