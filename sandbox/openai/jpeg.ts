/** Side of a block, in pixels. */
export const BLOCK = 8;

/** A picture of one-coloured blocks, row by row. */
export interface Mosaic {
  columns: number;
  rows: number;
  /** Of each block: its place in `palette`. */
  cells: Uint8Array;
  /** Red, green and blue, 0 to 255. */
  palette: [number, number, number][];
}

/** How many codes there are of each length, 1 to 16 bits, and their symbols (ITU T.81, table K.3). */
const DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_SYMBOLS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/** A block of one colour ends after its first number, so one code is enough. */
const AC_LENGTHS = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const AC_SYMBOLS = [0];
const END_OF_BLOCK = { bits: 0, length: 1 };
const COMPONENTS = 3;

/**
 * A baseline JPEG of a mosaic. A block of one colour is a single number to JPEG, so that a megapixel takes milliseconds; a
 * general encoder in JavaScript takes half a second.
 */
export function encodeJpeg({ columns, rows, cells, palette }: Mosaic): Buffer {
  const colours = palette.map(levels);
  const codes = dcCodes();
  const scan = new Bits();
  const before = [0, 0, 0];
  for (const cell of cells) {
    for (let component = 0; component < COMPONENTS; component += 1) {
      const level = colours[cell][component];
      const step = level - before[component];
      before[component] = level;
      const size = step === 0 ? 0 : 32 - Math.clz32(Math.abs(step));
      scan.write(codes[size].bits, codes[size].length);
      scan.write(step < 0 ? step + (1 << size) - 1 : step, size);
      scan.write(END_OF_BLOCK.bits, END_OF_BLOCK.length);
    }
  }
  const [width, height] = [columns * BLOCK, rows * BLOCK];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [...Buffer.from('JFIF\0', 'latin1'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    // Quantised by 8, the first number of a block is its level.
    segment(0xdb, [0, ...Array<number>(64).fill(8)]),
    segment(0xc0, [
      ...[8, height >> 8, height & 255, width >> 8, width & 255, COMPONENTS],
      ...[1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0],
    ]),
    segment(0xc4, [0x00, ...DC_LENGTHS, ...DC_SYMBOLS, 0x10, ...AC_LENGTHS, ...AC_SYMBOLS]),
    segment(0xda, [COMPONENTS, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
    scan.end(),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** Luminance and the two colour differences of JFIF, around 0. */
function levels([red, green, blue]: [number, number, number]): number[] {
  const y = 0.299 * red + 0.587 * green + 0.114 * blue;
  const around = [y - 128, (blue - y) / 1.772, (red - y) / 1.402];
  return around.map((level) => Math.max(-128, Math.min(127, Math.round(level))));
}

function dcCodes(): { bits: number; length: number }[] {
  const codes: { bits: number; length: number }[] = [];
  let bits = 0;
  DC_LENGTHS.forEach((count, index) => {
    for (let n = 0; n < count; n += 1) codes.push({ bits: bits++, length: index + 1 });
    bits <<= 1;
  });
  return codes;
}

function segment(marker: number, body: number[]): Buffer {
  const length = body.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...body]);
}

/** Bits one behind the other; a byte of ones is followed by an empty one, as JPEG wants it. */
class Bits {
  private readonly bytes: number[] = [];
  private kept = 0;
  private count = 0;

  write(bits: number, length: number): void {
    this.kept = (this.kept << length) | bits;
    this.count += length;
    while (this.count >= 8) {
      this.count -= 8;
      const byte = (this.kept >> this.count) & 255;
      this.bytes.push(byte);
      if (byte === 255) this.bytes.push(0);
    }
    this.kept &= (1 << this.count) - 1;
  }

  end(): Buffer {
    if (this.count > 0) this.write((1 << (8 - this.count)) - 1, 8 - this.count);
    return Buffer.from(this.bytes);
  }
}
