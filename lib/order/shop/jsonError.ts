/** Where JSON text stops being JSON, and a guess why. Node's own message has no line, and for short texts no place. */

const SPACE = /[ \t\r\n]*/y;
const TOKEN =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\]:,]/y;

/** One Russian sentence about the first mistake of a text that is not JSON, with line and column. */
export function jsonErrorOf(text: string): string {
  if (text.trim() === '') return 'Меню: текст пуст, вставьте меню в формате JSON';
  const { at, reason } = firstMistake(text);
  const before = text.slice(0, at).split('\n');
  return `Меню: ошибка в строке ${before.length}, столбце ${before[before.length - 1].length + 1} — ${reason}`;
}

type Expect = 'value' | 'first_value' | 'key' | 'first_key' | 'colon' | 'comma';

function firstMistake(text: string): { at: number; reason: string } {
  const open: string[] = [];
  let expect: Expect = 'value';
  for (let at = afterSpace(text, 0), end = 0; at < text.length; at = afterSpace(text, end)) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    end = at + (token?.length ?? 0);
    if (token === undefined) return { at, reason: unreadable(text.slice(at)) };
    const inside = open[open.length - 1];
    const closes = (token === '}' && inside === '{') || (token === ']' && inside === '[');
    const isValue = !/^[{}[\]:,]$/.test(token);
    if (expect === 'comma' && open.length === 0) return { at, reason: 'после меню остался лишний текст' };
    if (closes && (expect === 'comma' || expect === 'first_key' || expect === 'first_value')) {
      open.pop();
      expect = 'comma';
    } else if (closes && (expect === 'key' || expect === 'value')) {
      return { at, reason: 'перед закрывающей скобкой лишняя запятая или нет значения' };
    } else if (expect === 'comma') {
      if (token !== ',') return { at, reason: 'перед этим местом не хватает запятой или скобки' };
      expect = inside === '{' ? 'key' : 'value';
    } else if (expect === 'colon') {
      if (token !== ':') return { at, reason: 'после названия поля нужно двоеточие' };
      expect = 'value';
    } else if (expect === 'key' || expect === 'first_key') {
      if (!token.startsWith('"')) return { at, reason: 'здесь нужно название поля в двойных кавычках' };
      expect = 'colon';
    } else if (token === '{' || token === '[') {
      open.push(token);
      expect = token === '{' ? 'first_key' : 'first_value';
    } else if (isValue) {
      expect = 'comma';
    } else {
      return { at, reason: 'здесь нужно значение: текст в двойных кавычках, число, список или true/false' };
    }
  }
  return { at: text.trimEnd().length, reason: 'текст обрывается, не хватает закрывающей скобки' };
}

function afterSpace(text: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function unreadable(rest: string): string {
  if (rest.startsWith('"')) return 'у текста в кавычках нет закрывающей кавычки';
  if (/^['«“”‘’]/.test(rest)) return 'нужны прямые двойные кавычки "';
  if (/^\/[/*]/.test(rest) || rest.startsWith('#')) return 'в JSON нельзя писать примечания, уберите это';
  return 'здесь нужно значение: текст в двойных кавычках, число, список или true/false';
}
