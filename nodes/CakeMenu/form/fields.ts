import type { INodeProperties } from 'n8n-workflow';

/** Building blocks of the owner's panel. Names are those of her document, so that form and document are easy to compare. */

type More = Partial<INodeProperties>;

/** A single field of the panel and where its value stands in the document. */
export interface Setting {
  path: string;
  field: INodeProperties;
  /** Numbers of chats, written in a row. */
  ids?: true;
  /**
   * It came with a later release. At its default it is left out of the document, so that an earlier menu stays what it was,
   * and that default is what a panel of an earlier release is read with.
   */
  later?: true;
}

/** In a list's line such a field always stands; the others are added with a button where they are needed. */
export const always = (field: INodeProperties): INodeProperties => ({
  ...field,
  typeOptions: { ...field.typeOptions, showEvenWhenOptional: true },
});

export const isAlways = ({ typeOptions }: INodeProperties): boolean => typeOptions?.showEvenWhenOptional === true;

export const text = (name: string, displayName: string, more: More = {}): INodeProperties => ({
  displayName,
  name,
  type: 'string',
  default: '',
  ...more,
});

export const number = (name: string, displayName: string, more: More = {}): INodeProperties => ({
  displayName,
  name,
  type: 'number',
  default: 0,
  ...more,
});

/** Of a number without decimals. */
export const whole: More = { typeOptions: { numberPrecision: 0 } };

export const yesNo = (name: string, displayName: string, more: More = {}): INodeProperties => ({
  displayName,
  name,
  type: 'boolean',
  default: true,
  ...more,
});

/**
 * A number that she must write herself. n8n puts the default into a field that is emptied, so it must be none: an emptied
 * price would be a free cake.
 */
export const needed = (name: string, displayName: string, more: More = {}): INodeProperties =>
  always(number(name, displayName, { ...more, default: '' }));

/** `choices`: value and the words for it; the first one stands unless another is named. */
export const choice = (
  name: string,
  displayName: string,
  choices: [value: string | number, name: string, description?: string][],
  otherwise = choices[0][0],
): INodeProperties => ({
  displayName,
  name,
  type: 'options',
  noDataExpression: true,
  default: otherwise,
  options: choices.map(([value, label, description]) => ({ name: label, value, ...(description && { description }) })),
});

/** A title over the fields that follow, with a sentence about them. n8n shows no markup here. */
export const heading = (name: string, title: string, words = ''): INodeProperties => ({
  displayName: [title.toUpperCase(), words].filter(Boolean).join('. '),
  name,
  type: 'notice',
  default: '',
});

export interface ListOptions {
  /** What one line is called, and the button that adds one. */
  one: string;
  add: string;
  description: string;
  /** What the button for the further fields says. */
  more?: string;
  /** The field by which a folded line is known; `name` when absent. */
  title?: string;
  /** The line is one row of fields side by side; n8n shows no labels there, so the list's own label names them. */
  row?: boolean;
}

/** A list whose lines can be added, moved and removed. Its value is `{ items: [...] }`. */
export const list = (
  name: string,
  displayName: string,
  { one, add, description, row, title = 'name', more = 'Ещё: срок, английское название…' }: ListOptions,
  values: INodeProperties[],
): INodeProperties => ({
  displayName,
  name,
  type: 'fixedCollection',
  placeholder: add,
  description,
  typeOptions: {
    multipleValues: true,
    sortable: true,
    ...(row
      ? { fixedCollection: { layout: 'inline' } }
      : {
          hideOptionalFields: true,
          addOptionalFieldButtonText: more,
          fixedCollection: { itemTitle: `={{ $collection.item.value.${title} }}` },
        }),
  },
  default: {},
  options: [{ displayName: one, name: 'items', values }],
});
