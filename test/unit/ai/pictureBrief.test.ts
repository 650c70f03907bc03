import * as fc from 'fast-check';

import { briefOf, fingerprintOf } from '../../../lib/ai/picture/brief';
import {
  DEFAULT_MODEL,
  DEFAULT_QUALITY,
  DEFAULT_SIZE,
  familyOf,
  isFreeSize,
  mayDraw,
  qualityFor,
  sizeFor,
} from '../../../lib/ai/picture/families';
import { shutdownOf } from '../../../lib/ai/openai/shutdowns';
import { COLOURS } from '../../../lib/order/types';
import { lookOf, shop } from './support/cake';

describe('the brief', () => {
  it('names what was chosen in English, how large the cake is, and the shop’s own style', () => {
    const brief = briefOf(
      lookOf({
        occasion: 'wedding',
        weightG: 4500,
        tiers: 2,
        filling: 'красный бархат',
        coating: 'мастика',
        decor: 'flowers',
        colours: ['light_blue', 'gold'],
      }),
      { ...shop, preview: { ...shop.preview, style: '  нежные\nцвета ' } },
    );
    for (const part of [
      'two tiers, about 4.5 kg, for 30 people',
      'Outside: Fondant.',
      'Inside: Red velvet.',
      'Decoration: Fresh flowers, and nothing else.',
      'Colours: light blue, gold.',
      'Occasion: Wedding.',
      'Style: нежные цвета.',
    ]) {
      expect(brief).toContain(part);
    }
    expect(brief).toMatch(/No text, no letters/);
  });

  it('takes the Russian name where the menu has no other, and leaves out what was not chosen', () => {
    const menu = {
      ...shop.menu,
      fillings: [{ ...shop.menu.fillings[0], key: 'x', name: { ru: 'Фисташка\n малина' } }],
    };
    const brief = briefOf(lookOf({ filling: 'x', occasion: null, coating: null, decor: null }), { ...shop, menu });
    expect(brief).toContain('Inside: Фисташка малина.');
    expect(brief).toContain('No decoration on top.');
    expect(brief).not.toMatch(/Outside|Occasion|Colours|undefined|null/);
  });

  it('is another one for another arrangement, so that another picture is drawn', () => {
    const [first, second, third] = [0, 1, 2].map((variant) => briefOf(lookOf({ variant }), shop));
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('has no word that is not on the menu, whatever keys a look has, and fits into every family’s prompt', () => {
    const key = fc.string({ unit: 'grapheme', minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(key, key, key, fc.integer({ min: 1, max: 20_000 }), fc.subarray([...COLOURS]), (...given) => {
        const [filling, coating, decor, weightG, colours] = given;
        const brief = briefOf(lookOf({ filling, coating, decor, weightG, colours }), shop);
        for (const words of [filling, coating, decor]) expect(brief).not.toContain(words);
        expect(brief.length).toBeLessThan(familyOf('dall-e-2').longestPrompt);
      }),
      { numRuns: 50 },
    );
  });
});

it('a fingerprint is the same for the same picture and another one for any difference', () => {
  const source = { brief: 'b', model: 'm', size: 's', quality: 'q', photoHash: null };
  const others = [
    { brief: 'B' },
    { model: 'M' },
    { size: 'S' },
    { quality: 'Q' },
    { photoHash: '' },
    { brief: 'bm', model: '' },
  ].map((change) => fingerprintOf({ ...source, ...change }));
  expect(fingerprintOf({ ...source })).toBe(fingerprintOf(source));
  expect(new Set([fingerprintOf(source), ...others]).size).toBe(7);
});

describe('families of models', () => {
  it('the default model is alive with no end known, and takes the default size and quality', () => {
    expect(shutdownOf(DEFAULT_MODEL)).toBeNull();
    expect(familyOf(DEFAULT_MODEL).sizes).toContain(DEFAULT_SIZE);
    expect(familyOf(DEFAULT_MODEL).qualities).toContain(DEFAULT_QUALITY);
  });

  it.each([
    ['dall-e-3', ['standard', 'hd'], 'none', false],
    ['dall-e-2', [], 'none', false],
    ['gpt-image-1', ['low', 'medium', 'high', 'auto'], 'none', true],
    ['gpt-image-1-mini', ['low', 'medium', 'high', 'auto'], 'none', true],
    ['gpt-image-1.5', ['low', 'medium', 'high', 'auto'], 'none', true],
    ['chatgpt-image-latest', ['low', 'medium', 'high', 'auto'], 'none', true],
    ['gpt-image-2', ['low', 'medium', 'high', 'auto'], 'free', true],
    ['gpt-image-2-2026-04-21', ['low', 'medium', 'high', 'auto'], 'free', true],
    ['gpt-image-2.5-flare', ['low', 'medium', 'high', 'xhigh', 'max', 'auto'], 'free', true],
    ['openai/gpt-image-2.6-sunburst', ['low', 'medium', 'high', 'xhigh', 'max', 'auto'], 'free', true],
    ['gpt-image-3', ['low', 'medium', 'high', 'xhigh', 'max', 'auto'], 'free', true],
    ['stable-diffusion', [], 'any', false],
  ])('%s', (model, qualities, otherSizes, edits) => {
    expect(familyOf(model)).toMatchObject({ qualities, otherSizes, edits });
  });

  it('only DALL-E is asked for a format and a style, only GPT Image 1.5 for keeping to the photo', () => {
    const parameters = (model: string) => {
      const { always, whenEditing } = familyOf(model);
      return Object.keys({ ...always, ...whenEditing });
    };
    expect(parameters('dall-e-3')).toEqual(['response_format', 'style']);
    expect(parameters('gpt-image-1.5')).toContain('input_fidelity');
    for (const model of ['gpt-image-1', 'gpt-image-2', 'gpt-image-2.5-flare', 'gpt-image-2.6-flare']) {
      expect(parameters(model)).toEqual(['output_format', 'output_compression', 'background']);
    }
    expect(parameters('flux')).toEqual([]);
  });

  it('a size or quality left over from another model gives way to one that this model takes', () => {
    expect(sizeFor('dall-e-3', '1536x1024')).toBe('1024x1024');
    expect(sizeFor('gpt-image-1', '1792x1024')).toBe('1024x1024');
    expect(sizeFor('gpt-image-2.5-flare', '1792x1024')).toBe('1792x1024');
    expect(sizeFor('flux', '640x640')).toBe('640x640');
    expect(qualityFor('dall-e-3', 'low')).toBe('standard');
    expect(qualityFor('gpt-image-2', 'max')).toBe('low');
    expect(qualityFor('flux', 'low')).toBe('');
  });

  it.each([
    ['1024x1024', true],
    ['3840x1280', true],
    ['1024x1023', false],
    ['4096x2048', false],
    ['1600x512', false],
    ['640x640', false],
    ['3840x3840', false],
    ['auto', false],
    ['1024x', false],
  ])('free size %s: %s', (size, free) => expect(isFreeSize(size)).toBe(free));

  it('a model of a list draws by its name', () => {
    const drawing = ['dall-e-3', 'gpt-image-2.5-flare', 'stable-diffusion-xl', 'flux.1-dev', 'sd-3.5'];
    const others = ['gpt-4o-mini', 'gpt-6-luna', 'whisper-1', 'text-embedding-3-small', 'llama-3'];
    expect([...drawing, ...others].filter(mayDraw)).toEqual(drawing);
  });
});
