/** What a family of image models takes. */
export interface Family {
  /** Sizes to choose from, pixels as `<width>x<height>`; the first one is the usual. */
  sizes: string[];
  /** Sizes beside these: none, by the rules of GPT Image 2 (see `isFreeSize`), or as the server likes. */
  otherSizes: 'none' | 'free' | 'any';
  /** Qualities to choose from, the cheapest first; none: the family knows no such parameter. */
  qualities: string[];
  /** Characters of a prompt. */
  longestPrompt: number;
  /** Whether a reference photo can be given (`/images/edits`). */
  edits: boolean;
  /** Parameters that every call of the family has. */
  always: Record<string, string | number>;
  /** Parameters that edits have besides. */
  whenEditing: Record<string, string>;
  /** Takes `safety_identifier`, a hash of who asks. */
  identifies: boolean;
}

const SQUARE = '1024x1024';
const GPT_SIZES = [SQUARE, '1024x1536', '1536x1024', 'auto'];
const GPT_QUALITIES = ['low', 'medium', 'high', 'auto'];
const LATER_QUALITIES = ['low', 'medium', 'high', 'xhigh', 'max', 'auto'];

/** Answers in base64 only; `style` and `response_format` are refused. JPEG: a PNG of a photo is ten times as large. */
const GPT_IMAGE: Family = {
  sizes: GPT_SIZES,
  otherSizes: 'none',
  qualities: GPT_QUALITIES,
  longestPrompt: 32_000,
  edits: true,
  always: { output_format: 'jpeg', output_compression: 92, background: 'opaque' },
  whenEditing: {},
  identifies: true,
};
/** Would be told to keep to the photo; later ones do so by themselves and refuse the word. */
const GPT_IMAGE_1_5: Family = { ...GPT_IMAGE, whenEditing: { input_fidelity: 'high' } };
const GPT_IMAGE_2: Family = { ...GPT_IMAGE, otherSizes: 'free' };
const LATER: Family = { ...GPT_IMAGE_2, qualities: LATER_QUALITIES };

const DALL_E_3: Family = {
  sizes: [SQUARE, '1024x1792', '1792x1024'],
  otherSizes: 'none',
  qualities: ['standard', 'hd'],
  longestPrompt: 4000,
  edits: false,
  always: { response_format: 'b64_json', style: 'natural' },
  whenEditing: {},
  identifies: false,
};
/** It can edit, but only inside a transparent mask of the same picture. */
const DALL_E_2: Family = {
  ...DALL_E_3,
  sizes: [SQUARE, '512x512', '256x256'],
  qualities: [],
  longestPrompt: 1000,
  always: { response_format: 'b64_json' },
};
/** A model of another server: nothing is sent that it might not know. */
const UNKNOWN: Family = {
  sizes: [SQUARE, '512x512', '768x768', '1024x1536', '1536x1024'],
  otherSizes: 'any',
  qualities: [],
  longestPrompt: 4000,
  edits: false,
  always: {},
  whenEditing: {},
  identifies: false,
};

const FAMILIES: [RegExp, Family][] = [
  [/^dall-e-3\b/, DALL_E_3],
  [/^dall-e-2\b/, DALL_E_2],
  [/^gpt-image-1\.5\b/, GPT_IMAGE_1_5],
  [/^(gpt-image-1(?![.\d])|chatgpt-image-latest\b)/, GPT_IMAGE],
  [/^gpt-image-2(?![.\d])/, GPT_IMAGE_2],
  [/^(gpt|chatgpt)-image-/, LATER],
];

/** Cheap, and alive with no end announced (OpenAI's list of models, November 2026). */
export const DEFAULT_MODEL = 'gpt-image-2.5-flare';
export const DEFAULT_SIZE = SQUARE;
export const DEFAULT_QUALITY = 'low';

/** The family of a model by its id, a gateway's prefix (`openai/…`) left aside. */
export function familyOf(model: string): Family {
  const id = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  return FAMILIES.find(([pattern]) => pattern.test(id))?.[1] ?? UNKNOWN;
}

const STEP = 16;
const LONGEST_EDGE = 3840;
const LONGEST_RATIO = 3;
const FEWEST_PIXELS = 655_360;
const MOST_PIXELS = 3840 * 2160;

/**
 * What GPT Image 2 and later take: width and height divisible by 16, ratio 1:3 to 3:1, the edge at most 3840 long, at most
 * 3840x2160 in all; the least size is what clients have met (openclaw/openclaw#118476).
 */
export function isFreeSize(size: string): boolean {
  const [, width, height] = (/^(\d{2,4})x(\d{2,4})$/.exec(size) ?? []).map(Number);
  if (!width || !height || width % STEP || height % STEP) return false;
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (longer > LONGEST_EDGE || longer > shorter * LONGEST_RATIO) return false;
  return width * height >= FEWEST_PIXELS && width * height <= MOST_PIXELS;
}

const OTHERS: Record<Family['otherSizes'], (size: string) => boolean> = {
  none: () => false,
  free: isFreeSize,
  any: (size) => /^\d{2,4}x\d{2,4}$/.test(size),
};

/** The size as the model takes it: what is set in a node may be left over from another model. */
export function sizeFor(model: string, wanted: string): string {
  const { sizes, otherSizes } = familyOf(model);
  return sizes.includes(wanted) || OTHERS[otherSizes](wanted) ? wanted : sizes[0];
}

/** The quality as the model takes it; '' when it knows none. */
export function qualityFor(model: string, wanted: string): string {
  const { qualities } = familyOf(model);
  return qualities.includes(wanted) ? wanted : (qualities[0] ?? '');
}

/** Whether a model of a server's list may be one that draws. */
export const mayDraw = (id: string): boolean => /image|dall-?e|diffusion|flux|sdxl|kandinsky|(^|[/-])sd[\d-]/i.test(id);
