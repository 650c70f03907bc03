import { blueberry, cherry, currant, leaf, type Piece, raspberry, slice, strawberry } from './berries';
import { at, type Cake, type Place } from './cake';
import { drips } from './drips';
import { daisy, rose, twig } from './flowers';
import type { Random } from './random';
import { ellipse, onRim } from './shape';
import { gold, pearls, sprinkles } from './strewn';
import { bear, curl, macaron, meringue, shard, truffle } from './sweets';
import { lighter, mix, type Tint } from './tint';
import type { DecorKind } from './words';

const shadow = (x: number, y: number, rx: number) => ellipse(x, y, rx, rx * 0.24, 'fill="#6b4636" opacity="0.18"');

/** Places of a heap on top, from the back to the front; across and forth in parts of the radius, up in parts of a piece. */
const HEAP: [across: number, forth: number, up: number][] = [
  [-0.34, -0.5, 0],
  [0.34, -0.5, 0],
  [0, -0.56, 0],
  [-0.52, -0.05, 0],
  [0.52, -0.05, 0],
  [-0.18, -0.2, 0.75],
  [0.2, -0.2, 0.7],
  [0, 0.05, 1.25],
  [-0.27, 0.3, 0.1],
  [0.29, 0.3, 0.1],
  [0, 0.42, 0.2],
];

/** Pieces piled up in the middle of the highest tier. */
function heap({ tiers, random }: Cake, pieces: Piece[], share: number): string {
  const { cx, top, rx, ry } = tiers.at(-1)!;
  const size = Math.min(44, Math.max(22, rx * share));
  return (
    shadow(cx, top + ry * 0.2, rx * 0.66) +
    HEAP.map(([across, forth, up], i) => {
      const x = cx + across * rx * 0.86;
      const y = top + forth * ry * 0.9 - size * (0.55 + up);
      return at({ x, y }, pieces[i % pieces.length](size), (random() - 0.5) * 44);
    }).join('')
  );
}

/** Where a small group finds room: on the edge of each lower tier, and beside the cake. */
function corners({ tiers }: Cake): Place[] {
  const edges = tiers.slice(1).map((tier, i) => onRim(tier, tier.bottom + 4, Math.PI * (i % 2 ? 0.22 : 0.76)));
  return [...edges, onRim({ ...tiers[0], rx: tiers[0].rx + 12 }, tiers[0].bottom + 6, Math.PI * 0.27)];
}

/** Three or four pieces that lean together. */
function group(place: Place, pieces: Piece[], size: number, random: Random): string {
  const places = [
    [-0.9, -0.5],
    [0.85, -0.45],
    [0, -1.15],
    [-0.1, 0.1],
  ];
  return places
    .map(([x, y], i) =>
      at({ x: place.x + x * size, y: place.y + y * size }, pieces[i % pieces.length](size), (random() - 0.5) * 50),
    )
    .join('');
}

const groups = (cake: Cake, pieces: Piece[], size: number) =>
  corners(cake)
    .map((place) => group(place, pieces, size, cake.random))
    .join('');

function leaves({ tiers }: Cake, draw: (turn: number) => string): string {
  const { cx, top, rx, ry } = tiers.at(-1)!;
  const turns = [200, 232, 308, 340, 158, 22];
  return turns
    .map((turn) => at({ x: cx + Math.cos((turn * Math.PI) / 180) * rx * 0.36, y: top - ry * 0.25 }, draw(turn)))
    .join('');
}

const berries = (cake: Cake) => {
  const { rx } = cake.tiers.at(-1)!;
  const mixed = [strawberry, raspberry, blueberry, strawberry, currant, raspberry, strawberry];
  return (
    leaves(cake, (turn) => leaf(rx * 0.34, turn)) +
    heap(cake, mixed, 0.165) +
    groups(cake, [raspberry, blueberry, strawberry, currant], Math.max(17, rx * 0.1))
  );
};

