import type { z } from 'zod';
import { shown } from './sentences';

/** How the owner calls a list, one line of it, and how many lines it needs. */
export interface ListName {
  title: string;
  item: string;
  least: 0 | 1;
  /** The most lines, 100 when absent, and why there cannot be more. */
  most?: { lines: number; why: string };
}

/** A part of the document as far as it could be read. */
export type Loose<T> = { [K in keyof T]?: T[K] extends (infer Item)[] ? (Item | undefined)[] : T[K] | undefined };

const MOST_LINES = 100;

/**
 * Collects everything that is wrong with a document. Sections and lines are parsed one by one, so that a mistake in
 * one does not hide those in another.
 */
export class Report {
  readonly problems: string[] = [];

  constructor(private readonly document: Record<string, unknown>) {}

  /** Adds a problem about a line as the owner knows it. */
  add(line: string, message: string): void {
    this.problems.push(`${line}: ${message}`);
  }

  /** One section; undefined when it is wrong, and then the reasons are in `problems`. */
  section<T>(key: string, title: string, schema: z.ZodType<T>): T | undefined {
    return this.parse(this.document[key], title, key, schema);
  }

  /** The lines of a list in order, undefined where a line is wrong. */
  list<T>(key: string, name: ListName, schema: z.ZodType<T>): (T | undefined)[] {
    const value = this.document[key];
    const [most, why] = name.most ? [name.most.lines, `: ${name.most.why}`] : [MOST_LINES, ''];
    if (value == null && name.least === 0) return [];
    if (value == null) this.add(name.title, `список не указан. Добавьте ${key}`);
    else if (!Array.isArray(value))
      this.add(name.title, `указано ${shown(value)}, нужен список в квадратных скобках [ ]`);
    else if (value.length < name.least) this.add(name.title, `список пуст, нужна хотя бы одна строка`);
    else if (value.length > most) this.add(name.title, `строк в списке ${value.length}, нужно не больше ${most}${why}`);
    else return value.map((line, index) => this.parse(line, lineName(name.item, line, index), null, schema));
    return [];
  }

  private parse<T>(value: unknown, line: string, key: string | null, schema: z.ZodType<T>): T | undefined {
    const result = schema.safeParse(value, { reportInput: true });
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const field = [...issue.path].reverse().find((part) => typeof part === 'string') ?? key;
      const absent = issue.code !== 'unrecognized_keys' && issue.input == null && typeof field === 'string';
      const add = absent && !/[.;]/.test(issue.message) ? `. Добавьте ${field}` : '';
      for (const message of issue.message.split('\n')) this.add(line, `${message}${add}`);
    }
    return undefined;
  }
}

/** How the owner knows a line: by its Russian name or question, its hours, or its place in the list. */
export function lineName(item: string, line: unknown, index: number): string {
  const { name, question, from, to } = (typeof line === 'object' && line !== null ? line : {}) as Record<
    string,
    unknown
  >;
  const called = name ?? question;
  const russian = typeof called === 'object' && called !== null ? (called as Record<string, unknown>).ru : called;
  if (typeof russian === 'string' && russian.trim() !== '') return `${item} ${shown(russian.trim())}`;
  if (typeof from === 'string' && typeof to === 'string') return `${item} ${from.slice(0, 8)}–${to.slice(0, 8)}`;
  return `${item} №${index + 1}`;
}
