import { badRequest } from './wire';

/** An uploaded file of a multipart body. */
export interface Upload {
  data: Buffer;
  mimeType: string;
  fileName: string;
}

/** The parameters of a call, from its query and its body of whatever form. */
export class Params {
  constructor(
    private readonly values: Record<string, unknown>,
    private readonly uploads: Map<string, Upload> = new Map(),
  ) {}

  /** As given; an empty string where it was not. */
  text(name: string): string {
    const value = this.values[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  /** As given. */
  raw(name: string): unknown {
    return this.values[name];
  }

  /** Whether it was given at all. */
  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** A whole number; undefined where it was not given. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    if (!/^-?\d{1,15}$/.test(text)) throw badRequest(`field "${name}" must be a Number`);
    return Number(text);
  }

  /** True for true, 1 and "true", as the Bot API reads booleans. */
  flag(name: string): boolean {
    return ['true', '1', 'yes'].includes(this.text(name).toLowerCase());
  }

  /** An object or a list, given as such or as its JSON. */
  json(name: string): unknown {
    const value = this.values[name];
    if (typeof value !== 'string') return value;
    if (value === '') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }

  /** The upload under a field, or the one that the field's `attach://` names. */
  upload(name: string): Upload | undefined {
    const attached = /^attach:\/\/(.+)$/.exec(this.text(name));
    return this.uploads.get(attached ? attached[1] : name);
  }

  /** For the list of calls: uploads are named, not copied. */
  forLog(): Record<string, unknown> {
    const files = [...this.uploads].map(([field, file]) => [
      field,
      { file: file.fileName, mimeType: file.mimeType, size: file.data.length },
    ]);
    return { ...this.values, ...Object.fromEntries(files) };
  }
}
