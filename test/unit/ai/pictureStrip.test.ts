import * as fc from 'fast-check';

import { headerOf } from '../../../lib/ai/picture/header';
import { prepareReference } from '../../../lib/ai/picture/reference';
import { toJpeg } from '../../../lib/ai/picture/jpeg';
import { drawPng, drawSvg, loadFaces } from '../../../lib/ai/picture/render';
import { drawSketch, sketchSvg } from '../../../lib/ai/picture/sketch';
import { SHOWN_WIDTH, stripOf, withStrip } from '../../../lib/ai/picture/strip';
import { COLOURS } from '../../../lib/order/types';
import { lookOf, shop } from './support/cake';

// Drawing takes a while on a busy machine.
jest.setTimeout(60_000);

/** Red in the upper left corner, blue in the lower right one, white elsewhere. */
const CORNERS =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32" fill="#fff"/>' +
  '<rect width="32" height="16" fill="#f00"/><rect x="32" y="16" width="32" height="16" fill="#00f"/></svg>';
let corners: Buffer;
beforeAll(async () => {
  corners = await toJpeg(await drawSvg(CORNERS), 95);
});

/** Colours of a picture at places given in parts of its width and height: R, B, G or `.` for anything else. */
async function coloursOf(picture: Buffer, ...places: [x: number, y: number][]): Promise<string> {
  const { pixels } = await drawSvg(
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><image href="https://x/" width="100" height="100" preserveAspectRatio="none"/></svg>',
    { x: picture },
  );
  return places
    .map(([x, y]) => {
      const [red, green, blue] = pixels.subarray(4 * (Math.floor(y * 100) * 100 + Math.floor(x * 100)));
      return red > 200 && green < 90 ? 'R' : blue > 200 && red < 90 ? 'B' : '.';
    })
    .join('');
}
const CORNER_PLACES: [number, number][] = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.2, 0.8],
  [0.8, 0.8],
];

/** A JPEG with an EXIF block that tells an orientation, in the byte order of its maker. */
function withExif(jpeg: Buffer, orientation: number, order: 'II' | 'MM', camera = ''): Buffer {
  const short = (value: number) => (order === 'II' ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const long = (value: number) => (order === 'II' ? [value, 0, 0, 0] : [0, 0, 0, value]);
  const tiff = [
    ...short(42),
    ...long(8),
    ...short(1),
    ...short(0x0112),
    ...short(3),
    ...long(1),
    ...short(orientation),
  ];
  const block = Buffer.concat([
    Buffer.from(`Exif\0\0${order}`, 'latin1'),
    Buffer.from([...tiff, 0, 0, ...long(0)]),
    Buffer.from(camera),
  ]);
  const length = Buffer.from([0, block.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, block, jpeg.subarray(2)]);
}

describe('a reference photo', () => {
  it.each([
    [1, 'R..B'],
    [2, '.RB.'],
    [3, 'B..R'],
    [4, '.BR.'],
    [5, 'R..B'],
    [6, '.RB.'],
    [7, 'B..R'],
    [8, '.BR.'],
  ])('with EXIF orientation %i is turned upright, and nothing of its EXIF is left', async (orientation, expected) => {
    const order = orientation % 2 ? 'II' : 'MM';
    const photo = withExif(corners, orientation, order, 'Camera of Anna');
    expect(headerOf(photo)).toEqual({ type: 'jpeg', width: 64, height: 32, orientation });
    const reference = await prepareReference(photo);
    if (!reference.ok) throw new Error(reference.why);
    const size = orientation > 4 ? { width: 32, height: 64 } : { width: 64, height: 32 };
    expect(headerOf(reference.jpeg)).toEqual({ type: 'jpeg', orientation: 1, ...size });
    expect(await coloursOf(reference.jpeg, ...CORNER_PLACES)).toBe(expected);
    expect(reference.jpeg.toString('latin1')).not.toMatch(/Exif|Anna/);
  });

  it('is made smaller, not larger, and white where it was transparent', async () => {
    const large = await drawPng(
      '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="200"><rect width="700" height="200" fill="#f00"/></svg>',
    );
    const reference = await prepareReference(large);
    if (!reference.ok) throw new Error(reference.why);
    expect(headerOf(reference.jpeg)).toMatchObject({ type: 'jpeg', width: 1536, height: 192 });
    expect(await coloursOf(reference.jpeg, [0.2, 0.5], [0.9, 0.5])).toBe('R.');
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['no picture', () => Buffer.from('<html>no</html>'), /neither JPEG nor PNG/],
    ['nothing', () => Buffer.alloc(0), /neither JPEG nor PNG/],
    ['a GIF', () => Buffer.from('GIF89a and more of it'), /neither JPEG nor PNG/],
    ['a JPEG cut off in its header', () => corners.subarray(0, 20), /neither JPEG nor PNG/],
    ['a JPEG cut off in its pixels', () => corners.subarray(0, 640), /cannot be read/],
    ['a large file', () => Buffer.concat([corners, Buffer.alloc(15 * 1024 * 1024)]), /larger than 15 MB/],
    ['a small file that claims to be enormous', () => enormous(), /megapixels/],
  ])('that is %s is refused', async (_name, photo, why) => {
    expect(await prepareReference(photo())).toEqual({ ok: false, why: expect.stringMatching(why) });
  });

  const enormous = () => {
    const head = Buffer.alloc(33);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(head);
    head.writeUInt32BE(60_000, 16);
    head.writeUInt32BE(60_000, 20);
    return head;
  };
});

const caption = (inscription: string, language: 'ru' | 'en' = 'ru') => ({ inscription, language });
const wordsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);

