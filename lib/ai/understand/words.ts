/** What a customer's text has to do with the words that a model says it has found there. */

const escape = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const QUOTES = /["«»„“”‚‘’'`]/g;

/** Something like `[телефон]`: it stands for what the model was not shown. */
const PLACEHOLDER = /\[[^\]]*\]?/;

/** The place of the text where those words stand, in the customer's own letters and without quotes; null: nowhere. */
export function asSaid(text: string, words: string): string | null {
  if (PLACEHOLDER.test(words)) return null;
  const parts = words.replace(QUOTES, ' ').split(/\s+/).filter(Boolean);
  if (parts.length === 0) return null;
  const source = parts.map((part) => escape(part).replace(/[её]/giu, '[её]')).join('[\\s"«»„“”‚‘’\'`]+');
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, 'iu').exec(text);
  return found && !insidePlaceholder(text, found.index) ? found[0].replace(/["«»„“”]/g, '').trim() : null;
}

function insidePlaceholder(text: string, index: number): boolean {
  const open = text.lastIndexOf('[', index);
  return open >= 0 && PLACEHOLDER.exec(text.slice(open))![0].length > index - open;
}

/** Letters of a Russian or English word that its forms share. */
const STEM = 4;

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/ё/g, 'е');

/** Whether each longer word stands in the text in one of its forms: «розовый» for «в розовом цвете». */
export function isSpokenOf(text: string, words: string): boolean {
  if (PLACEHOLDER.test(words)) return false;
  const parts = plain(words).match(/\p{L}{3,}/gu) ?? [];
  const place = plain(text).replace(/\[[^\]]*\]/g, ' ');
  return (
    parts.length > 0 && parts.every((part) => new RegExp(`(?<!\\p{L})${escape(part.slice(0, STEM))}`, 'u').test(place))
  );
}

const NO =
  '(?:без|не|кроме|никак\\p{L}*|без никак\\p{L}*|no|not|without|except)(?: (?:надо|нужно|нужна|хочу|хотим|любим|люблю|want|like|any|the))?';

/** Whether one of those names stands in the text only as what is not wanted: «без мастики». */
export function isRefused(text: string, names: readonly string[]): boolean {
  const place = plain(text);
  const stems = names.map((name) => escape(plain(name).slice(0, Math.max(STEM, name.length - 2))));
  if (stems.length === 0) return false;
  const any = `(?:${stems.join('|')})`;
  const times = (pattern: string) => [...place.matchAll(new RegExp(`(?<!\\p{L})${pattern}`, 'gu'))].length;
  const refused = times(`${NO} ${any}`);
  return refused > 0 && refused === times(any);
}
