import { readFile } from 'node:fs/promises';

import { initWasm, Resvg, type ResvgRenderOptions } from '@resvg/resvg-wasm';

import { type Face, readFace } from './font';

/** Pixels as they were drawn, 4 bytes each (RGBA). */
export interface Drawing {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Faces by the role that they have in our pictures; `font-family` and `font-style` of the SVG choose among them. */
export interface Faces {
  /** Lora Italic Medium: the inscription. */
  inscription: Face;
  /** PT Sans: the note below it. */
  note: Face;
}

let faces: Faces | undefined;
let wasm: Promise<void> | undefined;

/** Both faces have Cyrillic. They are read from the packages that they come in, once per process. */
export function loadFaces(): Faces {
  faces ??= {
    inscription: readFace(require.resolve('@expo-google-fonts/lora/500Medium_Italic/Lora_500Medium_Italic.ttf')),
    note: readFace(require.resolve('@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf')),
  };
  return faces;
}

/** The renderer may be initialised only once per process. A failure is not kept: the next picture tries again. */
async function ready(): Promise<void> {
  wasm ??= readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) => initWasm(bytes));
  try {
    await wasm;
  } catch (error) {
    wasm = undefined;
    throw error;
  }
}

/**
 * Draws an SVG. What an address `https://<name>/` in it means is given in `images` (JPEG or PNG bytes); nothing is ever
 * fetched. An image that cannot be decoded leaves its place empty.
 *
 * @throws Error when the SVG is not well-formed
 */
export async function drawSvg(svg: string, images: Record<string, Uint8Array> = {}): Promise<Drawing> {
  return withDrawing(svg, images, ({ width, height, pixels }) => ({ width, height, pixels }));
}

/** The same as a PNG file, which keeps flat colours small. */
export async function drawPng(svg: string): Promise<Buffer> {
  return withDrawing(svg, {}, (image) => Buffer.from(image.asPng()));
}

type Rendered = ReturnType<InstanceType<typeof Resvg>['render']>;

async function withDrawing<T>(
  svg: string,
  images: Record<string, Uint8Array>,
  take: (image: Rendered) => T,
): Promise<T> {
  await ready();
  const { inscription, note } = loadFaces();
  const font = { fontBuffers: [inscription.bytes, note.bytes], loadSystemFonts: false };
  const resvg = new Resvg(svg, { font } as ResvgRenderOptions);
  try {
    for (const [name, bytes] of Object.entries(images)) resvg.resolveImage(`https://${name}/`, bytes);
    const image = resvg.render();
    try {
      return take(image);
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}

/**
 * Puts white behind whatever is transparent, in place.
 *
 * @param rows how many of the upper rows are looked at
 * @returns false when nothing at all was drawn there
 */
export function flatten({ pixels, width, height }: Drawing, rows = height): boolean {
  let drawn = false;
  for (let i = 0; i < rows * width * 4; i += 4) {
    const alpha = pixels[i + 3];
    if (alpha > 0) drawn = true;
    if (alpha === 255) continue;
    // Colours are premultiplied by alpha.
    for (let channel = i; channel < i + 3; channel++) pixels[channel] = Math.min(255, pixels[channel] + 255 - alpha);
    pixels[i + 3] = 255;
  }
  return drawn;
}
