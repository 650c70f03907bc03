import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { pictureFiles } from './pictureFiles';
import { type SupabaseOptions, openSupabase } from './supabaseCalls';
import type { CallPermit, Ledger, PicturePermit } from './ledger';

export interface SupabaseLedgerOptions extends SupabaseOptions {
  /** Told in words for the owner when a bucket did not take a picture (the database keeps it then); null: it did. */
  onBucket?: (trouble: string | null) => void;
}

/** Pictures are megabytes, so they are given more time than a step. */
const FOR_PICTURES = { oneTryMs: 20_000, inAllMs: 45_000 };

const callPermit = z.union([
  z.object({ go: z.literal(true) }),
  z.object({ go: z.literal(false), why: z.enum(['month', 'busy']) }),
  z.object({ go: z.literal(false), why: z.literal('done'), answer: z.unknown() }),
]);
/** `data` null: the bytes lie in the bucket. */
const reused = z.object({
  do: z.literal('reuse'),
  id: z.string(),
  bucket: z.string().nullable(),
  data: z.string().nullable(),
  model: z.string(),
});
const picturePermit = z.union([
  z.object({ do: z.enum(['draw', 'busy', 'unknown', 'limit', 'month']) }),
  z.object({ do: z.literal('done'), id: z.string(), model: z.string().nullable(), brief: z.string() }),
  reused,
]);
const ended = z.object({ id: z.string(), bucket: z.string().nullable() });
const stored = z.object({ data: z.string().nullable(), mimeType: z.string(), bucket: z.string().nullable() });
const models = z.array(
  z.object({ model: z.string(), purpose: z.enum(['understand', 'picture']), lastUsed: z.string() }),
);

const bytesOf = (data: string): Buffer => Buffer.from(data, 'base64');

/** The ledger on Supabase: functions of supabase/migrations decide, under locks of the database. */
export function createSupabaseLedger(options: SupabaseLedgerOptions): Ledger {
  const { client, call } = openSupabase(options);
  const files = pictureFiles(client);

  return {
    // `attempt` tells a repeat of this very call, whose answer got lost, from somebody else's.
    beginCall: (request) => call<CallPermit>('cake_call_begin', { ...request, attempt: randomUUID() }, callPermit),
    endCall: async (result) => {
      await call('cake_call_end', result, z.null());
    },
    async beginPicture(request) {
      const begin = async (reuse: boolean) =>
        call<z.infer<typeof picturePermit>>(
          'cake_picture_begin',
          { ...request, reuse, attempt: randomUUID() },
          picturePermit,
          FOR_PICTURES,
        );
      const permit = await begin(true);
      if (permit.do !== 'reuse') return permit;
      const { id, bucket, model } = permit;
      if (permit.data !== null) return { do: 'reuse', data: bytesOf(permit.data), model };
      const data = bucket === null ? null : await files.get(bucket, id, 'drawn').catch(() => null);
      // Without its bytes a picture cannot be used again.
      return data ? { do: 'reuse', data, model } : ((await begin(false)) as PicturePermit);
    },
    async endPicture({ drawn, shown, ...result }) {
      const { id, bucket } = await call<z.infer<typeof ended>>(
        'cake_picture_end',
        { ...result, drawn: drawn?.toString('base64') ?? null, shown: shown.toString('base64') },
        ended,
        FOR_PICTURES,
      );
      if (bucket !== null) await moveToBucket(id, bucket, result.mimeType, { drawn, shown });
      return { id };
    },
    async picture(id) {
      if (!z.guid().safeParse(id).success) return null;
      const found = await call<z.infer<typeof stored> | null>('cake_picture', { id }, stored.nullable(), FOR_PICTURES);
      if (!found) return null;
      const { mimeType, bucket } = found;
      if (found.data !== null) return { data: bytesOf(found.data), mimeType };
      const data = bucket === null ? null : await files.get(bucket, id, 'shown');
      return data && { data, mimeType };
    },
    modelsUsed: (since) => call('cake_models', { since }, models),
  };

  /** The database has the picture already: whatever happens here, it is kept, once. */
  async function moveToBucket(
    id: string,
    bucket: string,
    mimeType: string,
    { drawn, shown }: { drawn: Buffer | null; shown: Buffer },
  ): Promise<void> {
    const trouble =
      (await files.put(bucket, id, 'shown', shown, mimeType)) ??
      (drawn && (await files.put(bucket, id, 'drawn', drawn, mimeType)));
    options.onBucket?.(trouble);
    if (!trouble) await call('cake_picture_in_bucket', { id }, z.null());
  }
}
