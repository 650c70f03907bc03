import { numberOf, ordinalOf, withDigits } from '../numbers';
import { LONGEST } from '../text';
import { respelt } from './spelling';

/** Stands for every letter of a stretch that a rule has read and taken: no word, so no later rule reads across it. */
const TAKEN = '_';

/**
 * A text as the rules see it. `low` has lower case, plain letters (ё is е), number words as digits, words of the trade as
 * they are spelt, one kind of dash, quote and space, no emoji, and `_` where something has been taken out; every place in
 * it leads back to the customer's own letters.
 */
export class Said {
  readonly source: string;
  low: string;
  private at: number[];
  /** A reader has found something and could not tell which of two is meant. */
  unclear = false;

  constructor(text: string) {
    this.source = beginningOf(text.normalize('NFC'));
    const letters: string[] = [];
    this.at = [];
    let index = 0;
    for (const sign of this.source) {
      const ready = simple(sign, letters[letters.length - 1] ?? ' ');
      for (const letter of ready) {
        letters.push(letter);
        this.at.push(index);
      }
      index += sign.length;
    }
    this.low = letters.join('');
    if (/(?:^|\s)1[.)] /.test(this.low) && /\s2[.)] /.test(this.low))
      this.low = this.low.replace(/(?<=^|\s)\d[.)](?= )/g, ';;');
    // «2кг/12.12/доставка» is a list; "w/ nuts" is none.
    this.low = this.low.replace(/(?<=\p{L})(?<!\bw)\/|\/(?=\p{L})/gu, ';');
    this.rewrite(
      [...this.low.matchAll(/[a-zа-я]+/g)].map(({ 0: word, index }) => [index, word, respelt(word) ?? word]),
    );
    this.rewrite(numbersIn(this.low).map(([index, run]) => [index, run, inDigits(run)]));
  }

  /** All that the pattern finds in what is left. */
  all(pattern: RegExp): RegExpExecArray[] {
    return [...this.low.matchAll(pattern)] as RegExpExecArray[];
  }

  /** Takes a stretch of `low` out. */
  take(from: number, to: number): void {
    this.low = this.low.slice(0, from) + TAKEN.repeat(Math.max(0, to - from)) + this.low.slice(to);
  }

  /** Takes a stretch of the source out. */
  takeSource(from: number, to: number): void {
    this.at.forEach((place, index) => {
      if (place >= from && place < to) this.take(index, index + 1);
    });
  }

  /** The customer's own letters behind a stretch of `low`. */
  own(from: number, to: number): string {
    if (to <= from) return '';
    return this.source.slice(this.at[from] ?? this.source.length, this.at[to] ?? this.source.length).trim();
  }

  /** Puts other words in place of some, each at the place where it was said. */
  private rewrite(changes: [index: number, said: string, ready: string][]): void {
    let low = '';
    const at: number[] = [];
    let end = 0;
    for (const [index, said, ready] of changes) {
      if (ready === said) continue;
      let same = 0;
      while (same < ready.length && ready[same] === said[same]) same += 1;
      at.push(...this.at.slice(end, index + same), ...Array(ready.length - same).fill(this.at[index + same]));
      low += this.low.slice(end, index) + ready;
      end = index + said.length;
    }
    this.low = low + this.low.slice(end);
    this.at = [...at, ...this.at.slice(end)];
  }
}

/** «полтора» shall not look like the first of May. */
const inDigits = (run: string) => withDigits(run, { ordinals: true }).replace(/(?<=\d)\.(?=\d)/g, ',');

const JOINING = /^(?:с|половиной|половин[ау]|and|a|an|half|of|тысяч[аи]?|пол|(?:пол)?кило\p{L}*|kilo\p{L}*|kg|\d+)$/u;
const MONTH_AFTER = /^ (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;
const MONTH_BEFORE = /(?:january|february|march|april|may|june|july|august|september|october|november|december|the) $/;

/** Stretches that may say one number: «два с половиной», «двадцать-двадцать пять», "half a dozen", «полкило». */
function numbersIn(low: string): [index: number, run: string][] {
  const runs: [number, string][] = [];
  let end = -1;
  for (const { index, 0: word } of low.matchAll(/\p{L}+|\d+/gu)) {
    if (!JOINING.test(word) && !isNumber(word, low.slice(0, index), low.slice(index + word.length))) continue;
    const last = runs[runs.length - 1];
    if (last && index === end + 1 && /[ -]/.test(low[end])) last[1] += low[end] + word;
    else runs.push([index, word]);
    end = index + word.length;
  }
  return runs;
}

/** "first" and "second" count things far more often than days. */
function isNumber(word: string, before: string, after: string): boolean {
  if (/^(?:first|second|third)$/.test(word)) return MONTH_AFTER.test(after) || MONTH_BEFORE.test(before);
  return numberOf(word) !== null || ordinalOf(word) !== null;
}

/** No order is so long that its end would matter, and every rule stays fast. */
export function beginningOf(text: string): string {
  return text.length <= LONGEST ? text : text.slice(0, LONGEST).replace(/\S*$/, '');
}

/** «Ë», "é", «ї» as the plain letters: the rules know a-z and а-я, which compiles five times as fast as all letters. */
function folded(letter: string): string {
  if (letter === 'ё') return 'е';
  if (/[a-zа-я\d]/.test(letter)) return letter;
  const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
  return UKRAINIAN[plain] ?? plain;
}

const UKRAINIAN: Record<string, string> = { і: 'и', є: 'е', ґ: 'г' };

/** What one sign of the source becomes; '' drops it. */
function simple(sign: string, before: string): string {
  if (sign === '\n') return '\n';
  if (/\s/u.test(sign)) return before === ' ' || before === '\n' ? '' : ' ';
  if (sign === '½') return /\d/.test(before) ? ',5' : '0,5';
  if (/[‐‑‒–—―−]/.test(sign)) return '-';
  if (/[’‘ʼ`]/.test(sign)) return "'";
  if (/[«»“”„‟]/.test(sign)) return '"';
  if (/[\p{M}\u20E3\u200B-\u200F]/u.test(sign)) return '';
  if (/[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}]/u.test(sign) && !/\d/.test(sign)) {
    return before === ' ' ? '' : ' ';
  }
  return [...sign.normalize('NFKC').toLowerCase()].map(folded).join('');
}
