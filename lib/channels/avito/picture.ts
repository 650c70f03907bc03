/** What Avito takes as a picture (Avito's OpenAPI of 2026-08-03). WebP is not among it. */
const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/bmp', 'image/heic'];
const LARGEST_BYTES = 24 * 1024 * 1024;
const MOST_PIXELS = 75_000_000;

interface Size {
  width: number;
  height: number;
}

/** Walks a JPEG's segments to the frame header, where the size stands. */
function sizeOfJpeg(data: Buffer): Size | null {
  for (let at = 2; at + 9 < data.length && data[at] === 0xff;) {
    const marker = data[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
    // 0xff may be repeated as filling before a marker.
    at += marker === 0xff ? 1 : 2 + data.readUInt16BE(at + 2);
  }
  return null;
}

/** A HEIC tells the size of each picture in it in an `ispe` box; the largest is the whole. */
function sizeOfHeic(data: Buffer): Size | null {
  let largest: Size | null = null;
  for (let at = data.indexOf('ispe'); at >= 0 && at + 16 <= data.length; at = data.indexOf('ispe', at + 4)) {
    const size = { width: data.readUInt32BE(at + 8), height: data.readUInt32BE(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

/** Width and height as the file's own header tells them; null when it cannot be read. */
export function sizeOfPicture(data: Buffer, mimeType: string): Size | null {
  try {
    switch (mimeType) {
      case 'image/png':
        return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
      case 'image/gif':
        return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) };
      case 'image/bmp':
        return { width: Math.abs(data.readInt32LE(18)), height: Math.abs(data.readInt32LE(22)) };
      case 'image/jpeg':
        return sizeOfJpeg(data);
      case 'image/heic':
        return sizeOfHeic(data);
      default:
        return null;
    }
  } catch {
    // A header that ends too soon.
    return null;
  }
}

/** Why Avito would not take a picture, in words for the owner; null when it would. */
export function pictureProblem({ data, mimeType }: { data: Buffer; mimeType: string }): string | null {
  if (!TYPES.includes(mimeType)) {
    return `Авито не берёт картинки ${mimeType.replace('image/', '').toUpperCase()}: нужен JPEG, PNG, GIF, BMP или HEIC`;
  }
  if (data.length > LARGEST_BYTES) return 'Авито берёт картинки до 24 МБ';
  const size = sizeOfPicture(data, mimeType);
  if (size && size.width * size.height > MOST_PIXELS) return 'Авито берёт картинки до 75 мегапикселей';
  return null;
}
