import { headerOf } from './header';
import { toJpeg } from './jpeg';
import { drawSvg, flatten } from './render';

const LARGEST_BYTES = 15 * 1024 * 1024;
/** A few bytes can claim to be a picture of gigabytes. */
const MOST_PIXELS = 32_000_000;
const LONGEST_SIDE = 1536;
const QUALITY = 88;

/** A reference photo as a model is given it, or why it is not used. */
export type Reference = { ok: true; jpeg: Buffer } | { ok: false; why: string };

/** EXIF orientations 1..8 as transformations of the unit square (Exif 2.32, table 6), by SVG's `matrix`. */
const TURNS: Record<number, string> = {
  1: '1 0 0 1 0 0',
  2: '-1 0 0 1 1 0',
  3: '-1 0 0 -1 1 1',
  4: '1 0 0 -1 0 1',
  5: '0 1 1 0 0 0',
  6: '0 1 -1 0 1 0',
  7: '0 -1 -1 0 1 1',
  8: '0 -1 1 0 0 1',
};

/**
 * Makes a customer's photo fit to be sent on: upright, its longest side 1536 pixels at most, and drawn anew, so that place,
 * camera and date stay here. Its type is read from its bytes.
 */
export async function prepareReference(photo: Buffer): Promise<Reference> {
  if (photo.length > LARGEST_BYTES) return { ok: false, why: 'the photo is larger than 15 MB' };
  const header = headerOf(photo);
  if (!header) return { ok: false, why: 'the photo is neither JPEG nor PNG' };
  const { orientation } = header;
  if (header.width * header.height > MOST_PIXELS) return { ok: false, why: 'the photo has more than 32 megapixels' };
  const lies = orientation > 4;
  const [wide, high] = lies ? [header.height, header.width] : [header.width, header.height];
  const scale = Math.min(1, LONGEST_SIDE / Math.max(wide, high));
  const [width, height] = [Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round(high * scale))];
  const image = '<image href="https://photo/" width="1" height="1" preserveAspectRatio="none"/>';
  const drawing = await drawSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
      `<g transform="scale(${width} ${height}) matrix(${TURNS[orientation]})">${image}</g></svg>`,
    { photo },
  );
  if (!flatten(drawing)) return { ok: false, why: 'the photo cannot be read' };
  return { ok: true, jpeg: await toJpeg(drawing, QUALITY) };
}
