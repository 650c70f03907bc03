import type { FastifyRequest } from 'fastify';
import { OpenAiError } from './errors';

/** An uploaded file of a multipart body. */
export interface Upload {
  field: string;
  data: Buffer;
  fileName: string;
  mimeType: string;
}

/** A request as an endpoint sees it. `body` is a JSON value, or a form's fields as texts. */
export interface Asked {
  params: Record<string, string>;
  body: unknown;
  uploads: Upload[];
}

/** Reads a request; a multipart body whole, so that a fault meets a request that has ended. */
export async function readAsked(request: FastifyRequest): Promise<Asked> {
  const params = request.params as Asked['params'];
  if (!request.isMultipart()) return { params, body: request.body, uploads: [] };
  const body: Record<string, unknown> = {};
  const uploads: Upload[] = [];
  for await (const part of request.parts()) {
    const { fieldname: field } = part;
    if (part.type === 'file') {
      const data = await part.toBuffer();
      uploads.push({ field, data, fileName: part.filename ?? '', mimeType: part.mimetype });
    } else if (field in body) throw duplicate(field);
    else body[field] = part.value;
  }
  return { params, body, uploads };
}

/** A parameter that may be given once. */
export const duplicate = (field: string): OpenAiError =>
  new OpenAiError(
    400,
    'duplicate_parameter',
    `Duplicate parameter: '${field}'. You provided multiple values for this parameter, whereas only one is allowed. If you are trying to provide a list of values, use the array syntax instead e.g. '${field}[]=<value>'.`,
    field,
  );

/** What the list of calls tells of a body: files are named, not copied. */
export function shown({ body, uploads }: Pick<Asked, 'body' | 'uploads'>): unknown {
  if (uploads.length === 0) return body ?? null;
  const files: Record<string, object[]> = {};
  for (const { field, fileName, mimeType, data } of uploads)
    (files[field] ??= []).push({ file: fileName, mimeType, size: data.length });
  return { ...(body as object), ...files };
}
