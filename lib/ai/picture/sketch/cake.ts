import type { Palette } from './palette';
import type { Random } from './random';
import { round, type Tier } from './shape';

/** What a cake is decorated on. `tiers` from the lowest to the highest. */
export interface Cake {
  tiers: Tier[];
  palette: Palette;
  random: Random;
}

export type Place = { x: number; y: number };

/** Something drawn around the origin, put where it belongs; `turn` in degrees. */
export const at = ({ x, y }: Place, drawn: string, turn = 0): string =>
  `<g transform="translate(${round(x)} ${round(y)})${turn ? ` rotate(${round(turn)})` : ''}">${drawn}</g>`;
