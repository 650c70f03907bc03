import { readFileSync } from 'node:fs';

/** A typeface that is drawn with. */
export interface Face {
  bytes: Uint8Array;
  /** Whether the face has a glyph of its own for that code point. */
  has(codePoint: number): boolean;
  /** Advance of the text in pixels, without kerning. */
  width(text: string, sizePx: number): number;
}

/** What is needed of a TrueType file: the table of characters (cmap, format 4) and the advances (hmtx). */
export function readFace(path: string): Face {
  const bytes = readFileSync(path);
  const tables = new Map<string, number>();
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    tables.set(bytes.toString('latin1', entry, entry + 4), bytes.readUInt32BE(entry + 8));
  }
  const at = (table: string): number => {
    const offset = tables.get(table);
    if (offset === undefined) throw new Error(`${path} is no TrueType font: it has no table ${table}`);
    return offset;
  };
  const unitsPerEm = bytes.readUInt16BE(at('head') + 18);
  const advances = bytes.readUInt16BE(at('hhea') + 34);
  const glyphOf = characters(bytes, at('cmap'));
  const advanceOf = (glyph: number) => bytes.readUInt16BE(at('hmtx') + 4 * Math.min(glyph, advances - 1));
  return {
    bytes,
    has: (codePoint) => glyphOf(codePoint) !== 0,
    width: (text, sizePx) =>
      ([...text].reduce((sum, char) => sum + advanceOf(glyphOf(char.codePointAt(0)!)), 0) * sizePx) / unitsPerEm,
  };
}

/** Glyph of a code point by the map of the Basic Multilingual Plane; 0: there is none. */
function characters(bytes: Buffer, cmap: number): (codePoint: number) => number {
  const count = bytes.readUInt16BE(cmap + 2);
  const offsets = Array.from({ length: count }, (_, i) => cmap + bytes.readUInt32BE(cmap + 4 + 8 * i + 4));
  const map = offsets.find((offset) => bytes.readUInt16BE(offset) === 4);
  if (map === undefined) throw new Error('The font has no map of characters in format 4');
  const doubled = bytes.readUInt16BE(map + 6);
  const [ends, starts] = [map + 14, map + 16 + doubled];
  const [deltas, ranges] = [starts + doubled, starts + 2 * doubled];
  return (codePoint) => {
    for (let i = 0; i < doubled; i += 2) {
      if (codePoint > bytes.readUInt16BE(ends + i)) continue;
      const start = bytes.readUInt16BE(starts + i);
      if (codePoint < start) return 0;
      const range = bytes.readUInt16BE(ranges + i);
      const delta = bytes.readUInt16BE(deltas + i);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = bytes.readUInt16BE(ranges + i + range + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
