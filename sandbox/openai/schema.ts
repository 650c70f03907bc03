import { OpenAiError } from './errors';

/** A JSON Schema as far as structured outputs know it. */
export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  [other: string]: unknown;
}

/** https://platform.openai.com/docs/guides/structured-outputs: what strict schemas must do without. */
const NOT_PERMITTED = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
];

/**
 * Checks a strict schema.
 *
 * @throws OpenAiError 400 that says where it breaks the rules
 */
export function checkStrict(name: string, schema: Schema): void {
  const refuse = (at: string[], what: string): never => {
    const context = at.map((part) => `'${part}'`).join(', ');
    const message = `Invalid schema for response_format '${name}': In context=(${context}), ${what}`;
    throw new OpenAiError(400, null, message, 'response_format');
  };
  if (schema.type !== 'object') refuse([], `schema must be a JSON Schema of 'type: "object"'.`);
  const check = (part: Schema, at: string[]): void => {
    const banned = NOT_PERMITTED.find((word) => word in part);
    if (banned) refuse(at, `'${banned}' is not permitted.`);
    for (const [key, def] of Object.entries(part.$defs ?? {})) check(def, [...at, '$defs', key]);
    if (part.$ref !== undefined) {
      if (resolve(schema, part) === undefined) refuse(at, `reference '${part.$ref}' can not be resolved.`);
      return;
    }
    if (part.anyOf) return part.anyOf.forEach((branch, index) => check(branch, [...at, 'anyOf', String(index)]));
    if (part.type === undefined && part.const === undefined && part.enum === undefined)
      refuse(at, `schema must have a 'type' key.`);
    const types = [part.type ?? []].flat();
    if (types.includes('object')) checkObject(part, at, refuse);
    for (const [key, property] of Object.entries(part.properties ?? {})) check(property, [...at, 'properties', key]);
    if (types.includes('array')) {
      if (!part.items) refuse(at, 'array schema missing items.');
      check(part.items!, [...at, 'items']);
    }
  };
  check(schema, []);
}

function checkObject(part: Schema, at: string[], refuse: (at: string[], what: string) => never): void {
  if (part.additionalProperties !== false)
    refuse(at, `'additionalProperties' is required to be supplied and to be false.`);
  const keys = Object.keys(part.properties ?? {});
  const missing = keys.find((key) => !part.required?.includes(key));
  const rule = `'required' is required to be supplied and to be an array including every key in properties.`;
  if (missing !== undefined) refuse(at, `${rule} Missing '${missing}'.`);
  const extra = part.required?.find((key) => !keys.includes(key));
  if (extra !== undefined) refuse(at, `${rule} Extra required key '${extra}' supplied.`);
}

/** A schema, or the one that it refers to within `root`; undefined when there is none. */
export function resolve(root: Schema, part: Schema): Schema | undefined {
  if (part.$ref === undefined) return part;
  const steps = part.$ref.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], root) as
    Schema | undefined;
}
