import type { Random } from './random';
import { ellipse, onRim, path, round, type Tier } from './shape';
import { darker, lighter, type Tint } from './tint';

/** Chocolate poured over a tier: it covers the top and runs down the side. */
export function drips(tier: Tier, tint: Tint, random: Random): string {
  const { cx, top, rx, ry, bottom } = tier;
  const count = Math.max(9, Math.round(rx / 13));
  const length = Math.min(96, (bottom - top) * 0.5);
  let edge = path`M${cx - rx} ${top}`;
  for (let i = 0; i < count; i++) {
    const from = Math.PI * (1 - i / count);
    const to = Math.PI * (1 - (i + 1) / count);
    const [a, b, c] = [onRim(tier, top, from), onRim(tier, top, (from + to) / 2), onRim(tier, top, to)];
    const [half, low] = [Math.max(5, (c.x - a.x) * 0.3), b.y + 24 + length * (0.2 + 0.8 * random())];
    edge += path`L${a.x} ${a.y + 14}Q${b.x - half} ${b.y + 14} ${b.x - half} ${b.y + 26}L${b.x - half} ${low}A${half} ${half} 0 0 0 ${b.x + half} ${low}L${b.x + half} ${b.y + 26}Q${b.x + half} ${b.y + 14} ${c.x} ${c.y + 14}`;
  }
  return (
    `<path d="${edge}L${round(cx + rx)} ${round(top)}Z" fill="${darker(tint, 0.1)}"/>` +
    ellipse(cx, top, rx, ry, `fill="${tint}"`) +
    ellipse(cx - rx * 0.1, top - ry * 0.12, rx * 0.82, ry * 0.7, `fill="${lighter(tint, 0.09)}"`) +
    `<path d="${path`M${cx - rx * 0.9} ${top + ry * 0.42}A${rx} ${ry} 0 0 0 ${cx - rx * 0.2} ${top + ry * 0.96}`}" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" opacity="0.4"/>`
  );
}
