/** What the first bytes of a picture say about it. */
export interface PictureHeader {
  type: 'jpeg' | 'png';
  /** Pixels as they are stored, before `orientation` is applied. */
  width: number;
  height: number;
  /** EXIF orientation, 1..8; 1 is upright. */
  orientation: number;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const UPRIGHT = 1;

/** Reads type, size and orientation of a JPEG or PNG from its bytes, whatever its name says; null: it is neither, or broken. */
export function headerOf(data: Buffer): PictureHeader | null {
  try {
    const header = data.subarray(0, 8).equals(PNG) ? pngHeader(data) : jpegHeader(data);
    return header && header.width > 0 && header.height > 0 ? header : null;
  } catch {
    // It was cut off: a Buffer throws when it is read past its end.
    return null;
  }
}

function pngHeader(data: Buffer): PictureHeader | null {
  if (data.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { type: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20), orientation: UPRIGHT };
}

/** SOF0..SOF15 carry the size; C4, C8 and CC of that range are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const APP1 = 0xe1;

function jpegHeader(data: Buffer): PictureHeader | null {
  if (data.readUInt16BE(0) !== 0xffd8) return null;
  let orientation = UPRIGHT;
  for (let at = 2; data[at] === 0xff;) {
    const marker = data[at + 1];
    // Fill bytes before a marker are allowed.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    if (isFrame(marker)) {
      return { type: 'jpeg', width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5), orientation };
    }
    if (marker === APP1) orientation = exifOrientation(data.subarray(at + 4, at + 2 + length)) ?? orientation;
    at += 2 + length;
  }
  return null;
}

const ORIENTATION_TAG = 0x0112;

/** The orientation in an EXIF block (Exif 2.32, 4.5); null: it tells none. A broken block is no reason to refuse the photo. */
function exifOrientation(block: Buffer): number | null {
  if (block.toString('latin1', 0, 6) !== 'Exif\0\0') return null;
  const tiff = block.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  try {
    const directory = long(4);
    for (let entry = directory + 2, left = short(directory); left > 0; entry += 12, left--) {
      if (short(entry) !== ORIENTATION_TAG) continue;
      const value = short(entry + 8);
      return value >= 1 && value <= 8 ? value : null;
    }
    return null;
  } catch {
    return null;
  }
}
