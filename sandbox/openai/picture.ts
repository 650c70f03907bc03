import { createHash } from 'node:crypto';
import { Jimp } from 'jimp';
import { BLOCK, encodeJpeg, type Mosaic } from './jpeg';

/** What is to be drawn. Sizes in pixels, multiples of eight. */
export interface Look {
  width: number;
  height: number;
  format: 'png' | 'jpeg';
  /** PNG only. */
  transparent: boolean;
  prompt: string;
  /** Bytes of the pictures that it was drawn after. */
  references: Buffer[];
}

const KEPT = 60;
const drawn = new Map<string, Promise<Buffer>>();

/** A cake for a prompt, always the same for the same one; the newest sixty are remembered. */
export function draw(look: Look): Promise<Buffer> {
  const { width, height, format, transparent, prompt, references } = look;
  const key = [width, height, format, transparent, ...[prompt, ...references].map(digest)].join(':');
  const known = drawn.get(key);
  if (known) return known;
  const mosaic = cake(look);
  const fresh = format === 'jpeg' ? Promise.resolve(encodeJpeg(mosaic)) : encodePng(mosaic, transparent);
  drawn.set(key, fresh);
  const [oldest] = drawn.keys();
  if (drawn.size > KEPT) drawn.delete(oldest);
  return fresh;
}

const digest = (of: string | Buffer): string => createHash('sha256').update(of).digest('hex');
const numbersOf = (of: string | Buffer): Buffer => createHash('sha256').update(of).digest();

/** Places in the palette. */
const [BACK, TABLE, PLATE, SPONGE, CREAM, BERRY, PHOTO] = [0, 1, 2, 3, 4, 5, 6];

/** One to three tiers of a colour, with layers of cream and berries on top; reference pictures are squares in the corner. */
function cake({ width, height, prompt, references }: Look): Mosaic {
  const [hue, more, berry, tall] = numbersOf(prompt);
  const palette = [
    ...[tone(hue + 128, 0.25, 0.93), tone(hue + 128, 0.2, 0.8), tone(hue, 0.05, 0.98)],
    ...[tone(hue, 0.35 + more / 700, 0.55), tone(hue, 0.4, 0.88), tone(berry, 0.7, 0.45)],
    ...references.map((data) => tone(numbersOf(data)[0], 0.6, 0.5)),
  ];
  const [columns, rows] = [width / BLOCK, height / BLOCK];
  const cells = new Uint8Array(columns * rows).fill(BACK);
  const paint = (colour: number, left: number, top: number, right: number, bottom: number): void => {
    for (let row = Math.round(top * rows); row < Math.round(bottom * rows); row += 1)
      cells.fill(colour, row * columns + Math.round(left * columns), row * columns + Math.round(right * columns));
  };
  paint(TABLE, 0, 0.78, 1, 1);
  paint(PLATE, 0.14, 0.8, 0.86, 0.83);
  const tiers = 1 + (tall % 3);
  const tierHeight = 0.5 / tiers;
  for (let tier = 0; tier < tiers; tier += 1) {
    const [inset, bottom] = [0.2 + tier * 0.08, 0.8 - tier * tierHeight];
    paint(SPONGE, inset, bottom - tierHeight, 1 - inset, bottom);
    for (const at of [0.25, 0.6]) {
      const layer = bottom - tierHeight * at;
      paint(CREAM, inset, layer - 0.02, 1 - inset, layer);
    }
    paint(CREAM, inset, bottom - tierHeight, 1 - inset, bottom - tierHeight * 0.88);
  }
  const [edge, top] = [0.2 + (tiers - 1) * 0.08, 0.3];
  for (let x = edge + 0.03; x < 1 - edge - 0.05; x += 0.1) paint(BERRY, x, top - 0.04, x + 0.05, top);
  references.forEach((_, index) => paint(PHOTO + index, 0.03 + index * 0.06, 0.03, 0.08 + index * 0.06, 0.08));
  return { columns, rows, cells, palette };
}

/** A colour by hue (0 to 255), saturation and lightness (0 to 1). */
function tone(hue: number, saturation: number, lightness: number): [number, number, number] {
  const angle = ((hue % 256) / 256) * 12;
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number): number => {
    const at = (offset + angle) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [part(0), part(8), part(4)];
}

/** Fast rather than small: without filters, and with colours that repeat. */
const PNG = { deflateLevel: 6, deflateStrategy: 0, filterType: 0 } as const;

function encodePng({ columns, rows, cells, palette }: Mosaic, transparent: boolean): Promise<Buffer> {
  const [width, height] = [columns * BLOCK, rows * BLOCK];
  const image = new Jimp({ width, height });
  const colours = palette.map(([red, green, blue], index) =>
    Buffer.from([red, green, blue, transparent && index === BACK ? 0 : 255]),
  );
  const row = Buffer.alloc(width * 4);
  for (let line = 0; line < rows; line += 1) {
    for (let column = 0; column < columns; column += 1)
      row.fill(colours[cells[line * columns + column]], column * BLOCK * 4, (column + 1) * BLOCK * 4);
    for (let copy = 0; copy < BLOCK; copy += 1) row.copy(image.bitmap.data, (line * BLOCK + copy) * width * 4);
  }
  return image.getBuffer('image/png', PNG);
}
