import type { Palette } from './palette';
import type { Random } from './random';
import { arc, band, ellipse, FLOOR, onRim, outline, path, round, sideLight, type Tier, topLight } from './shape';
import { brightness, darker, lighter, mix, type Tint } from './tint';
import type { CoatingKind } from './words';

/** What a tier is drawn with. `id` is its own within the picture. */
interface Brush {
  tier: Tier;
  coat: Tint;
  palette: Palette;
  id: string;
  random: Random;
}

type Coat = (brush: Brush) => string;

/** A tier in its coating, the border where it stands included. */
export function coated(kind: CoatingKind, brush: Brush): string {
  const { tier, id } = brush;
  return `<clipPath id="c${id}"><path d="${outline(tier)}"/></clipPath>${COATS[kind](brush)}`;
}

/** The plain shape in a colour; `gloss` 0..1 is how strongly light and shade differ. */
function body({ tier, coat, id }: Brush, gloss: number): string {
  const { cx, top, rx, ry } = tier;
  return (
    `<defs>${sideLight(`s${id}`, coat, gloss)}${topLight(`t${id}`, coat, gloss)}</defs>` +
    `<path d="${outline(tier)}" fill="url(#s${id})"/>` +
    ellipse(cx, top, rx, ry, `fill="${lighter(coat, 0.35)}"`) +
    ellipse(cx, top + 3, rx - 4, ry - 2, `fill="url(#t${id})"`)
  );
}

const inside = (id: string, drawn: string) => `<g clip-path="url(#c${id})">${drawn}</g>`;

/** Dollops of piped cream along an ellipse, from the right over the front to the left, or all around. */
export function piping(tier: Tier, y: number, size: number, tint: Tint, whole = false): string {
  const turn = whole ? 2 * Math.PI : Math.PI;
  const count = Math.max(8, Math.round((turn * tier.rx) / (size * 1.75)));
  const angles = Array.from({ length: count }, (_, i) => (turn * (i + 0.5)) / count);
  const back = (angle: number) => Math.sin(angle);
  return angles
    .sort((a, b) => back(a) - back(b))
    .map((angle) => {
      const { x, y: at } = onRim(tier, y, angle);
      const r = size * (0.82 + 0.18 * back(angle));
      return (
        ellipse(x, at, r, r * 0.86, `fill="${darker(tint, 0.16)}"`) +
        ellipse(x - r * 0.06, at - r * 0.12, r * 0.9, r * 0.74, `fill="${tint}"`) +
        `<path d="${path`M${x - r * 0.5} ${at - r * 0.05}Q${x} ${at - r * 1.25} ${x + r * 0.34} ${at - r * 0.2}`}" fill="${lighter(tint, 0.35)}" stroke="${darker(tint, 0.1)}" stroke-width="1.2"/>`
      );
    })
    .join('');
}

/** Shine that follows the round side. */
const shine = ({ cx, rx, top, bottom }: Tier, at: number, width: number, opacity: number) => {
  const x = cx + rx * at;
  return `<path d="${path`M${x} ${top + 26}Q${x - 6} ${(top + bottom) / 2} ${x} ${bottom - 14}L${x + width} ${bottom - 8}Q${x + width - 8} ${(top + bottom) / 2} ${x + width} ${top + 30}Z`}" fill="#fff" opacity="${opacity}"/>`;
};

const cream: Coat = (brush) => {
  const { tier, coat, palette, id, random } = brush;
  const height = tier.bottom - tier.top;
  const strokes = Array.from({ length: Math.round(height / 20) }, (_, i) => {
    const y = tier.top + 24 + i * 20 + random() * 6;
    const tint = i % 2 ? darker(coat, 0.1) : lighter(coat, 0.6);
    const lean = (random() - 0.5) * 12;
    return `<path d="${path`M${tier.cx - tier.rx} ${y}Q${tier.cx} ${y + tier.ry * 2 + lean} ${tier.cx + tier.rx} ${y + lean}`}" fill="none" stroke="${tint}" stroke-width="${round(5 + random() * 6)}" opacity="0.4"/>`;
  });
  const dollop = Math.max(13, tier.rx * 0.085);
  const border = brightness(coat) > 0.86 ? mix(palette.accent, coat, 0.35) : lighter(coat, 0.45);
  return (
    body(brush, 0.62) +
    inside(id, strokes.join('')) +
    piping(tier, tier.bottom - 3, dollop * 0.85, border) +
    piping({ ...tier, rx: tier.rx - dollop * 1.05, ry: tier.ry - dollop * 0.5 }, tier.top - 2, dollop, border, true)
  );
};

