import { VkError } from './errors';
import { isRecord } from './wire';

/** Reads JSON, or throws what was prepared. */
export function readJson(text: string, otherwise: VkError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw otherwise;
  }
}

/** Reads a JSON object, or throws what was prepared. */
export function readObject(text: string, otherwise: VkError): Record<string, unknown> {
  const value = readJson(text, otherwise);
  if (!isRecord(value)) throw otherwise;
  return value;
}
