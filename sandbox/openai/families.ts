import { z } from 'zod';

/** What a family of image models takes. Sizes in pixels. */
export interface Family {
  name: 'gpt-image' | 'dall-e-2' | 'dall-e-3';
  /** `any`: every width and height by the rules of `checkSize`. */
  sizes: string[] | 'any';
  /** What the endpoint takes besides the files, strictly: anything else is an unknown parameter. */
  generate: z.ZodObject;
  /** Null: it does not edit. */
  edit: z.ZodObject | null;
}

const LISTED = ['1024x1024', '1024x1536', '1536x1024', 'auto'];
const QUALITIES = ['low', 'medium', 'high', 'auto'];
const FORMATS = ['png', 'jpeg', 'webp'];
const IMAGES_IN_ONE_ANSWER = 10;

const common = (longestPrompt: number) => ({
  model: z.string(),
  prompt: z.string().min(1).max(longestPrompt),
  n: z.int().min(1).max(IMAGES_IN_ONE_ANSWER).default(1),
  user: z.string().optional(),
});

interface GptImage {
  sizes: 'listed' | 'any';
  qualities?: string[];
  formats?: string[];
  /** Takes `input_fidelity` in edits. */
  fidelity?: boolean;
  complexity?: boolean;
}

/** A member of the GPT Image family: base64 only, no `response_format`, no `style`. */
export function gptImage({ sizes, qualities = [], formats = [], fidelity, complexity }: GptImage): Family {
  const shared = {
    ...common(32_000),
    size: sizes === 'any' ? z.string().default('auto') : z.enum(LISTED).default('auto'),
    quality: z.enum([...QUALITIES, ...qualities]).default('auto'),
    background: z.enum(['auto', 'opaque', 'transparent']).default('auto'),
    output_format: z.enum([...FORMATS, ...formats]).default('png'),
    output_compression: z.int().min(0).max(100).default(100),
    moderation: z.enum(['auto', 'low']).default('auto'),
    safety_identifier: z.string().max(64).optional(),
    stream: z.boolean().optional(),
    partial_images: z.int().min(0).max(3).optional(),
    ...(complexity && { complexity: z.enum(['low', 'medium', 'high']).optional() }),
  };
  return {
    name: 'gpt-image',
    sizes: sizes === 'any' ? 'any' : LISTED,
    generate: z.strictObject(shared),
    edit: z.strictObject({ ...shared, ...(fidelity && { input_fidelity: z.enum(['high', 'low']).optional() }) }),
  };
}

const dallE = (longestPrompt: number, sizes: string[]) => ({
  ...common(longestPrompt),
  size: z.enum(sizes).default('1024x1024'),
  response_format: z.enum(['url', 'b64_json']).default('url'),
});

const SIZES_2 = ['256x256', '512x512', '1024x1024'];
const SIZES_3 = ['1024x1024', '1024x1792', '1792x1024'];

export const DALL_E_2: Family = {
  name: 'dall-e-2',
  sizes: SIZES_2,
  generate: z.strictObject({ ...dallE(1000, SIZES_2), quality: z.enum(['standard']).optional() }),
  edit: z.strictObject(dallE(1000, SIZES_2)),
};

export const DALL_E_3: Family = {
  name: 'dall-e-3',
  sizes: SIZES_3,
  generate: z.strictObject({
    ...dallE(4000, SIZES_3),
    n: z.int().min(1).max(1).default(1),
    quality: z.enum(['standard', 'hd']).default('standard'),
    style: z.enum(['vivid', 'natural']).default('vivid'),
  }),
  edit: null,
};