const velour: Coat = (brush) => {
  const { tier, coat, id, random } = brush;
  const specks = Array.from({ length: Math.round(tier.rx * 1.7) }, () => {
    const [x, y] = [
      tier.cx + (random() * 2 - 1) * tier.rx,
      tier.top - tier.ry + random() * (tier.bottom - tier.top + 2 * tier.ry),
    ];
    const tint = random() > 0.5 ? lighter(coat, 0.5) : darker(coat, 0.22);
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(0.9 + random() * 1.5)}" fill="${tint}" opacity="0.6"/>`;
  });
  const waves = [0.3, 0.52, 0.74].map((share, i) => {
    const y = tier.top + (tier.bottom - tier.top) * share;
    const d = path`M${tier.cx - tier.rx} ${y}C${tier.cx - tier.rx * 0.5} ${y + tier.ry * 1.9} ${tier.cx - tier.rx * 0.1} ${y - 16} ${tier.cx + tier.rx * 0.3} ${y + tier.ry * 0.8}S${tier.cx + tier.rx * 0.9} ${y + tier.ry * 0.9} ${tier.cx + tier.rx} ${y - 12}`;
    return `<path d="${d}" fill="none" stroke="${i % 2 ? lighter(coat, 0.4) : darker(coat, 0.14)}" stroke-width="9" opacity="0.3" stroke-linecap="round"/>`;
  });
  return (
    body(brush, 0.45) + inside(id, waves.join('') + specks.join('')) + piping(tier, tier.bottom, 9, lighter(coat, 0.28))
  );
};

const fondant: Coat = (brush) => {
  const { tier, coat, palette, id } = brush;
  const ribbon = brightness(coat) > 0.8 ? mix(palette.accent, '#e58ba3', 0.12) : lighter(palette.accent, 0.1);
  const width = Math.max(20, (tier.bottom - tier.top) * 0.17);
  const [low, high] = [tier.bottom - 2, tier.bottom - width - 2];
  return (
    body(brush, 0.56) +
    inside(id, shine(tier, -0.62, tier.rx * 0.16, 0.28)) +
    `<defs>${sideLight(`r${id}`, ribbon, 0.9)}</defs>` +
    `<path d="${band(tier, high, low)}" fill="url(#r${id})"/>` +
    `<path d="${arc(tier, high + 5)}" fill="none" stroke="#fff" stroke-width="1.6" stroke-dasharray="5 5" opacity="0.7"/>` +
    // One bow is enough, and flowers may lie on the upper tiers.
    (tier.bottom >= FLOOR ? bow(tier.cx - tier.rx * 0.42, (low + high) / 2 + tier.ry * 0.9, width * 1.15, ribbon) : '')
  );
};

function bow(x: number, y: number, size: number, tint: Tint): string {
  const loop = `<path d="M0 0C-8-26-44-34-46-8C-47 18-12 16 0 0Z" fill="${tint}" stroke="${darker(tint, 0.22)}" stroke-width="2"/><path d="M-8-4Q-24-14-36-8" fill="none" stroke="${lighter(tint, 0.55)}" stroke-width="3" stroke-linecap="round"/>`;
  const tail = `<path d="M0 4L-22 44L-8 38L-2 48L4 8Z" fill="${darker(tint, 0.1)}"/>`;
  const knot =
    ellipse(0, 1, 9, 10, `fill="${darker(tint, 0.12)}"`) + ellipse(-2, -2, 4, 4, `fill="${lighter(tint, 0.4)}"`);
  return `<g transform="translate(${round(x)} ${round(y)}) scale(${round((size / 34) * 10) / 10})">${tail}<g transform="scale(-1 1)">${tail}${loop}</g>${loop}${knot}</g>`;
}

