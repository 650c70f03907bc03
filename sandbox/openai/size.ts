import { invalidValue, OpenAiError } from './errors';
import type { Family } from './families';

const USUAL = '1024x1024';
const STEP = 16;
const LONGEST_EDGE = 3840;
const LONGEST_RATIO = 3;
const FEWEST_PIXELS = 655_360;
const MOST_PIXELS = 8_294_400;

/**
 * The size of a picture in pixels, where the family takes it. GPT Image 2 and later take every size within limits that
 * clients have met: https://github.com/openclaw/openclaw/pull/118476
 *
 * @throws OpenAiError 400
 */
export function sizeOf({ sizes }: Family, asked: string): { width: number; height: number } {
  const size = asked === 'auto' ? USUAL : asked;
  if (sizes !== 'any' && !sizes.includes(size)) throw invalidValue('size', asked, sizes);
  const [, width, height] = (/^(\d{1,5})x(\d{1,5})$/.exec(size) ?? []).map(Number);
  const refuse = (why: string): never => {
    throw new OpenAiError(400, 'invalid_value', `Invalid size '${asked}'. ${why}`, 'size');
  };
  if (!width || !height) refuse("Expected '<width>x<height>' or 'auto'.");
  if (sizes !== 'any') return { width, height };
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (width % STEP || height % STEP) refuse(`Width and height must both be divisible by ${STEP}.`);
  if (longer > LONGEST_EDGE) refuse(`The longest edge must be at most ${LONGEST_EDGE} pixels.`);
  if (longer > shorter * LONGEST_RATIO) refuse('The aspect ratio must be between 1:3 and 3:1.');
  const pixels = width * height;
  if (pixels < FEWEST_PIXELS || pixels > MOST_PIXELS)
    refuse(`Expected ${FEWEST_PIXELS} to ${MOST_PIXELS} pixels, but got ${pixels} instead.`);
  return { width, height };
}
