import type { Formatted } from './entities';
import { badRequest, Entity } from './wire';

const TAGS: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-emoji': 'custom_emoji',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Reads Telegram's HTML style; throws Telegram's refusal for an unknown, unclosed or crossed tag. */
export function readHtml(source: string): Formatted {
  const open: { tag: string; offset: number; url?: string }[] = [];
  const entities: Entity[] = [];
  let text = '';
  for (let at = 0; at < source.length;) {
    if (source[at] === '&') {
      const entity = /^&(#x[0-9a-f]+|#\d+|lt|gt|amp|quot);/i.exec(source.slice(at, at + 12));
      text += entity ? decode(entity[1]) : '&';
      at += entity ? entity[0].length : 1;
    } else if (source[at] === '<') {
      const end = source.indexOf('>', at);
      const where = Buffer.byteLength(source.slice(0, at));
      if (end < 0) throw cannot(`Unclosed start tag at byte offset ${where}`);
      const body = source.slice(at + 1, end);
      if (body.startsWith('/')) close(body.slice(1).trim().toLowerCase(), where);
      else start(body, where);
      at = end + 1;
    } else {
      text += source[at];
      at += 1;
    }
  }
  if (open.length > 0) throw cannot(`Can't find end tag corresponding to start tag "${open[open.length - 1].tag}"`);
  return { text, entities };

  function start(body: string, where: number): void {
    const tag = /^[^\s>]*/.exec(body)![0].toLowerCase();
    const spoiler = tag !== 'span' || /class\s*=\s*["']?tg-spoiler/.test(body);
    if (!TAGS[tag] || !spoiler) throw cannot(`Unsupported start tag "${tag}" at byte offset ${where}`);
    const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i.exec(body);
    const url = href
      ? (href[1] ?? href[2] ?? href[3]).replace(/&(lt|gt|amp|quot);/g, (_all, name) => NAMED[name])
      : undefined;
    open.push({ tag, offset: text.length, url });
  }

  function close(tag: string, where: number): void {
    const last = open.pop();
    if (!last) throw cannot(`Unexpected end tag at byte offset ${where}`);
    if (last.tag !== tag && tag !== '')
      throw cannot(`Unmatched end tag at byte offset ${where}, expected "</${last.tag}>", found "</${tag}>"`);
    const length = text.length - last.offset;
    if (length === 0 || (last.tag === 'a' && !last.url)) return;
    entities.push({ type: TAGS[last.tag], offset: last.offset, length, ...(last.url && { url: last.url }) });
  }
}

function decode(name: string): string {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? `&${name};`;
  const hex = name[1].toLowerCase() === 'x';
  const code = parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function cannot(reason: string): Error {
  return badRequest(`can't parse entities: ${reason}`);
}