const mirror: Coat = (brush) => {
  const { tier, coat, palette, id } = brush;
  const { cx, rx, ry, top, bottom } = tier;
  const vein = mix(palette.coats[1] ?? lighter(coat, 0.75), '#ffffff', 0.25);
  const marbled = [0.2, 0.46, 0.72].map((share, i) => {
    const [y, thick] = [top + (bottom - top) * share + ry, [26, 18, 30][i]];
    return `<path d="${path`M${cx - rx} ${y - 10}C${cx - rx * 0.6} ${y + 34} ${cx - rx * 0.3} ${y - 52} ${cx + rx * 0.1} ${y - 6}S${cx + rx * 0.7} ${y + 40} ${cx + rx} ${y - 34}L${cx + rx} ${y - 34 + thick}C${cx + rx * 0.6} ${y + 44 + thick} ${cx + rx * 0.4} ${y - 40 + thick} ${cx} ${y + 8 + thick}S${cx - rx * 0.8} ${y + 22} ${cx - rx} ${y - 10}Z`}" fill="${vein}" opacity="0.18"/>`;
  });
  const cloud = `<path d="${path`M${cx - rx * 0.3} ${top + ry * 0.5}C${cx} ${top - ry * 0.2} ${cx + rx * 0.3} ${top + ry * 0.9} ${cx + rx * 0.8} ${top - ry * 0.1}C${cx + rx * 0.7} ${top + ry * 0.9} ${cx} ${top + ry * 1.05} ${cx - rx * 0.3} ${top + ry * 0.5}Z`}" fill="${vein}" opacity="0.35"/>`;
  const gloss =
    `<path d="${path`M${cx - rx * 0.72} ${top - ry * 0.18}C${cx - rx * 0.5} ${top - ry * 0.8} ${cx - rx * 0.05} ${top - ry * 0.86} ${cx + rx * 0.2} ${top - ry * 0.74}C${cx - rx * 0.2} ${top - ry * 0.6} ${cx - rx * 0.5} ${top - ry * 0.3} ${cx - rx * 0.6} ${top + ry * 0.1}Z`}" fill="#fff" opacity="0.75"/>` +
    shine(tier, -0.78, rx * 0.13, 0.62) +
    shine(tier, -0.56, rx * 0.04, 0.5) +
    shine(tier, 0.7, rx * 0.05, 0.3);
  return pool(tier, coat) + body(brush, 1) + inside(id, marbled.join('') + cloud + gloss);
};

/** Glaze that has run down and stands around the cake. */
const pool = ({ cx, bottom, rx, ry }: Tier, tint: Tint) =>
  ellipse(cx, bottom + 3, rx + 14, ry + 7, `fill="${darker(tint, 0.12)}"`) +
  ellipse(cx - 4, bottom + 1, rx + 11, ry + 4, `fill="${lighter(tint, 0.12)}"`);

const ganache: Coat = (brush) => {
  const { tier, coat, id } = brush;
  return (
    body(brush, 0.85) +
    inside(id, shine(tier, -0.7, tier.rx * 0.12, 0.2)) +
    piping(tier, tier.bottom - 2, Math.max(12, tier.rx * 0.07), lighter(coat, 0.16))
  );
};

/** Nothing hides the sponge: layers, crumbs, and cream that looks out between them. */
const naked: Coat = (brush) => {
  const { tier, palette, id, random, coat } = brush;
  const { cx, rx, top, bottom } = tier;
  const layers = Math.max(3, Math.round((bottom - top) / 62));
  const [step, gap] = [(bottom - top) / layers, Math.min(20, (bottom - top) / layers / 3)];
  const sides = Array.from({ length: layers }, (_, i) => {
    const y = bottom - (i + 1) * step + gap;
    const crumbs = Array.from({ length: Math.round(rx / 4) }, () => {
      const angle = random() * Math.PI;
      const at = onRim(tier, y + random() * (step - gap), angle);
      const tint = random() > 0.4 ? darker(palette.sponge, 0.25) : lighter(palette.sponge, 0.4);
      return ellipse(at.x, at.y, 1.5 + random() * 2.4, 1 + random() * 1.4, `fill="${tint}" opacity="0.7"`);
    });
    return (
      `<path d="${band(tier, y, y + step - gap)}" fill="url(#n${id})"/>${crumbs.join('')}` +
      `<path d="${band({ ...tier, rx: rx + 3 }, y - gap, y)}" fill="url(#s${id})"/>` +
      `<path d="${arc({ ...tier, rx: rx + 3 }, y)}" fill="none" stroke="${darker(coat, 0.24)}" stroke-width="1.6" opacity="0.5"/>`
    );
  });
  const sugar = Array.from({ length: 70 }, () => {
    const [angle, far] = [random() * 2 * Math.PI, Math.sqrt(random()) * 0.92];
    return `<circle cx="${round(cx + rx * far * Math.cos(angle))}" cy="${round(top - 6 + tier.ry * far * Math.sin(angle))}" r="1.6" fill="#fff"/>`;
  });
  return (
    `<defs>${sideLight(`n${id}`, palette.sponge, 0.75)}${sideLight(`s${id}`, coat, 0.5)}${topLight(`t${id}`, coat, 0.6)}</defs>` +
    sides.join('') +
    ellipse(cx, top, rx + 3, tier.ry + 1, `fill="${darker(coat, 0.08)}"`) +
    ellipse(cx, top - 6, rx + 1, tier.ry, `fill="url(#t${id})"`) +
    sugar.join('')
  );
};

const COATS: Record<CoatingKind, Coat> = { cream, velour, fondant, mirror, ganache, naked };
