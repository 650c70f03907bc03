/**
 * How the rules write what they look for: alternatives stand in lines, as in a list of words, and `~` is the rest of a
 * word («данн~»). The letters are those of `Said.low`.
 */
const REST = '[a-zа-я]*';

/** The source of a group of alternatives. */
export const oneOf = (...lines: string[]): string => `(?:${lines.join('|').replaceAll('~', REST)})`;

/** A regular expression that finds one of the alternatives as whole words. */
export const words = (lines: string[], flags = 'u'): RegExp =>
  new RegExp(`(?<![a-zа-я])${oneOf(...lines)}(?![a-zа-я])`, flags);
