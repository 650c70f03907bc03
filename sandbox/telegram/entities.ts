import { readHtml } from './html';
import { badRequest, Entity } from './wire';

/** A text as the customer sees it, and its formatting. */
export interface Formatted {
  text: string;
  entities: Entity[];
}

/** A mark that opens or closes formatting, and the entity it makes. */
interface Mark {
  mark: string;
  type: string;
}

const V1_MARKS: Mark[] = [
  { mark: '```', type: 'pre' },
  { mark: '`', type: 'code' },
  { mark: '*', type: 'bold' },
  { mark: '_', type: 'italic' },
];
const V2_MARKS: Mark[] = [
  { mark: '```', type: 'pre' },
  { mark: '`', type: 'code' },
  { mark: '__', type: 'underline' },
  { mark: '||', type: 'spoiler' },
  { mark: '*', type: 'bold' },
  { mark: '_', type: 'italic' },
  { mark: '~', type: 'strikethrough' },
];
const V2_RESERVED = '_*[]()~`>#+-=|{}.!';

/** Reads a text in a parse mode; throws Telegram's "can't parse entities" when it is not balanced. */
export function readFormatted(text: string, parseMode: unknown): Formatted {
  const mode = String(parseMode ?? '').toLowerCase();
  const read = readMode(text, mode);
  return trim(withCommands(read));
}

function readMode(text: string, mode: string): Formatted {
  if (mode === '' || mode === 'none') return { text, entities: [] };
  if (mode === 'html') return readHtml(text);
  if (mode === 'markdown') return readMarkdown(text, V1_MARKS, false);
  if (mode === 'markdownv2') return readMarkdown(text, V2_MARKS, true);
  throw badRequest('unsupported parse_mode');
}

/**
 * Both Markdown styles, https://core.telegram.org/bots/api#formatting-options. Version 1 does not nest, and only `_*`[`
 * can be escaped; version 2 nests, and refuses any reserved character that stands alone.
 */
function readMarkdown(source: string, marks: Mark[], v2: boolean): Formatted {
  const open: { type: string; mark: string; offset: number; at: number }[] = [];
  const entities: Entity[] = [];
  let text = '';
  for (let at = 0; at < source.length;) {
    const char = source[at];
    const inner = open[open.length - 1];
    const raw = inner?.type === 'code' || inner?.type === 'pre';
    if (char === '\\' && isEscaped(source[at + 1], v2)) {
      text += source[at + 1];
      at += 2;
      continue;
    }
    if (inner?.type === 'link' && char === ']') {
      const address = readAddress(source, at + 1, v2);
      if (address) {
        entities.push({
          type: 'text_link',
          offset: inner.offset,
          length: text.length - inner.offset,
          url: address.url,
        });
        at = address.end;
      } else {
        if (v2) throw reserved(char, source, at);
        at += 1;
      }
      open.pop();
      continue;
    }
    const closing = inner && inner.mark !== '' && source.startsWith(inner.mark, at) ? inner : undefined;
    if (closing) {
      open.pop();
      const language = closing.type === 'pre' ? /^(\w+)\n/.exec(text.slice(closing.offset)) : null;
      if (language) text = text.slice(0, closing.offset) + text.slice(closing.offset + language[0].length);
      if (text.length > closing.offset)
        entities.push({ type: closing.type, offset: closing.offset, length: text.length - closing.offset });
      at += closing.mark.length;
      continue;
    }
    const mark = raw || (!v2 && inner) ? undefined : marks.find((each) => source.startsWith(each.mark, at));
    if (mark) {
      open.push({ ...mark, offset: text.length, at });
      at += mark.mark.length;
      continue;
    }
    if (char === '[' && !raw && (v2 || !inner)) {
      open.push({ type: 'link', mark: '', offset: text.length, at });
      at += 1;
      continue;
    }
    const quote = v2 && char === '>' && (text === '' || text.endsWith('\n'));
    if (v2 && !raw && !quote && V2_RESERVED.includes(char)) throw reserved(char, source, at);
    if (!quote) text += char;
    at += 1;
  }
  const left = open.pop();
  if (left) {
    const name = v2 ? ` ${TYPE_NAMES[left.type] ?? left.type} entity` : ' the entity';
    throw badRequest(
      `can't parse entities: Can't find end of${name} ${v2 ? 'at' : 'starting at'} byte offset ${bytesTo(source, left.at)}`,
    );
  }
  return { text, entities };
}

const TYPE_NAMES: Record<string, string> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  link: 'TextUrl',
};

function isEscaped(next: string | undefined, v2: boolean): boolean {
  if (next === undefined) return false;
  return v2 ? next.charCodeAt(0) < 127 : '_*`['.includes(next);
}

function readAddress(source: string, at: number, v2: boolean): { url: string; end: number } | undefined {
  if (source[at] !== '(') return undefined;
  let url = '';
  for (let index = at + 1; index < source.length; index += 1) {
    if (v2 && source[index] === '\\' && index + 1 < source.length) url += source[++index];
    else if (source[index] === ')') return { url, end: index + 1 };
    else url += source[index];
  }
  throw badRequest(`can't parse entities: Can't find end of a URL at byte offset ${bytesTo(source, at)}`);
}

function reserved(char: string, source: string, at: number): Error {
  const where = bytesTo(source, at);
  return badRequest(
    `can't parse entities: Character '${char}' is reserved and must be escaped with the preceding '\\' (byte offset ${where})`,
  );
}

function bytesTo(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at));
}

/** Telegram marks commands in every text by itself. */
export function commandsIn(text: string): Entity[] {
  return [...text.matchAll(/(?<![\w/])\/[a-zA-Z0-9_]{1,64}(@\w+)?/g)].map((match) => ({
    type: 'bot_command',
    offset: match.index,
    length: match[0].length,
  }));
}

function withCommands({ text, entities }: Formatted): Formatted {
  const links = entities.filter((entity) => ['text_link', 'code', 'pre'].includes(entity.type));
  const free = commandsIn(text).filter(
    (command) => !links.some((link) => command.offset >= link.offset && command.offset < link.offset + link.length),
  );
  return { text, entities: [...entities, ...free].sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function trim({ text, entities }: Formatted): Formatted {
  const lead = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(0, entity.offset - lead);
    const end = Math.min(trimmed.length, entity.offset - lead + entity.length);
    return end > offset ? [{ ...entity, offset, length: end - offset }] : [];
  });
  return { text: trimmed, entities: kept };
}
