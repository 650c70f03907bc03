import fastify from 'fastify';

/** A bucket as Supabase Storage shows it to its own client. */
export interface Bucket {
  files: Map<string, { data: Buffer; type: string }>;
  /** It answers nothing but 503. */
  down: boolean;
  /** A fetch that brings `/storage/v1` here and everything else to `other`. */
  with(other: typeof fetch): typeof fetch;
  stop(): Promise<void>;
}

/** Storage's way to say no: HTTP 400, the real status in the body. */
const missing = (what: string) => ({ statusCode: '404', error: `${what} not found`, message: `${what} not found` });

/** Starts Storage with one bucket, open to that key only. */
export async function startBucket(name: string, key: string): Promise<Bucket> {
  const app = fastify({ bodyLimit: 50 * 1024 * 1024 });
  const files: Bucket['files'] = new Map();
  app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    if (bucket.down) return reply.code(503).send({ message: 'Service Unavailable' });
    if (request.headers.authorization !== `Bearer ${key}`) return reply.code(400).send({ statusCode: '403' });
    return undefined;
  });
  const path = '/storage/v1/object/:bucket/*';
  type Place = { Params: { bucket: string; '*': string } };
  app.post<Place>(path, async ({ params, body, headers }, reply) => {
    if (params.bucket !== name) return reply.code(400).send(missing('Bucket'));
    if (files.has(params['*']) && headers['x-upsert'] !== 'true') return reply.code(400).send({ statusCode: '409' });
    files.set(params['*'], { data: body as Buffer, type: String(headers['content-type']) });
    return { Key: `${name}/${params['*']}`, Id: '1' };
  });
  app.get<Place>(path, async ({ params }, reply) => {
    if (params.bucket !== name) return reply.code(400).send(missing('Bucket'));
    const file = files.get(params['*']);
    return file ? reply.type(file.type).send(file.data) : reply.code(400).send(missing('Object'));
  });
  app.delete<Place>('/storage/v1/object/:bucket', async ({ params, body }, reply) => {
    if (params.bucket !== name) return reply.code(400).send(missing('Bucket'));
    return (body as { prefixes: string[] }).prefixes
      .filter((file) => files.delete(file))
      .map((file) => ({ name: file }));
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const bucket: Bucket = {
    files,
    down: false,
    with: (other) => (input, init) => {
      const at = String(input).indexOf('/storage/v1');
      return at < 0 ? other(input, init) : fetch(address + String(input).slice(at), init);
    },
    stop: () => app.close(),
  };
  return bucket;
}
