import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { fetchThrough } from '../../nodes/shared/http';
import { runNode } from './harness';

jest.setTimeout(30_000);

const BYTES = Buffer.from([0x89, 0x50, 0x00, 0xff, 0x0d, 0x0a]);

interface Got {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
const got: Got[] = [];
let server: Server;
let base: string;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = '', url = '', headers } = request;
  got.push({ method, url, headers, body: Buffer.concat(parts) });
  if (url.startsWith('/hang')) return;
  if (url.startsWith('/cut')) return void request.socket.destroy();
  if (url === '/away') return void response.writeHead(307, { location: `${base}/there` }).end();
  if (url === '/empty') return void response.writeHead(204).end();
  if (url === '/bytes') return void response.writeHead(200, { 'content-type': 'image/png' }).end(BYTES);
  const refused = url === '/refuse';
  response.writeHead(refused ? 429 : 200, { 'content-type': 'application/json', 'retry-after': '3' });
  response.end(JSON.stringify({ said: 'торт' }));
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => got.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Does something with the fetch of a node that n8n executes. */
async function inNode<T>(work: (through: typeof fetch) => Promise<T>, timeoutMs?: number): Promise<T> {
  let result: T | undefined;
  const node: INodeType = {
    description: {
      ...{ displayName: 'Fetch', name: 'node', group: ['transform'], version: 1, description: '' },
      ...{ defaults: { name: 'Fetch' }, inputs: ['main'], outputs: ['main'], properties: [] },
    },
    async execute(this: IExecuteFunctions) {
      result = await work(fetchThrough(this, timeoutMs === undefined ? {} : { timeoutMs }));
      return [[]];
    },
  };
  const { error } = await runNode(node, {}, [{}], {});
  if (error) throw error;
  return result as T;
}

it('carries JSON, and gives status and headers of whatever is answered', async () => {
  const body = JSON.stringify({ торт: 1 });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer key' };
  const answers = await inNode(async (through) => [
    await through(`${base}/take`, { method: 'POST', body, headers }),
    await through(new URL(`${base}/refuse`)),
  ]);
  expect(answers.map(({ status, ok }) => [status, ok])).toEqual([
    [200, true],
    [429, false],
  ]);
  expect(await answers[0].json()).toEqual({ said: 'торт' });
  expect(answers[1].headers.get('retry-after')).toBe('3');
  expect(answers[1].headers.get('content-type')).toBe('application/json');
  expect(got[0]).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer key' } });
  expect(got[0].body.toString()).toBe(body);
  expect(got[1].method).toBe('GET');
});

it('carries forms with files', async () => {
  const form = new FormData();
  form.append('prompt', 'медовик');
  form.append('image[]', new File([new Uint8Array(BYTES)], 'photo.png', { type: 'image/png' }));
  await inNode((through) => through(`${base}/form`, { method: 'POST', body: form }));
  const [{ headers, body }] = got;
  const sent = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type']! },
  }).formData();
  expect(sent.get('prompt')).toBe('медовик');
  const file = sent.get('image[]') as File;
  expect([file.name, file.type]).toEqual(['photo.png', 'image/png']);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(BYTES);
});

it('carries bytes both ways', async () => {
  const answer = await inNode((through) => through(`${base}/bytes`, { method: 'POST', body: BYTES }));
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(BYTES);
  expect(got[0].body).toEqual(BYTES);
});

it('gives an empty answer, and a redirect that is not to be followed', async () => {
  expect((await inNode((through) => through(`${base}/empty`))).status).toBe(204);
  const away = await inNode((through) => through(`${base}/away`, { redirect: 'manual' }));
  expect([away.status, got.some(({ url }) => url === '/there')]).toEqual([307, false]);
  expect((await inNode((through) => through(`${base}/away`))).status).toBe(200);
});

it('fails as fetch does, without a word of what was sent', async () => {
  const failing = (path: string, init: RequestInit = {}, timeoutMs?: number) =>
    inNode(
      (through) =>
        through(`${base}${path}?token=secret`, { headers: { authorization: 'secret' }, ...init }).catch(
          (error: Error) => error,
        ),
      timeoutMs,
    );
  const cut = (await failing('/cut')) as Error;
  expect([cut.name, cut.message]).toEqual(['TypeError', 'fetch failed: ECONNRESET']);
  const late = (await failing('/hang', {}, 50)) as Error;
  expect(late.message).toBe('fetch failed: timed out');
  const broken = (await failing('/hang', { signal: AbortSignal.timeout(50) })) as Error;
  expect(broken.name).toBe('AbortError');
  expect(JSON.stringify([cut, late, broken].map((error) => [error, error.message, error.stack]))).not.toContain(
    'secret',
  );
});
