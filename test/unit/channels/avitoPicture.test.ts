import fc from 'fast-check';

import { pictureProblem, sizeOfPicture } from '../../../lib/channels/avito/picture';
import { subscriptionsOf, withoutSecrets } from '../../../lib/channels/avito/subscriptions';

const uint = (bytes: number, value: number, little = false) => {
  const data = Buffer.alloc(bytes);
  if (little) data.writeUIntLE(value, 0, bytes);
  else data.writeUIntBE(value, 0, bytes);
  return data;
};
const png = (width: number, height: number) =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    uint(4, 13),
    Buffer.from('IHDR'),
    uint(4, width),
    uint(4, height),
  ]);
const gif = (width: number, height: number) =>
  Buffer.concat([Buffer.from('GIF89a'), uint(2, width, true), uint(2, height, true)]);
const bmp = (width: number, height: number) => {
  const data = Buffer.alloc(30);
  data.write('BM');
  data.writeInt32LE(width, 18);
  data.writeInt32LE(height, 22);
  return data;
};
const segment = (marker: number, body: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), uint(2, body.length + 2), body]);
const jpeg = (width: number, height: number) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.alloc(14)),
    // A picture in a picture: its own frame must not be taken for the whole.
    segment(
      0xe1,
      Buffer.concat([
        Buffer.from([0xff, 0xd8]),
        segment(0xc0, Buffer.concat([Buffer.from([8]), uint(2, 1), uint(2, 1), Buffer.alloc(4)])),
      ]),
    ),
    Buffer.from([0xff]),
    segment(0xc4, Buffer.alloc(20)),
    segment(0xc2, Buffer.concat([Buffer.from([8]), uint(2, height), uint(2, width), Buffer.alloc(10)])),
  ]);
const ispe = (width: number, height: number) =>
  Buffer.concat([uint(4, 20), Buffer.from('ispe'), uint(4, 0), uint(4, width), uint(4, height)]);
const heic = (width: number, height: number) =>
  Buffer.concat([Buffer.from('\0\0\0\x18ftypheic'), ispe(160, 120), ispe(width, height)]);

const KINDS = [
  ['image/png', png],
  ['image/gif', gif],
  ['image/bmp', bmp],
  ['image/jpeg', jpeg],
  ['image/heic', heic],
] as const;

it.each(KINDS)('reads the size of %s from its own header', (mimeType, make) => {
  expect(sizeOfPicture(make(1200, 800), mimeType)).toEqual({ width: 1200, height: 800 });
  expect(pictureProblem({ data: make(1200, 800), mimeType })).toBeNull();
  expect(pictureProblem({ data: make(10_000, 7500), mimeType })).toBeNull();
  expect(pictureProblem({ data: make(10_001, 7500), mimeType })).toMatch(/75 мегапикселей/);
});

it('refuses what Avito does not take, before it is sent', () => {
  expect(pictureProblem({ data: Buffer.from('RIFF....WEBP'), mimeType: 'image/webp' })).toMatch(/WEBP: нужен JPEG/);
  const heavy = Buffer.concat([png(10, 10), Buffer.alloc(24 * 1024 * 1024)]);
  expect(pictureProblem({ data: heavy, mimeType: 'image/png' })).toMatch(/24 МБ/);
});

it('leaves a header that it cannot read to Avito', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS.map(([mimeType]) => mimeType)),
      fc.uint8Array({ maxLength: 64 }),
      (mimeType, bytes) => {
        const data = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(bytes)]);
        sizeOfPicture(data, mimeType);
      },
    ),
    { numRuns: 500 },
  );
  expect(pictureProblem({ data: Buffer.from([0xff, 0xd8, 0xff]), mimeType: 'image/jpeg' })).toBeNull();
});

it('lists subscriptions, and shows an address without its secret', () => {
  const body = {
    subscriptions: [{ url: 'https://n8n.example/webhook/a?s=SECRET&x=1', version: '3' }, { version: '3' }, null],
  };
  expect(subscriptionsOf(body)).toEqual([{ url: 'https://n8n.example/webhook/a?s=SECRET&x=1', version: '3' }]);
  expect(subscriptionsOf([])).toEqual([]);
  expect(withoutSecrets('https://me:pw@n8n.example/webhook/a?s=SECRET&x=1')).toBe(
    'https://n8n.example/webhook/a?s=***&x=***',
  );
  expect(withoutSecrets('not an address')).toBe('not an address');
});
