import type { FastifyRequest } from 'fastify';
import type { Calls } from '../api/calls';
import { invalid } from './wire';

/** An uploaded file of a multipart body. */
export interface Upload {
  field: string;
  data: Buffer;
  fileName: string;
  mimeType: string;
}

/** A request as an endpoint sees it. `body` is a form's fields or a JSON value. */
export interface Asked {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  uploads: Upload[];
  contentType: string;
}

const SECRETS = ['client_secret', 'code', 'refresh_token'];

/** Reads a request; a multipart body whole, so that a fault meets a request that has ended. */
export async function readAsked(request: FastifyRequest): Promise<Asked> {
  const { params, query } = request as { params: Asked['params']; query: Asked['query'] };
  const contentType = request.headers['content-type'] ?? '';
  if (!request.isMultipart()) return { params, query, body: request.body, uploads: [], contentType };
  const body: Record<string, unknown> = {};
  const uploads: Upload[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'field') body[part.fieldname] = part.value;
    else {
      const data = await part.toBuffer().catch(() => {
        throw invalid(part.fieldname, 'the file is too large');
      });
      uploads.push({ field: part.fieldname, data, fileName: part.filename ?? '', mimeType: part.mimetype });
    }
  }
  return { params, query, body, uploads, contentType };
}

/** Notes a call without what is secret in it. */
export function noteCall(
  calls: Calls,
  request: FastifyRequest,
  asked: Pick<Asked, 'body' | 'uploads'>,
  status: number,
  at: string,
): void {
  const path = request.url.replace(/\b(client_secret|access_token|refresh_token|code)=[^&]*/g, '$1=***');
  const bytes = Number(request.headers['content-length'] ?? 0);
  calls.add({ at, vendor: 'avito', method: request.method, path, status, body: forLog(asked) }, bytes);
}

/** Uploads are named, not copied. */
function forLog({ body, uploads }: Pick<Asked, 'body' | 'uploads'>): unknown {
  if (typeof body !== 'object' || body === null) return body ?? null;
  const files = uploads.map(({ field, fileName, mimeType, data }) => [
    field,
    { file: fileName, mimeType, size: data.length },
  ]);
  const fields = Object.entries(body).map(([name, value]) => [name, SECRETS.includes(name) ? '***' : value]);
  return Object.fromEntries([...fields, ...files]);
}
