import type { Language } from '../../order/types';
import type { Face } from './font';
import { headerOf } from './header';
import { toJpeg } from './jpeg';
import { drawSvg, flatten, loadFaces } from './render';
import { escapeXml } from './xml';

/** Width of what the customer is shown, in pixels. */
export const SHOWN_WIDTH = 1024;
const MARGIN = 72;
const MAX_LINES = 3;
/** Letters get smaller before words are cut. */
const SIZES_PX = [50, 42, 35];
const NOTE_PX = 25;
const QUALITY = 85;

const NOTES: Record<Language, string> = {
  ru: 'эскиз; торт ручной работы будет отличаться',
  en: 'a sketch; a handmade cake will look different',
};
const QUOTES: Record<Language, [string, string]> = { ru: ['«', '»'], en: ['“', '”'] };

/** What stands under a picture. */
export interface Caption {
  /** As the customer wrote it; '' for none. */
  inscription: string;
  language: Language;
}

/** A strip of paper as wide as the picture: its height in pixels, and its SVG with the origin at its upper left corner. */
export interface Strip {
  height: number;
  svg: string;
}

/**
 * Puts the strip with the inscription and the note under a picture that a model drew.
 *
 * @param picture JPEG or PNG
 * @returns a JPEG, SHOWN_WIDTH wide
 * @throws Error when the bytes are no such picture
 */
export async function withStrip(picture: Buffer, caption: Caption): Promise<Buffer> {
  const header = headerOf(picture);
  if (!header) throw new Error('The picture is neither JPEG nor PNG');
  const height = Math.round((header.height * SHOWN_WIDTH) / header.width);
  const strip = stripOf(caption);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SHOWN_WIDTH}" height="${height + strip.height}">` +
    `<image href="https://picture/" width="${SHOWN_WIDTH}" height="${height}" preserveAspectRatio="none"/>` +
    `<g transform="translate(0 ${height})">${strip.svg}</g></svg>`;
  const drawing = await drawSvg(svg, { picture });
  if (!flatten(drawing, height)) throw new Error('The picture cannot be decoded');
  return toJpeg(drawing, QUALITY);
}

/** The strip alone. Letters that the typeface lacks, emoji among them, are left out. */
export function stripOf({ inscription, language }: Caption): Strip {
  const { lines, size } = wrap(drawable(inscription), QUOTES[language], loadFaces().inscription);
  const lineHeight = Math.round(size * 1.25);
  const first = 34 + size;
  const note = lines.length > 0 ? first + (lines.length - 1) * lineHeight + 54 : 52;
  const height = note + 30;
  const text = (y: number, style: string, words: string) =>
    `<text x="${SHOWN_WIDTH / 2}" y="${y}" text-anchor="middle" ${style}>${escapeXml(words)}</text>`;
  const inscribed = `font-family="Lora" font-style="italic" font-weight="500" font-size="${size}" fill="#5b3a2e"`;
  return {
    height,
    svg:
      `<rect width="${SHOWN_WIDTH}" height="${height}" fill="#fff8f1"/>` +
      `<rect width="${SHOWN_WIDTH}" height="3" fill="#f0d9c8"/>` +
      lines.map((line, i) => text(first + i * lineHeight, inscribed, line)).join('') +
      text(note, `font-family="PT Sans" font-size="${NOTE_PX}" fill="#94786a"`, NOTES[language]),
  };
}

/** What of an inscription can be drawn; '' when no letter is left. */
function drawable(inscription: string): string {
  const face = loadFaces().inscription;
  const left = [...inscription.normalize('NFC').replace(/\s+/gu, ' ')]
    .filter((char) => !/[\p{Cc}\p{Cf}\p{Mn}]/u.test(char) && face.has(char.codePointAt(0)!))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
  return /[\p{L}\p{N}]/u.test(left) ? left : '';
}

/** Lines of a quoted text at the largest size at which they are few enough; at the smallest one the rest is cut. */
function wrap(text: string, [open, close]: [string, string], face: Face): { lines: string[]; size: number } {
  if (text === '') return { lines: [], size: 0 };
  for (const size of SIZES_PX) {
    const lines = linesOf(`${open}${text}${close}`, face, size);
    if (lines.length <= MAX_LINES) return { lines, size };
  }
  const size = SIZES_PX.at(-1)!;
  const lines = linesOf(`${open}${text}`, face, size).slice(0, MAX_LINES);
  const last = [...lines[MAX_LINES - 1]];
  while (!fits(`${last.join('')}…${close}`, face, size)) last.pop();
  return { lines: [...lines.slice(0, -1), `${last.join('').trimEnd()}…${close}`], size };
}

const fits = (text: string, face: Face, size: number) => face.width(text, size) <= SHOWN_WIDTH - 2 * MARGIN;

/** As many words as fit into each line; a word that is wider than a line is cut. */
function linesOf(text: string, face: Face, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer, face, size)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const char of word) {
      if (!fits(line + char, face, size)) {
        lines.push(line);
        line = '';
      }
      line += char;
    }
  }
  return line ? [...lines, line] : lines;
}
