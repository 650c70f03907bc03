const LINE = /^\s*(\d{1,3})[.)]\s+(\S.*?)\s*$/;

/**
 * The labels of the numbered options that a text offers: its last block of lines `1. label` or `1) label` that count
 * 1, 2, 3 and so on. Blank lines may stand between them; any other line, and any number out of turn, ends a block. Empty where
 * there is no such block.
 */
export function numberedOptions(text: string): string[] {
  let last: string[] = [];
  let block: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [, digits, label] = LINE.exec(line) ?? [];
    const number = Number(digits);
    if (number === 1) last = block = [label];
    else if (block.length > 0 && number === block.length + 1) block.push(label);
    else block = [];
  }
  return last;
}
