import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Journal, Table } from '../api/journal';
import { plainPng } from '../telegram/media';
import { pictureOf } from './picture';

/** A picture at Avito. `file` is its name on the disk. */
export interface StoredImage {
  id: string;
  mimeType: string;
  file: string;
}

/** The sizes of a message's picture, as Avito names them. */
const SIZES = ['1280x960', '640x480', '140x105', '32x32'];
const KEPT_IMAGES = 5000;
const CREAM: [number, number, number] = [244, 222, 205];

/** The id of the picture that a listing and a person without one of her own are shown with. */
export const STANDING_IMAGE = 'standing';

/** The pictures of all chats, under addresses nobody guesses. The oldest are forgotten above 5,000. */
export class Images {
  private readonly table: Table<StoredImage>;

  /** `url` is the sandbox's own address. */
  constructor(
    private readonly journal: Journal,
    private readonly dir: string,
    private readonly url: () => string,
  ) {
    fs.mkdirSync(dir, { recursive: true });
    this.table = journal.table('images');
  }

  /** Keeps a picture and answers its id, `<number>.<32 hex digits>`; undefined when it is none that is known. */
  add(data: Buffer): string | undefined {
    const picture = pictureOf(data);
    if (!picture) return undefined;
    const number = this.journal.next('images');
    const file = `${number}.${picture.mimeType.replace('image/', '').replace('jpeg', 'jpg')}`;
    fs.writeFileSync(path.join(this.dir, file), data);
    const id = `${number}.${randomBytes(16).toString('hex')}`;
    this.table.set(id, { id, mimeType: picture.mimeType, file });
    if (this.table.size > KEPT_IMAGES) this.forgetOldest();
    return id;
  }

  /** Its bytes and media type; undefined when it is not known or gone from the disk. */
  read(id: string): { data: Buffer; mimeType: string } | undefined {
    if (id === STANDING_IMAGE) return { data: plainPng(140, 105, CREAM), mimeType: 'image/png' };
    const image = this.table.get(id);
    if (!image) return undefined;
    try {
      return { data: fs.readFileSync(path.join(this.dir, image.file)), mimeType: image.mimeType };
    } catch {
      return undefined;
    }
  }

  /** Whether an upload of that id is there. */
  has(id: string): boolean {
    return this.table.has(id);
  }

  /** Its address by size. Every size serves the picture as it came: the sandbox scales nothing. */
  sizes(id: string): Record<string, string> {
    return Object.fromEntries(SIZES.map((size) => [size, this.address(id, size)]));
  }

  /** Its address in one size, at the vendor's side. */
  address(id: string, size: string): string {
    return `${this.url()}/avito-files/images/${size}/${id}`;
  }

  /** Its address for a person's browser, which is no call of the vendor's. */
  shown(id: string): string {
    return `${this.url()}/api/avito/images/${id}`;
  }

  private forgetOldest(): void {
    const [oldest] = this.table.values();
    this.table.delete(oldest.id);
    fs.rmSync(path.join(this.dir, oldest.file), { force: true });
  }
}
