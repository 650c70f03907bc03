import axios from 'axios';
import { BadRequestError, NotFoundError, toFile, type Uploadable } from 'openai';
import type { ImageEditParamsNonStreaming } from 'openai/resources/images';
import { plainPng } from '../../sandbox/telegram/media';
import { OpenAiBench, photo, pixels, thrown } from './openaiSupport';

let bench: OpenAiBench;
/** A gateway that still has DALL-E. */
let gateway: OpenAiBench;

beforeAll(async () => {
  bench = await new OpenAiBench().start();
  gateway = await new OpenAiBench({ dallE: true }).start();
});
afterAll(async () => {
  await bench.close();
  await gateway.close();
});

const generate = (more: object, of = bench) =>
  of.client().images.generate({ model: 'gpt-image-2.5-flare', prompt: 'Торт с малиной', ...more });
const edit = (image: Uploadable | Uploadable[], more: Partial<ImageEditParamsNonStreaming> = {}) =>
  bench.client().images.edit({ model: 'gpt-image-2.6-flare', prompt: 'Такой же, но мятный', image, ...more });
const jpeg = async (name = 'photo.jpg') => toFile(await photo(), name, { type: 'image/jpeg' });

const read = (base64: string | undefined) => pixels(Buffer.from(base64!, 'base64'));

test.each([
  [{ output_format: 'jpeg', quality: 'low', size: '1024x1024' }, 'image/jpeg', 1024, 1024, 272],
  [{ output_format: 'png', quality: 'max', size: '1536x1024' }, 'image/png', 1536, 1024, 12_480],
  [{ size: '1008x704' }, 'image/png', 1008, 704, 1584],
])('a picture is drawn as asked: %j', async (more, mime, width, height, tokens) => {
  const { data, usage, ...rest } = await generate(more);
  const picture = read(data![0].b64_json);
  expect([picture.mime, picture.width, picture.height]).toEqual([mime, width, height]);
  expect(rest).toEqual({
    created: expect.any(Number),
    background: 'opaque',
    output_format: 'png',
    quality: 'medium',
    ...more,
  });
  expect(usage).toMatchObject({ output_tokens: tokens, total_tokens: usage!.input_tokens + tokens });
  expect(Object.keys(data![0])).toEqual(['b64_json']);
});

test('JPEG and PNG of one prompt show the same; another prompt or number shows another cake', async () => {
  const pictureOf = async (more: object) => (await generate(more)).data!.map(({ b64_json }) => b64_json!);
  const [png] = await pictureOf({ output_format: 'png' });
  const [first, second] = await pictureOf({ output_format: 'jpeg', n: 2 });
  expect(await pictureOf({ output_format: 'jpeg' })).toEqual([first]);
  expect(await pictureOf({ output_format: 'jpeg', prompt: 'Торт с мятой' })).not.toContain(first);
  expect(second).not.toBe(first);
  const [a, b] = [read(png), read(first)];
  for (const [x, y] of [
    [8, 8],
    [512, 700],
    [512, 960],
  ])
    for (const channel of [0, 1, 2]) expect(Math.abs(a.at(x, y)[channel] - b.at(x, y)[channel])).toBeLessThan(8);
});

test('a transparent ground is one, and JPEG has none', async () => {
  const { data, background } = await generate({ background: 'transparent' });
  expect(background).toBe('transparent');
  expect(read(data![0].b64_json).at(4, 4)[3]).toBe(0);
  const error = await thrown(generate({ background: 'transparent', output_format: 'jpeg' }));
  expect([error.status, error.param]).toEqual([400, 'background']);
});

test('a second picture of the same prompt costs no time', async () => {
  await generate({ prompt: 'once', output_format: 'jpeg' });
  const begun = Date.now();
  await generate({ prompt: 'once', output_format: 'jpeg' });
  expect(Date.now() - begun).toBeLessThan(500);
});

