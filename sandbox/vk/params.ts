import { badParam } from './errors';

/** The parameters of a call, from its query and its form; VK reads no other body. */
export class Params {
  constructor(private readonly values: Record<string, string>) {}

  /** As given; an empty string where it was not. */
  text(name: string): string {
    return this.values[name] ?? '';
  }

  /** Whether it was given at all. */
  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** As given; refuses a call without it. */
  needed(name: string): string {
    const text = this.text(name);
    if (text === '') throw badParam(`${name} is undefined`);
    return text;
  }

  /** A whole number; undefined where it was not given. */
  number(name: string): number | undefined {
    const text = this.text(name).trim();
    if (text === '') return undefined;
    if (!/^-?\d{1,19}$/.test(text)) throw badParam(`${name} not integer`);
    return Number(text);
  }

  /** A whole number; refuses a call without it. */
  neededNumber(name: string): number {
    this.needed(name);
    return this.number(name)!;
  }

  /** Whole numbers with commas between them; empty where it was not given. */
  numbers(name: string): number[] {
    const parts = this.text(name)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (parts.some((part) => !/^-?\d{1,19}$/.test(part))) throw badParam(`${name} not integer`);
    return parts.map(Number);
  }

  /** True for 1 and "true". */
  flag(name: string): boolean {
    return ['1', 'true'].includes(this.text(name).toLowerCase());
  }

  /** The token of the call, which is nowhere repeated. */
  get token(): string {
    return this.text('access_token');
  }

  /** All but the token. */
  shown(): Record<string, string> {
    const { access_token: _token, ...shown } = this.values;
    return shown;
  }

  /** As an error of VK's repeats them. */
  echoed(method: string): { key: string; value: string }[] {
    const own = Object.entries(this.shown()).map(([key, value]) => ({ key, value }));
    return [{ key: 'method', value: method }, { key: 'oauth', value: '1' }, ...own];
  }
}