describe('the strip', () => {
  it('has the inscription in the language’s quotes, and the note', () => {
    expect(wordsOf(stripOf(caption('С днём рождения, Ёжик!')).svg)).toEqual([
      '«С днём рождения, Ёжик!»',
      'эскиз; торт ручной работы будет отличаться',
    ]);
    expect(wordsOf(stripOf(caption('Happy birthday', 'en')).svg)).toEqual([
      '“Happy birthday”',
      'a sketch; a handmade cake will look different',
    ]);
  });

  it.each(['', '   ', '🎂🎉', 'שלום', '!!!', '\u0000\u202e'])('has the note alone for %j', (inscription) => {
    expect(wordsOf(stripOf(caption(inscription)).svg)).toEqual(['эскиз; торт ручной работы будет отличаться']);
  });

  it('leaves out what the typeface lacks and keeps the rest, composed', () => {
    expect(wordsOf(stripOf(caption('Йогурт ❤️ и  \n é 👩‍🍳!')).svg)[0]).toBe('«Йогурт и é !»');
  });

  it('escapes what XML would read', () => {
    expect(wordsOf(stripOf(caption(`<b> & "Том" 'ок'`)).svg)[0]).toBe(
      '«&lt;b&gt; &amp; &quot;Том&quot; &apos;ок&apos;»',
    );
  });

  it.each([
    ['words', 'Любимой бабушке от внуков '.repeat(30)],
    ['one word', 'ъ'.repeat(500)],
  ])(
    'has at most three lines of %s, none wider than the picture, and says that there is more',
    (_name, inscription) => {
      const { svg } = stripOf(caption(inscription));
      const lines = wordsOf(svg).slice(0, -1);
      const size = Number(/font-weight="500" font-size="(\d+)"/.exec(svg)![1]);
      expect(lines).toHaveLength(3);
      expect(lines[2]).toMatch(/…»$/);
      for (const line of lines) expect(loadFaces().inscription.width(line, size)).toBeLessThan(SHOWN_WIDTH - 100);
    },
  );

  it('keeps a whole inscription of 60 letters', () => {
    const inscription = 'Дорогому папе, самому лучшему дедушке и мастеру на все руки!';
    const lines = wordsOf(stripOf(caption(inscription)).svg).slice(0, -1);
    expect(lines.join(' ')).toBe(`«${inscription}»`);
  });

  it.each([
    ['JPEG', () => corners],
    ['PNG', () => drawPng(CORNERS)],
  ])('stands under a picture in %s', async (_name, picture) => {
    const shown = await withStrip(await picture(), caption('Маше'));
    const header = headerOf(shown)!;
    expect(header).toMatchObject({ type: 'jpeg', width: SHOWN_WIDTH, height: 512 + stripOf(caption('Маше')).height });
    const share = 512 / header.height;
    expect(await coloursOf(shown, [0.2, 0.2 * share], [0.8, 0.8 * share], [0.05, 0.95])).toBe('RB.');
  });

  it('is not put under what cannot be decoded', async () => {
    await expect(withStrip(corners.subarray(0, 640), caption('Маше'))).rejects.toThrow(/decoded/);
    await expect(withStrip(Buffer.from('GIF89a'), caption('Маше'))).rejects.toThrow(/neither/);
  });
});