test.each([
  ['gpt-image-2', { response_format: 'b64_json' }, 'unknown_parameter', 'response_format'],
  ['gpt-image-2', { style: 'vivid' }, 'unknown_parameter', 'style'],
  ['gpt-image-2', { complexity: 'low' }, 'unknown_parameter', 'complexity'],
  ['gpt-image-2', { quality: 'hd' }, 'invalid_value', 'quality'],
  ['gpt-image-2', { quality: 'xhigh' }, 'invalid_value', 'quality'],
  ['gpt-image-2', { n: 11 }, 'integer_above_max_value', 'n'],
  ['gpt-image-2', { n: 0 }, 'integer_below_min_value', 'n'],
  ['gpt-image-2', { size: '1000x1000' }, 'invalid_value', 'size'],
  ['gpt-image-2', { size: '3072x960' }, 'invalid_value', 'size'],
  ['gpt-image-2', { size: '3840x3840' }, 'invalid_value', 'size'],
  ['gpt-image-2', { size: '512x512' }, 'invalid_value', 'size'],
  ['gpt-image-2', { size: 'large' }, 'invalid_value', 'size'],
  ['gpt-image-1-mini', { size: '1536x1536' }, 'invalid_value', 'size'],
  ['gpt-image-2', { output_format: 'gif' }, 'invalid_value', 'output_format'],
  ['gpt-image-2', { output_compression: 101 }, 'integer_above_max_value', 'output_compression'],
  ['gpt-image-2', { moderation: 'none' }, 'invalid_value', 'moderation'],
  ['gpt-image-2', { prompt: 'x'.repeat(32_001) }, 'string_above_max_length', 'prompt'],
  ['gpt-image-2', { prompt: undefined }, 'missing_required_parameter', 'prompt'],
  [undefined, {}, 'missing_required_parameter', 'model'],
  ['gpt-4o-mini', {}, 'invalid_value', 'model'],
])('%s refuses %j', async (model, more, code, param) => {
  const error = await thrown(generate({ model, ...more }));
  expect(error).toBeInstanceOf(BadRequestError);
  expect([error.code, error.param, error.type]).toEqual([code, param, 'invalid_request_error']);
});

