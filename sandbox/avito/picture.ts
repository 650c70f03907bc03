import { readPicture } from '../telegram/media';

/** What a picture's bytes tell. Size in pixels. */
export interface Picture {
  width: number;
  height: number;
  mimeType: string;
}

const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];

/** A JPEG, PNG, GIF, WebP, BMP or HEIC; undefined for anything else. */
export function pictureOf(data: Buffer): Picture | undefined {
  return readPicture(data) ?? bitmap(data) ?? heic(data);
}

function bitmap(data: Buffer): Picture | undefined {
  if (data.length < 26 || data.toString('latin1', 0, 2) !== 'BM') return undefined;
  // A negative height means that the rows begin at the top.
  return { width: data.readInt32LE(18), height: Math.abs(data.readInt32LE(22)), mimeType: 'image/bmp' };
}

function heic(data: Buffer): Picture | undefined {
  if (data.toString('latin1', 4, 8) !== 'ftyp' || !HEIC_BRANDS.includes(data.toString('latin1', 8, 12)))
    return undefined;
  // The box of the picture's extents: its type, four bytes of version and flags, width, height.
  const extents = data.indexOf('ispe', 12, 'latin1');
  if (extents < 0 || extents + 16 > data.length) return undefined;
  return { width: data.readUInt32BE(extents + 8), height: data.readUInt32BE(extents + 12), mimeType: 'image/heic' };
}
