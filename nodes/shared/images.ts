import { NodeOperationError } from 'n8n-workflow';

import { pictureIdOf, type Ledger } from '../../lib/sessions/ledger';
import { openDatabase } from './database';
import { request, type NodeContext } from './http';

/** A picture with its bytes, as an upload wants it. */
export interface Picture {
  data: Buffer;
  mimeType: string;
  fileName: string;
}

const LARGEST_BYTES = 24 * 1024 * 1024;

/** First bytes of the pictures that messengers take. */
const SIGNATURES: [mimeType: string, extension: string, test: (data: Buffer) => boolean][] = [
  ['image/jpeg', 'jpg', (data) => data.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/png', 'png', (data) => data.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))],
  ['image/gif', 'gif', (data) => /^GIF8[79]a$/.test(data.toString('latin1', 0, 6))],
  ['image/bmp', 'bmp', (data) => data.toString('latin1', 0, 2) === 'BM'],
  ['image/webp', 'webp', (data) => /^RIFF....WEBP$/s.test(data.toString('latin1', 0, 12))],
  ['image/heic', 'heic', (data) => /^ftyp(heic|heix|mif1|msf1)$/.test(data.toString('latin1', 4, 12))],
];

/** What a picture's bytes say that it is; null when it is none that is known here. */
export function pictureOf(data: Buffer, name = 'photo'): Picture | null {
  const [mimeType, extension] = SIGNATURES.find(([, , test]) => test(data)) ?? [];
  return mimeType ? { data, mimeType, fileName: `${name}.${extension}` } : null;
}

/** The database's picture of that id; null: it has none (any more). Throws KeeperError when it cannot be asked. */
export async function storedPicture(ledger: Ledger | null, id: string): Promise<Picture | null> {
  const stored = await ledger?.picture(id);
  return stored ? pictureOf(stored.data, 'cake') : null;
}

/**
 * Fetches the picture of a reply: an address, a picture of the database, or a photo that Telegram keeps by its file id (the
 * bakery's people are there). The last two need the node's credential for it.
 *
 * @throws Error in words for the owner, without token or address
 */
export async function loadPicture(context: NodeContext, image: string): Promise<Picture> {
  const id = pictureIdOf(image);
  if (id) {
    const stored = await storedPicture((await openDatabase(context)).ledger, id);
    if (!stored) throw new Error('в базе её больше нет');
    return stored;
  }
  const url = /^https?:\/\//i.test(image) ? image : await telegramFile(context, image);
  let data: Buffer;
  try {
    data = Buffer.from(
      (await context.helpers.httpRequest({
        url,
        method: 'GET',
        encoding: 'arraybuffer',
        timeout: 30_000,
      })) as ArrayBuffer,
    );
  } catch (error) {
    const { code, response } = error as { code?: string; response?: { status?: number } };
    throw new NodeOperationError(
      context.getNode(),
      `the picture could not be fetched (${response?.status ?? code ?? 'no answer'})`,
    );
  }
  if (data.length > LARGEST_BYTES) throw new Error('the picture is larger than 24 MB');
  const picture = pictureOf(data);
  if (!picture) throw new Error('the file is no picture of a known kind');
  return picture;
}

async function telegramFile(context: NodeContext, file_id: string): Promise<string> {
  if (!context.getNode().credentials?.telegramApi) {
    throw new Error('the picture lies at Telegram and this node has no Telegram credential');
  }
  const { accessToken, baseUrl } = (await context.getCredentials('telegramApi')) as Record<string, string>;
  const base = (baseUrl || 'https://api.telegram.org').replace(/\/+$/, '');
  const { status, body } = await request(context, {
    method: 'POST',
    url: `${base}/bot${accessToken}/getFile`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ file_id }),
  });
  const path = status === 200 ? (JSON.parse(body) as { result?: { file_path?: string } }).result?.file_path : undefined;
  if (!path) throw new Error(`Telegram does not give the picture (HTTP ${status})`);
  return `${base}/file/bot${accessToken}/${path}`;
}