test.each(['dall-e-3', 'gpt-image-1'])('%s is retired', async (model) => {
  const error = await thrown(generate({ model }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect([error.code, error.message]).toEqual(['model_not_found', expect.stringContaining('deprecated')]);
});

test('a picture after a photo, or after several', async () => {
  const one = await edit(await jpeg(), { size: '1024x1024', quality: 'low', output_format: 'jpeg', n: 2 });
  expect(one.data).toHaveLength(2);
  expect(read(one.data![0].b64_json).mime).toBe('image/jpeg');
  expect(one.usage!.input_tokens_details.image_tokens).toBeGreaterThan(0);
  const png = await toFile(plainPng(40, 40, [1, 2, 3]), 'b.png', { type: 'image/png' });
  const two = await edit([await jpeg(), png], { size: '1024x1024', output_format: 'jpeg' });
  expect(two.data![0].b64_json).not.toBe(one.data![0].b64_json);
});

test('what is no picture, of no known form, too much of it or not there at all', async () => {
  const refused = async (image: Uploadable | Uploadable[], more: object = {}) => {
    const error = await thrown(edit(image, more));
    return [error.status, error.code, error.param];
  };
  expect(await refused(await toFile(await photo(), 'photo.jpg', { type: 'application/octet-stream' }))).toEqual([
    400,
    'unsupported_file_mimetype',
    'image',
  ]);
  expect(await refused(await toFile(Buffer.from('no picture'), 'x.png', { type: 'image/png' }))).toEqual([
    400,
    'invalid_image_file',
    null,
  ]);
  const many = await Promise.all(Array.from({ length: 17 }, () => jpeg()));
  expect(await refused(many)).toEqual([400, 'array_above_max_length', 'image']);
  expect(await refused(await jpeg(), { input_fidelity: 'high' })).toEqual([400, 'unknown_parameter', 'input_fidelity']);
  expect(await refused(await jpeg(), { model: 'gpt-image-1-mini', input_fidelity: 'middle' })).toEqual([
    400,
    'invalid_value',
    'input_fidelity',
  ]);
  expect(await refused(await jpeg(), { n: 11 })).toEqual([400, 'integer_above_max_value', 'n']);
  const form = new FormData();
  form.set('model', 'gpt-image-2');
  form.set('prompt', 'x');
  const { status, data } = await bench.call('POST', '/images/edits', form);
  expect([status, data.error.code, data.error.param]).toEqual([400, 'missing_required_parameter', 'image']);
});

test('on the wire: two files of one name are a mistake, a number in words is none', async () => {
  const form = (n: string, fields: string[]): FormData => {
    const filled = new FormData();
    for (const [name, value] of Object.entries({ model: 'gpt-image-2', prompt: 'x', n })) filled.set(name, value);
    for (const field of fields)
      filled.append(field, new Blob([plainPng(8, 8, [9, 9, 9])], { type: 'image/png' }), 'a.png');
    return filled;
  };
  const refused = async (body: FormData) => {
    const { status, data } = await bench.call('POST', '/images/edits', body);
    return [status, data.error?.code, data.error?.param];
  };
  expect(await refused(form('1', ['image', 'image']))).toEqual([400, 'duplicate_parameter', 'image']);
  expect(await refused(form('two', ['image']))).toEqual([400, 'invalid_type', 'n']);
  expect(await refused(form('1', ['image', 'picture']))).toEqual([400, 'unknown_parameter', 'picture']);
  expect(await refused(form('1', ['image[]', 'image[]', 'mask']))).toEqual([200, undefined, undefined]);
});

test('DALL-E where it still is: an address without a key, or base64, and its own parameters', async () => {
  const dallE = (more: object) =>
    generate({ model: 'dall-e-3', size: '1792x1024', style: 'natural', quality: 'hd', ...more }, gateway);
  const { data, ...rest } = await dallE({});
  expect(Object.keys(rest)).toEqual(['created']);
  const { data: bytes, headers } = await axios.get(data![0].url!, { responseType: 'arraybuffer', proxy: false });
  expect([headers['content-type'], pixels(bytes).width]).toEqual(['image/png', 1792]);
  expect(data![0].revised_prompt).toBe('Торт с малиной');
  const base64 = await dallE({ response_format: 'b64_json' });
  expect(read(base64.data![0].b64_json).height).toBe(1024);
  for (const more of [{ n: 2 }, { size: '512x512' }, { quality: 'low' }, { output_format: 'png' }])
    expect((await thrown(dallE(more))).param).toBe(Object.keys(more)[0]);
  const small = await generate({ model: 'dall-e-2', size: '256x256', n: 2 }, gateway);
  expect(small.data!.map((each) => Object.keys(each))).toEqual([['url'], ['url']]);
  const editing = await thrown(gateway.client().images.edit({ model: 'dall-e-3', prompt: 'x', image: await jpeg() }));
  expect([editing.status, editing.param]).toEqual([400, 'model']);
  const nothing = await axios.get(`${data![0].url}x`, { validateStatus: () => true, proxy: false });
  expect(nothing.status).toBe(404);
});

test('calls name pictures and do not hold them', async () => {
  const image = await toFile(plainPng(300, 300, [7, 7, 7]), 'b.png', { type: 'image/png' });
  await edit(image, { prompt: 'noted' });
  const long = `data:image/png;base64,${'A'.repeat(200_000)}`;
  const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: long } }] }];
  await bench.call('POST', '/chat/completions', { model: 'gpt-4o-mini', messages });
  const [edited, asked] = (await bench.calls()).slice(-2);
  expect(edited).toMatchObject({ path: '/openai/v1/images/edits', status: 200 });
  expect(edited.body).toEqual({
    model: 'gpt-image-2.6-flare',
    prompt: 'noted',
    image: [{ file: 'b.png', mimeType: 'image/png', size: expect.any(Number) }],
  });
  expect(JSON.stringify(asked.body).length).toBeLessThan(500);
  expect(JSON.stringify(asked.body)).toContain('data:image/png;base64,AAAA');
});
