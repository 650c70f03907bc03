import { z } from 'zod';
import { invalidValue, OpenAiError, unknownParameter } from './errors';

type Issue = z.core.$ZodIssue;

/**
 * Checks a body.
 *
 * @throws OpenAiError 400 about the first thing that is wrong, in OpenAI's words
 */
export function valid<S extends z.ZodType>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  throw refusalOf(result.error.issues[0], []);
}

/** The named values that are there: null is as good as absent. */
export function withoutNulls(given: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function refusalOf(issue: Issue, above: PropertyKey[]): OpenAiError {
  const path = [...above, ...issue.path];
  const param = pathOf(path);
  const refuse = (code: string, message: string): OpenAiError => new OpenAiError(400, code, message, param);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return missing(param);
      return refuse(
        'invalid_type',
        `Invalid type for '${param}': expected ${named(issue.expected)}, but got ${named(kindOf(issue.input))} instead.`,
      );
    case 'unrecognized_keys':
      return unknownParameter(pathOf([...path, issue.keys[0]]));
    case 'invalid_value':
      if (issue.input === undefined) return missing(param);
      return invalidValue(param, String(issue.input), issue.values.map(String));
    case 'invalid_union': {
      // The branch that came furthest knows best what is wrong.
      const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
      if (deepest) return refusalOf(deepest, path);
      const { input, options = [] } = issue as { input?: Record<string, unknown>; options?: unknown[] };
      const value = input?.[String(issue.path.at(-1))];
      if (value === undefined) return missing(param);
      return invalidValue(param, String(value), options.map(String));
    }
    case 'too_big':
    case 'too_small':
      return limit(issue, param);
    case 'invalid_format':
      return refuse('invalid_value', `Invalid '${param}': string does not match pattern. ${issue.message}.`);
    default:
      return refuse('invalid_value', `Invalid '${param}': ${issue.message}`);
  }
}

const missing = (param: string): OpenAiError =>
  new OpenAiError(400, 'missing_required_parameter', `Missing required parameter: '${param}'.`, param);

function limit(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>, param: string): OpenAiError {
  const big = issue.code === 'too_big';
  const bound = big ? issue.maximum : issue.minimum;
  const { origin, input } = issue as { origin: string; input?: unknown };
  const size = typeof input === 'number' ? input : (input as { length: number }).length;
  const what = origin === 'int' || origin === 'number' ? (Number.isInteger(input) ? 'integer' : 'decimal') : origin;
  const many = typeof input === 'number' ? 'value' : 'length';
  const code = `${what}_${big ? 'above_max' : 'below_min'}_${many}`;
  const message =
    many === 'value'
      ? `${what} ${big ? 'above maximum' : 'below minimum'} value. Expected a value ${big ? '<=' : '>='} ${bound}, but got ${size} instead.`
      : `${what} too ${big ? 'long' : 'short'}. Expected ${named(what)} with ${big ? 'maximum' : 'minimum'} length ${bound}, but got ${named(what)} with length ${size} instead.`;
  return new OpenAiError(400, code, `Invalid '${param}': ${message}`, param);
}

/** `messages[0].role`. */
function pathOf(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A kind with its article. */
function named(kind: string): string {
  const word = kind === 'int' ? 'integer' : kind;
  return word === 'null' ? word : `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}
