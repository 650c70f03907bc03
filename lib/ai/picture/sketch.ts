import type { CakeLook } from '../../dialogue/types';
import type { Shop } from '../../order/types';
import { drawPng } from './render';
import { type Caption, SHOWN_WIDTH, stripOf } from './strip';
import { coated } from './sketch/coating';
import { paletteOf } from './sketch/palette';
import { randomOf } from './sketch/random';
import { backdrop, CANVAS, stand } from './sketch/scene';
import { tiersOf } from './sketch/shape';
import { TOPPINGS } from './sketch/toppings';
import { coatingKind, decorKind, moodOf, type Named } from './sketch/words';

/**
 * Draws the chosen cake here, without any model: its tiers, colours, coating and decoration as far as the names on the menu
 * tell them, with the strip below. The same look always gives the same sketch.
 *
 * @returns a PNG, SHOWN_WIDTH wide
 */
export function drawSketch(look: CakeLook, shop: Shop, caption: Caption): Promise<Buffer> {
  return drawPng(sketchSvg(look, shop, caption));
}

/** The sketch before it is drawn. */
export function sketchSvg(look: CakeLook, shop: Shop, caption: Caption): string {
  const strip = stripOf(caption);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SHOWN_WIDTH}" height="${CANVAS + strip.height}">` +
    `${cakeSvg(look, shop)}<g transform="translate(0 ${CANVAS})">${strip.svg}</g></svg>`
  );
}

function cakeSvg(look: CakeLook, { menu }: Shop): string {
  const coating = named(menu.coatings, look.coating);
  const kind = coatingKind(coating);
  const palette = paletteOf(look.colours, kind, coating, named(menu.fillings, look.filling));
  const random = randomOf(JSON.stringify(look));
  const tiers = tiersOf(look.weightG, look.tiers);
  const decor = decorKind(named(menu.decor, look.decor));
  return (
    backdrop(moodOf(named(menu.occasions, look.occasion)), palette.sweets, random) +
    stand(tiers[0]) +
    tiers
      .map((tier, i) =>
        coated(kind, { tier, coat: palette.coats[i % palette.coats.length], palette, id: `${i}`, random }),
      )
      .join('') +
    (decor ? TOPPINGS[decor]({ tiers, palette, random }) : '')
  );
}

const named = <T extends Named>(list: T[], key: string | null): T | null => list.find((one) => one.key === key) ?? null;
