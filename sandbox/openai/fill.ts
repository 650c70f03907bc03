import { resolve, type Schema } from './schema';

/** Recorded slots by name. */
export type Slots = Record<string, unknown>;

/** What is answered for an intent that nothing was recorded of, as far as the schema has it. */
const NO_INTENT = ['nonsense', 'fill'];

/**
 * Says recorded slots in the shape of a schema: every property of it, by its name at whatever depth, and nothing else. What
 * was not recorded is null, or, where the schema has no null, as empty as it allows. Kinds of values are kept to; lists of
 * allowed words are not, so that a deliberately wrong answer stays wrong.
 */
export function fill(schema: Schema, slots: Slots): unknown {
  const say = (given: Schema, name: string): unknown => {
    const part = resolve(schema, given) ?? {};
    if (part.anyOf) {
      const branches = part.anyOf.map((branch) => resolve(schema, branch) ?? {});
      const fits = branches.find((branch) => isOf(branch, slots[name]));
      return say(fits ?? branches.find(isNullable) ?? branches[0], name);
    }
    if (part.properties)
      return Object.fromEntries(Object.entries(part.properties).map(([key, each]) => [key, say(each, key)]));
    const recorded = slots[name];
    if (recorded !== undefined && isOf(part, recorded)) return recorded;
    return emptyOf(part);
  };
  return say(schema, '');
}

const typesOf = ({ type, enum: allowed, const: only }: Schema): string[] =>
  type === undefined ? [...(allowed ?? []), ...(only === undefined ? [] : [only])].map(kindOf) : [type].flat();

const isNullable = (part: Schema): boolean => typesOf(part).includes('null');

/** Whether a value is of a kind that the schema allows. */
function isOf(part: Schema, value: unknown): boolean {
  if (part.properties) return true;
  const types = typesOf(part);
  return types.includes(kindOf(value)) || (types.includes('number') && kindOf(value) === 'integer');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function emptyOf(part: Schema): unknown {
  if (isNullable(part)) return null;
  if (part.const !== undefined) return part.const;
  if (part.enum) return NO_INTENT.find((word) => part.enum!.includes(word)) ?? part.enum[0];
  const [type] = typesOf(part);
  return { string: '', integer: 0, number: 0, boolean: false, array: [] }[type] ?? null;
}
