import { createHash, randomBytes } from 'node:crypto';
import type { Journal, Table } from '../api/journal';
import { readPicture } from '../telegram/media';
import { badParam, VkError } from './errors';
import { forgetOldest } from './limits';
import type { Media, Picture } from './media';
import type { Photo } from './wire';

/** A file that came to the upload server. */
export interface Uploaded {
  field: string;
  data: Buffer;
}

/** What the upload server answers; `photo` is a list of JSON in a string, `[]` when it took nothing. */
export interface Receipt {
  server: number;
  photo: string;
  hash: string;
}

/** https://dev.vk.com/ru/api/upload/overview: what photos may be; VK says it of albums, and no more of messages. */
const FORMATS = ['image/jpeg', 'image/png', 'image/gif'];
const LARGEST = 50 * 1024 * 1024;
const LONGEST_SIDES = 14_000;
const NARROWEST = 20;
const SERVER = 626_422;
const KEPT = 2000;

/** The way of a picture to VK: an address, the file, a receipt, a photo of the community's. */
export class Uploads {
  private readonly tickets: Table<true>;
  private readonly receipts: Table<Picture & { photo: string }>;

  constructor(
    journal: Journal,
    private readonly media: Media,
    private readonly groupId: number,
  ) {
    this.tickets = journal.table('tickets');
    this.receipts = journal.table('receipts');
  }

  /** A new ticket: the last part of an upload address. */
  newTicket(): string {
    const ticket = randomBytes(12).toString('hex');
    this.tickets.set(ticket, true);
    forgetOldest(this.tickets, KEPT);
    return ticket;
  }

  /** Takes the file of the field `photo`; answers an empty receipt for anything else, as VK does. */
  take(ticket: string, files: Uploaded[]): Receipt {
    const data = files.find(({ field }) => field === 'photo')?.data;
    const picture = this.tickets.has(ticket) && data && isPhoto(data) ? this.media.keepPicture(data) : undefined;
    if (!picture) return { server: SERVER, photo: '[]', hash: randomBytes(16).toString('hex') };
    const name = createHash('sha1').update(data!).digest('hex');
    const photo = JSON.stringify([
      { markers_restarted: true, photo: `${name}:x`, sizes: [], latitude: 0, longitude: 0 },
    ]);
    const hash = randomBytes(16).toString('hex');
    this.receipts.set(hash, { ...picture, photo });
    forgetOldest(this.receipts, KEPT);
    return { server: SERVER, photo, hash };
  }

  /** Makes a photo of a receipt; throws VK's refusal. */
  save({ server, photo, hash }: Receipt): Photo {
    if (photo === '' || photo === '[]') throw badParam('photos_list is invalid');
    if (server !== SERVER) throw new VkError(118);
    const receipt = this.receipts.get(hash);
    if (!receipt) throw new VkError(121);
    if (receipt.photo !== photo) throw badParam('photos_list is invalid');
    return this.media.addPhoto(-this.groupId, receipt);
  }
}

function isPhoto(data: Buffer): boolean {
  const picture = readPicture(data);
  if (!picture || !FORMATS.includes(picture.mimeType) || data.length > LARGEST) return false;
  const [shorter, longer] = [picture.width, picture.height].sort((a, b) => a - b);
  return shorter > 0 && shorter + longer <= LONGEST_SIDES && longer / shorter <= NARROWEST;
}
