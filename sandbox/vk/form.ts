import type { FastifyRequest } from 'fastify';
import type { Uploaded } from './uploads';

/** What a request carries in its query, and in its form if it has one. A form that is broken carries what could be read. */
export async function readForm(request: FastifyRequest): Promise<{
  values: Record<string, string>;
  files: (Uploaded & { fileName: string; mimeType: string })[];
}> {
  const values = textsOf(request.query);
  const files: (Uploaded & { fileName: string; mimeType: string })[] = [];
  if (!request.isMultipart()) return { values: { ...values, ...textsOf(request.body) }, files };
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') values[part.fieldname] = String(part.value);
      else {
        const { fieldname: field, filename, mimetype: mimeType } = part;
        files.push({ field, data: await part.toBuffer(), fileName: filename ?? '', mimeType });
      }
    }
  } catch {
    // VK says nothing of a broken form: what is missing is missing.
  }
  return { values, files };
}

/** The last value of each name. */
export function textsOf(given: unknown): Record<string, string> {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String([value].flat().at(-1) ?? '')]));
}
