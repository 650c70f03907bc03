import fs from 'node:fs';
import path from 'node:path';
import type { Journal, Table } from '../api/journal';
import { readPicture } from './media';
import type { PhotoSize } from './wire';

/** A file at Telegram: where its bytes lie, and the path that getFile tells. */
export interface StoredFile {
  id: string;
  unique: string;
  size: number;
  path: string;
  mimeType: string;
  disk: string;
}

/** Telegram's thumbnails: the longer side in pixels. */
const THUMBNAILS = [90, 320, 800];
const KEPT_FILES = 5000;

/** The files of all bots. The oldest are forgotten above 5,000. */
export class FileStore {
  private readonly table: Table<StoredFile>;

  constructor(
    private readonly journal: Journal,
    private readonly dir: string,
  ) {
    fs.mkdirSync(dir, { recursive: true });
    this.table = journal.table('files');
  }

  /** Keeps a file; `folder` and `extension` make the path that the vendor tells, `photos/file_7.jpg`. */
  add(data: Buffer, mimeType: string, folder: string, extension: string): StoredFile {
    const number = this.journal.next('files');
    const disk = `${number}.${extension}`;
    fs.writeFileSync(path.join(this.dir, disk), data);
    return this.register(number, { size: data.length, path: `${folder}/file_${disk}`, mimeType, disk });
  }

  /**
   * Keeps a picture and answers its sizes, smallest first, the whole picture last; undefined when it is no picture. The
   * smaller sizes have the dimensions Telegram would make but the bytes of the whole picture: the sandbox scales nothing.
   */
  addPhoto(data: Buffer): PhotoSize[] | undefined {
    const picture = readPicture(data);
    if (!picture || picture.width < 1 || picture.height < 1) return undefined;
    const whole = this.add(
      data,
      picture.mimeType,
      'photos',
      picture.mimeType.replace('image/', '').replace('jpeg', 'jpg'),
    );
    const longer = Math.max(picture.width, picture.height);
    const sizes = THUMBNAILS.filter((side) => side < longer).map((side) => {
      const shrink = (length: number): number => Math.max(1, Math.round((length * side) / longer));
      const copy = this.register(this.journal.next('files'), whole);
      return photoSize(copy, shrink(picture.width), shrink(picture.height));
    });
    return [...sizes, photoSize(whole, picture.width, picture.height)];
  }

  /** A file by its file_id. */
  get(id: string): StoredFile | undefined {
    return this.table.get(id);
  }

  /** A file by the path that getFile told. */
  byPath(wanted: string): StoredFile | undefined {
    for (const file of this.table.values()) if (file.path === wanted) return file;
    return undefined;
  }

  /** Its bytes; undefined when they are gone from the disk. */
  read(file: StoredFile): Buffer | undefined {
    try {
      return fs.readFileSync(path.join(this.dir, file.disk));
    } catch {
      return undefined;
    }
  }

  private register(number: number, file: Omit<StoredFile, 'id' | 'unique'>): StoredFile {
    const tail = String(number).padStart(8, '0');
    const stored = { ...file, id: `AgACAgIAAxkBAAISandboxFileNumber${tail}`, unique: `AQADSandbox${tail}` };
    this.table.set(stored.id, stored);
    if (this.table.size > KEPT_FILES) this.forgetOldest();
    return stored;
  }

  private forgetOldest(): void {
    const [oldest] = this.table.values();
    this.table.delete(oldest.id);
    for (const file of this.table.values()) if (file.disk === oldest.disk) return;
    fs.rmSync(path.join(this.dir, oldest.disk), { force: true });
  }
}

function photoSize(file: StoredFile, width: number, height: number): PhotoSize {
  return { file_id: file.id, file_unique_id: file.unique, file_size: file.size, width, height };
}
