import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Journal, Table } from '../api/journal';
import { readPicture } from '../telegram/media';
import { forgetOldest } from './limits';
import { Attachment, Photo, PhotoSize, unixNow } from './wire';

/** A picture whose bytes lie here. */
export interface Picture {
  url: string;
  width: number;
  height: number;
}

/** VK's sizes and their longer side in pixels. */
const SIDES: [type: string, side: number][] = [
  ['s', 75],
  ['m', 130],
  ['x', 604],
  ['y', 807],
  ['z', 1080],
  ['w', 2560],
];
/** The album that VK puts pictures of messages into. */
const MESSAGES_ALBUM = -64;
const KEPT_FILES = 5000;
const KEPT_THINGS = 20_000;
const NAME = /^(photo|doc)(-?\d+_\d+)(?:_(\w+))?$/;

/** Files, and the pictures and documents made of them. The oldest are forgotten. */
export class Media {
  private readonly files: Table<string>;
  private readonly things: Table<Attachment>;

  /** `url` is the sandbox's own address. */
  constructor(
    private readonly journal: Journal,
    private readonly dir: string,
    private readonly url: () => string,
  ) {
    fs.mkdirSync(dir, { recursive: true });
    this.files = journal.table('files');
    this.things = journal.table('things');
  }

  /** Keeps a file; answers the address that VK tells. */
  keep(data: Buffer, mimeType: string, extension: string): string {
    const name = `${this.journal.next('files')}-${randomBytes(8).toString('hex')}.${extension}`;
    fs.writeFileSync(path.join(this.dir, name), data);
    this.files.set(name, mimeType);
    for (const old of forgetOldest(this.files, KEPT_FILES)) fs.rmSync(path.join(this.dir, old), { force: true });
    return `${this.url()}/vk/files/${name}`;
  }

  /** A file's bytes by the last part of its address. */
  read(name: string): { data: Buffer; mimeType: string } | undefined {
    const mimeType = this.files.get(name);
    if (mimeType === undefined) return undefined;
    try {
      return { data: fs.readFileSync(path.join(this.dir, name)), mimeType };
    } catch {
      return undefined;
    }
  }

  /** Keeps a picture's bytes; undefined when they are none. */
  keepPicture(data: Buffer): Picture | undefined {
    const read = readPicture(data);
    if (!read || read.width < 1 || read.height < 1) return undefined;
    const { width, height, mimeType } = read;
    const extension = mimeType.replace('image/', '').replace('jpeg', 'jpg');
    return { url: this.keep(data, mimeType, extension), width, height };
  }

  /**
   * Makes a picture a photo of an owner's. The smaller sizes have the dimensions VK would make but the bytes of the whole
   * picture: the sandbox scales nothing.
   */
  addPhoto(owner: number, { url, width, height }: Picture): Photo {
    const longer = Math.max(width, height);
    const fitting = SIDES.findIndex(([, side]) => side >= longer);
    const sizes = SIDES.slice(0, fitting < 0 ? SIDES.length : fitting + 1).map(([type, side]): PhotoSize => {
      const shrink = (length: number): number => Math.max(1, Math.round(length * Math.min(1, side / longer)));
      return { type, url, width: shrink(width), height: shrink(height) };
    });
    const photo: Photo = {
      album_id: MESSAGES_ALBUM,
      ...this.identify(owner),
      sizes,
      text: '',
      has_tags: false,
      orig_photo: { type: 'base', url, width, height },
    };
    this.remember({ type: 'photo', photo }, owner, photo.id);
    return photo;
  }

  /** Makes a document of an owner's; `kind` is 1 for text, 4 for a picture. */
  addDocument(
    owner: number,
    data: Buffer,
    file: { title: string; ext: string; mimeType: string; kind: 1 | 4 },
  ): object {
    const { title, ext, mimeType, kind } = file;
    const url = this.keep(data, mimeType, ext);
    const { id, ...rest } = this.identify(owner);
    const doc = { id, ...rest, title, size: data.length, ext, type: kind, url };
    this.remember({ type: 'doc', doc }, owner, id);
    return doc;
  }

  /** Identity of a new thing of an owner's. */
  identify(owner: number): { id: number; owner_id: number; date: number; access_key: string } {
    const id = this.journal.next('things', 457_239_017);
    return { id, owner_id: owner, date: unixNow(), access_key: randomBytes(9).toString('hex') };
  }

  /** A photo by `<owner>_<id>`. */
  photo(id: string): Photo | undefined {
    return this.things.get(`photo${id}`)?.photo;
  }

  /**
   * What `photo<owner>_<id>[_<access_key>]`, or the same with `doc`, names; undefined where there is none. `owner` needs no
   * key for what is its own.
   */
  attachment(name: string, owner: number): Attachment | undefined {
    const [, type, id, key] = NAME.exec(name) ?? [];
    const found = this.things.get(`${type}${id}`);
    if (!found) return undefined;
    const { owner_id, access_key } = found[type] as { owner_id: number; access_key: string };
    const allowed = key === undefined ? owner_id === owner : key === access_key;
    return allowed ? found : undefined;
  }

  private remember(thing: Attachment, owner: number, id: number): void {
    this.things.set(`${thing.type}${owner}_${id}`, thing);
    forgetOldest(this.things, KEPT_THINGS);
  }
}
