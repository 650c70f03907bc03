import { at, type Cake } from './cake';
import { ellipse, onRim } from './shape';
import { flake } from './sweets';

/** Small things all over the sides and the top. */
function strewn({ tiers, random }: Cake, perTier: number, piece: (i: number) => string): string {
  return tiers
    .flatMap((tier, t) =>
      Array.from({ length: perTier }, (_, i) => {
        const side = i % 3 !== 0;
        const reach = side ? 1 : Math.sqrt(random()) * 0.85;
        const angle = side ? Math.PI * (0.04 + 0.92 * random()) : 2 * Math.PI * random();
        const place = onRim({ ...tier, rx: tier.rx * reach, ry: tier.ry * reach }, tier.top, angle);
        // Thick near the edge, thinner below it.
        const y = side ? place.y + 14 + random() ** 2 * (tier.bottom - tier.top - 40) : place.y;
        const hidden = !side && t < tiers.length - 1;
        return hidden ? '' : at({ x: place.x, y }, piece(i), random() * 180);
      }),
    )
    .join('');
}

export const sprinkles = (cake: Cake) => {
  const tints = [...cake.palette.sweets, '#f59ab0', '#8fd0c0', '#f7cf6a', '#9db9ec'];
  return strewn(
    cake,
    95,
    (i) => `<rect x="-7" y="-2.2" width="14" height="4.4" rx="2.2" fill="${tints[i % tints.length]}"/>`,
  );
};

export const gold = (cake: Cake) => strewn(cake, 26, (i) => flake(5 + (i % 4) * 2.4));

export const pearls = (cake: Cake) =>
  strewn(cake, 60, (i) => {
    const r = 3.4 + (i % 3) * 1.6;
    return (
      ellipse(0, 0, r, r, 'fill="#f6ece4" stroke="#d8c6bb" stroke-width="0.8"') +
      ellipse(-r * 0.3, -r * 0.3, r * 0.35, r * 0.3, 'fill="#fff"')
    );
  });