describe('the sketch', () => {
  const sketch = (change: Parameters<typeof lookOf>[0], inscription = '') =>
    drawSketch(lookOf(change), shop, caption(inscription));

  it('is the same for the same look, and a PNG as wide as pictures are', async () => {
    const [one, same] = [await sketch({}, 'Маше'), await sketch({}, 'Маше')];
    expect(same.equals(one)).toBe(true);
    expect(headerOf(one)).toMatchObject({ type: 'png', width: SHOWN_WIDTH });
    expect(one.length).toBeLessThan(900_000);
  });

  it('is another one for any part that is chosen differently', () => {
    const changes = [
      {},
      { weightG: 3000 },
      { tiers: 2 },
      { filling: 'ягодный', coating: 'велюр' },
      { filling: 'медовик', coating: 'без покрытия' },
      { coating: 'мастика' },
      { coating: 'зеркальная глазурь' },
      { decor: null },
      { decor: 'figurine' },
      { colours: ['mint' as const] },
      { occasion: 'wedding' },
    ];
    const drawn = changes.map((change) => sketchSvg(lookOf(change), shop, caption('')));
    expect(new Set(drawn).size).toBe(changes.length);
  });

  it('has the colour that was asked for', async () => {
    const red = await sketch({ coating: 'мастика', decor: null, colours: ['red'] });
    const white = await sketch({ coating: 'мастика', decor: null, colours: ['white'] });
    expect(await coloursOf(red, [0.5, 0.55])).toBe('R');
    expect(await coloursOf(white, [0.5, 0.55])).toBe('.');
  });
});

describe('whatever is on the menu and on the cake', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 500 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('<b>&"\'</svg>', '🎂👩‍🍳❤️', 'مرحبا שלום', ']]>', '\ud800', 'ягоды и цветы', 'x'.repeat(500)),
  );
  const look = fc.record({
    name: words,
    weightG: fc.constantFrom(0, 1, 500, 12_000, 1e9, -5, NaN),
    tiers: fc.constantFrom(0, 1, 2, 5, 9, -1, 1.5),
    colours: fc.subarray([...COLOURS]),
    inscription: words,
    decor: fc.constantFrom('berries', 'flowers', 'macarons', 'figurine', 'chocolate', 'own', null),
    language: fc.constantFrom('ru' as const, 'en' as const),
  });

  it('the sketch is drawn, and the strip under it', async () => {
    await fc.assert(
      fc.asyncProperty(look, async ({ name, inscription, language, decor, ...rest }) => {
        const own = { key: 'own', name: { ru: name } };
        const menu = {
          ...shop.menu,
          occasions: [own],
          fillings: [{ ...shop.menu.fillings[0], ...own }],
          coatings: [{ ...shop.menu.coatings[0], ...own }],
          decor: [...shop.menu.decor, { ...shop.menu.decor[0], ...own }],
        };
        const cake = lookOf({ occasion: 'own', filling: 'own', coating: 'own', decor, ...rest });
        const drawn = await drawSketch(cake, { ...shop, menu }, { inscription, language });
        expect(headerOf(drawn)).toMatchObject({ type: 'png', width: SHOWN_WIDTH });
      }),
      { numRuns: 8 },
    );
  });
});
