import { setTimeout as pause } from 'node:timers/promises';
import type { SupabaseClient } from '@supabase/supabase-js';
import { KeeperError } from './types';

/** What the customer sees, and what the model drew. */
export type PictureFile = 'shown' | 'drawn';

/** Pictures in a bucket of Supabase Storage: `<id>/shown` and `<id>/drawn`. Best a private one. */
export interface PictureFiles {
  /** Null: it is there. Else why it is not, in words for the owner. */
  put(bucket: string, id: string, file: PictureFile, data: Buffer, mimeType: string): Promise<string | null>;
  /**
   * Null: there is no such file.
   *
   * @throws KeeperError when the bucket could not be asked
   */
  get(bucket: string, id: string, file: PictureFile): Promise<Buffer | null>;
  /** Deletes both files of each picture. Never throws; gives the ids of those that are gone for certain. */
  remove(pictures: { id: string; bucket: string }[]): Promise<string[]>;
}

/** A sweep waits no longer for deleted files: the next one tries again. */
const REMOVE_MS = 5_000;

/** Storage gives its real status in the body: HTTP 400 with `"statusCode":"404"` where something is not there. */
interface StorageTrouble {
  message: string;
  status?: number;
  statusCode?: string;
}

const isMissing = ({ status, statusCode, message }: StorageTrouble): boolean =>
  status === 404 || statusCode === '404' || /not.?found/i.test(message);
const hasNoBucket = ({ message }: StorageTrouble): boolean => /bucket not.?found|no such bucket/i.test(message);

/** Opens the buckets of a database; no call is made yet. */
export function pictureFiles({ storage }: SupabaseClient): PictureFiles {
  return {
    async put(bucket, id, file, data, contentType) {
      const { error } = await storage.from(bucket).upload(`${id}/${file}`, data, { contentType, upsert: true });
      if (!error) return null;
      return hasNoBucket(error)
        ? `В Supabase нет бакета «${bucket}». Создайте его (Storage → New bucket, закрытый) или сотрите его имя в «Меню и настройки».`
        : `Бакет «${bucket}» в Supabase Storage не взял картинку: ${error.message}.`;
    },
    async get(bucket, id, file) {
      const { data, error } = await storage.from(bucket).download(`${id}/${file}`);
      if (!error) return Buffer.from(await data.arrayBuffer());
      if (isMissing(error)) return null;
      throw new KeeperError(`The bucket "${bucket}" does not give a picture: ${error.message}`, true, 'no_storage');
    },
    async remove(pictures) {
      const gone: string[] = [];
      for (const bucket of new Set(pictures.map((picture) => picture.bucket))) {
        const ids = pictures.filter((picture) => picture.bucket === bucket).map(({ id }) => id);
        const paths = ids.flatMap((id) => [`${id}/shown`, `${id}/drawn`]);
        const asked = storage.from(bucket).remove(paths);
        const removed = asked.then(
          ({ error }) => error === null || isMissing(error),
          () => false,
        );
        if (await Promise.race([removed, pause(REMOVE_MS, false, { ref: false })])) gone.push(...ids);
      }
      return gone;
    },
  };
}
