import { Worker } from 'node:worker_threads';

import type { Drawing } from './render';

/**
 * What the thread does; plain JavaScript, so that it runs wherever this file does, built or not. jimp encodes in JavaScript, for
 * half a second: beside the event loop, no customer's message waits for it.
 */
const ENCODE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Jimp } = require(workerData);
  parentPort.on('message', ({ id, width, height, pixels, quality }) => {
    new Jimp({ width, height, data: Buffer.from(pixels.buffer) }).getBuffer('image/jpeg', { quality }).then(
      (jpeg) => parentPort.postMessage({ id, jpeg }),
      (error) => parentPort.postMessage({ id, error: error.message }),
    );
  });
`;

type Encoded = { id: number; jpeg: Uint8Array } | { id: number; error: string };

interface Waiting {
  resolve(jpeg: Buffer): void;
  reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let thread: Worker | undefined;
let last = 0;

/** Starts the thread; it stays for the next pictures, and keeps no process alive. */
function start(): Worker {
  const worker = new Worker(ENCODE, { eval: true, workerData: require.resolve('jimp'), env: {} });
  const end = (error: Error) => {
    if (thread !== worker) return;
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (encoded: Encoded) => {
    const { resolve, reject } = waiting.get(encoded.id)!;
    waiting.delete(encoded.id);
    if (waiting.size === 0) worker.unref();
    if ('jpeg' in encoded) resolve(Buffer.from(encoded.jpeg));
    else reject(new Error(encoded.error));
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The thread that encodes pictures has ended')));
  return worker;
}

/**
 * A JPEG file of a drawing without transparency. Whatever a photo carried besides its pixels (place, camera, date) is not in it.
 *
 * @param quality 1..100
 */
export function toJpeg({ width, height, pixels }: Drawing, quality: number): Promise<Buffer> {
  thread ??= start();
  thread.ref();
  const id = (last += 1);
  const encoded = new Promise<Buffer>((resolve, reject) => waiting.set(id, { resolve, reject }));
  thread.postMessage({ id, width, height, pixels, quality });
  return encoded;
}
