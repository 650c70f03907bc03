import type { Colour } from '../../../order/types';
import { brightness, lighter, mix, type Tint, vividness } from './tint';
import { type CoatingKind, fillingTint, type Named, namedTint } from './words';

/** Our colours as food colouring makes them: softer than on a screen. */
const COLOURS: Record<Colour, Tint> = {
  white: '#fffaf3',
  cream: '#fbecd2',
  pink: '#f7b9c9',
  red: '#d8474f',
  burgundy: '#8e2e45',
  orange: '#f4a75e',
  yellow: '#f8dd80',
  green: '#9cc37f',
  mint: '#b5e1cf',
  blue: '#6a90cf',
  light_blue: '#b3daf3',
  lilac: '#cfbbe8',
  purple: '#9a77c2',
  brown: '#865638',
  black: '#453c42',
  grey: '#c3bfc4',
  gold: '#dfba6b',
  silver: '#d5d8de',
};

const CREAM: Tint = '#fff5e6';
const VANILLA: Tint = '#f2dcae';
const ROSE: Tint = '#f3a9bb';
const PEACH: Tint = '#f2c9a6';
const CHOCOLATE: Tint = '#6d4330';

/** The colours of one cake. */
export interface Palette {
  /** Of the coating, one for each tier in turn. */
  coats: Tint[];
  /** Of borders, ribbons and whatever else is put on. */
  accent: Tint;
  /** Of the cut sponge. */
  sponge: Tint;
  /** Flowers, macarons and the like, which may come in several colours. */
  sweets: Tint[];
}

/** Colours that she asked for; without any what the names of coating and filling promise. */
export function paletteOf(colours: Colour[], kind: CoatingKind, coating: Named | null, filling: Named | null): Palette {
  const asked = colours.map((colour) => COLOURS[colour]).filter(Boolean);
  const sponge = fillingTint(filling) ?? VANILLA;
  const coats = asked.length > 0 ? asked : [namedTint(coating) ?? coatOf(kind, sponge)];
  const accent = asked[1] ?? accentOf(coats[0], sponge);
  const sweets = asked.length > 0 ? [...asked, CREAM] : [accent, CREAM, lighter(mix(sponge, ROSE, 0.4), 0.15)];
  return { coats, accent, sponge, sweets };
}

function coatOf(kind: CoatingKind, sponge: Tint): Tint {
  const pastel = brightness(sponge) > 0.45 ? lighter(sponge, 0.45) : sponge;
  return {
    cream: CREAM,
    naked: CREAM,
    velour: pastel,
    fondant: lighter(sponge, 0.68),
    mirror: sponge,
    ganache: CHOCOLATE,
  }[kind];
}

/** Something that can be told from the coat: cream on dark ones, on light ones the filling's colour if it is one to show. */
function accentOf(coat: Tint, sponge: Tint): Tint {
  if (brightness(coat) < 0.55) return CREAM;
  const warm = vividness(sponge) > 0.35 ? lighter(sponge, 0.25) : PEACH;
  return Math.abs(brightness(warm) - brightness(coat)) > 0.1 ? warm : ROSE;
}
