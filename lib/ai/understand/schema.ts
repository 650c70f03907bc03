import { z } from 'zod';

import { INTENTS, type Term, type Vocabulary } from '../../dialogue/read/heard/types';
import { ALLERGENS } from '../../order/types';

/** Every field that a model is asked for. Phone and e-mail are none: they never leave the machine, so it could only invent. */
export type Fields = Record<string, z.ZodType>;

const said = () => z.string().nullable();
const counted = () => z.int().nullable();
const flag = () => z.boolean().nullable();

const keysOf = (terms: readonly Term[]) => z.enum(terms.map(({ key }) => key));

/** One of the keys; the field is left out where the menu has nothing of the kind. */
const keyOf = (name: string, terms: readonly Term[]): Fields =>
  terms.length === 0 ? {} : { [name]: keysOf(terms).nullable() };

/** One of the keys, or the customer's own word for what the menu lacks. */
const keyOrWord = (terms: readonly Term[]) =>
  terms.length === 0 ? said() : z.union([keysOf(terms), z.string(), z.null()]);

/** The form that a model fills in. `faq`: questions that the shop has answers to, numbered from 1. */
export function fieldsFor({ occasions, fillings, coatings, decor }: Vocabulary, faq: number): Fields {
  return {
    intent: z.enum(INTENTS),
    ...(faq > 0 ? { faq: counted() } : {}),
    ...keyOf('occasion', occasions),
    servings: counted(),
    weight_g: counted(),
    filling: keyOrWord(fillings),
    filling_not: keyOrWord(fillings),
    ...keyOf('coating', coatings),
    ...keyOf('decor', decor),
    tiers: counted(),
    inscription: said(),
    date: said(),
    time: said(),
    fulfilment: z.enum(['pickup', 'delivery']).nullable(),
    address: said(),
    name: said(),
    colour: said(),
    promo: said(),
    allergens: z.array(z.enum(ALLERGENS)).nullable(),
    budget_rub: counted(),
    vegan: flag(),
    sugar_free: flag(),
  };
}

/**
 * The same as JSON Schema in the subset that strict structured output takes: every property required, none beside them, no
 * bounds of numbers.
 */
export function jsonSchemaOf(fields: Fields): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(z.strictObject(fields), {
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum;
      delete jsonSchema.maximum;
    },
  });
  void $schema;
  return schema;
}