const fruit = (cake: Cake) => {
  const { rx } = cake.tiers.at(-1)!;
  const mixed = [slice('#f2a040'), cherry, slice('#f5d75c'), strawberry, slice('#ee7f6b'), blueberry];
  return (
    leaves(cake, (turn) => leaf(rx * 0.3, turn)) +
    heap(cake, mixed, 0.17) +
    groups(cake, [slice('#f2a040'), cherry, blueberry], Math.max(17, rx * 0.1))
  );
};

const flowers = (cake: Cake) => {
  const { tiers, palette, random } = cake;
  const { cx, top, rx, ry } = tiers.at(-1)!;
  const petals = palette.sweets.map((tint) => mix(tint, '#f6b6c4', 0.28));
  const big = Math.min(62, Math.max(34, rx * 0.27));
  const bouquet: [Piece, number, number, number][] = [
    [rose(petals[0]), -0.34, -0.5, 0.86],
    [rose(lighter(petals[1 % petals.length], 0.2)), 0.3, -0.6, 0.9],
    [daisy('#fffdf8'), 0.66, -0.1, 0.4],
    [daisy('#fffdf8'), -0.72, 0, 0.42],
    [rose(petals[2 % petals.length]), -0.3, 0.06, 0.95],
    [rose(lighter(petals[0], 0.3)), 0.34, 0.1, 1],
    [daisy('#fffdf8'), 0.02, 0.62, 0.4],
  ];
  const side = corners(cake).map((place, i) => {
    const turn = i % 2 ? 24 : 156;
    const flower = rose(petals[i % petals.length]);
    return (
      at(place, twig(big * 1.7, turn) + twig(big * 1.25, turn - 42)) +
      at({ x: place.x, y: place.y - big * 0.36 }, flower(big * 0.72), random() * 60) +
      at({ x: place.x + big * 0.72, y: place.y }, daisy('#fffdf8')(big * 0.34))
    );
  });
  return (
    leaves(cake, (turn) => twig(rx * 0.62, turn)) +
    bouquet
      .map(([flower, x, y, share]) =>
        at({ x: cx + x * rx * 0.8, y: top + y * ry - big * 0.5 }, flower(big * share), random() * 80),
      )
      .join('') +
    side.join('')
  );
};

const macarons = (cake: Cake) => {
  const { rx } = cake.tiers.at(-1)!;
  const shells = [...cake.palette.sweets, '#f6c3cf', '#c9e3cf', '#fbe7b5'].map((tint) => macaron(tint as Tint));
  return heap(cake, shells, 0.2) + groups(cake, shells, Math.max(19, rx * 0.12));
};

const meringues = (cake: Cake) => {
  const kisses = [...cake.palette.sweets, '#fff7ec'].map((tint) => meringue(tint as Tint));
  return heap(cake, kisses, 0.18) + groups(cake, kisses, 20);
};

const figurine = ({ tiers, palette }: Cake) => {
  const { cx, top, rx, ry } = tiers.at(-1)!;
  const size = Math.min(88, Math.max(52, rx * 0.4));
  const bow = mix(palette.accent, '#e5738f', 0.45);
  return shadow(cx, top + ry * 0.16, size * 0.9) + at({ x: cx, y: top + ry * 0.16 }, bear(size, bow));
};

/** Chocolate that runs over the edge, and pieces of it on top. */
const chocolate = (cake: Cake) => {
  const top = cake.tiers.at(-1)!;
  const pieces = [shard, truffle, curl, truffle, shard, truffle];
  return drips(top, '#5f3a2a', cake.random) + heap(cake, pieces, 0.155) + groups(cake, [truffle, curl], 18);
};

/** How each decoration is drawn on a cake. */
export const TOPPINGS: Record<DecorKind, (cake: Cake) => string> = {
  berries,
  flowers,
  macarons,
  figurine,
  chocolate,
  meringue: meringues,
  fruit,
  sprinkles,
  gold,
  pearls,
};
