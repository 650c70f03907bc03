import type { INodeProperties } from 'n8n-workflow';

import { isAlways } from './fields';
import { LATER, LINES } from './lists';
import { SETTINGS } from './settings';
import { KITCHEN, OUR_QUESTIONS } from './talk';

/** Values of the panel, by parameter name. */
export type Form = Record<string, unknown>;
export type ShopDocument = Record<string, unknown>;
type Line = Record<string, unknown>;

/** The lines of a list, or none. */
export const itemsOf = (form: Form, name: string): Line[] => {
  const { items } = (form[name] ?? {}) as { items?: Line[] };
  return Array.isArray(items) ? items : [];
};

/** The fields of one line of a list. */
export const fieldsOf = ({ options }: INodeProperties): INodeProperties[] =>
  (options as { values: INodeProperties[] }[])[0].values;

const tidy = (value: unknown) => (typeof value === 'string' ? value.trim() : value);
const isEmpty = (value: unknown) => value === undefined || value === null || value === '';
const isSame = (value: unknown, other: unknown) => JSON.stringify(value) === JSON.stringify(other);

/** A field that the panel does not show is not in force. */
const isShown = ({ displayOptions }: INodeProperties, form: Form): boolean =>
  Object.entries(displayOptions?.show ?? {}).every(([name, values]) => (values as unknown[]).includes(form[name]));

/** A name per language; undefined when there is none at all. */
function names(ru: unknown, en: unknown): Line | undefined {
  const both = Object.entries({ ru: tidy(ru), en: tidy(en) }).filter(([, value]) => !isEmpty(value));
  return both.length > 0 ? Object.fromEntries(both) : undefined;
}

/** Words per language stand in two fields of the panel and in one of the document. */
export const isEnglish = ({ name }: INodeProperties): boolean => name.endsWith('_en');
export const isRussian = ({ name }: INodeProperties, fields: INodeProperties[]): boolean =>
  fields.some((other) => other.name === `${name}_en`);

/** A line of the document; what stands at its default and may be left out is left out. */
function lineOf(item: Line, fields: INodeProperties[]): Line {
  const line: Line = {};
  for (const field of fields) {
    const value = tidy(item[field.name] ?? field.default);
    if (isRussian(field, fields)) {
      const both = names(item[field.name], item[`${field.name}_en`]);
      if (both) line[field.name] = both;
    } else if (!isEnglish(field) && !isEmpty(value) && (isAlways(field) || value !== field.default)) {
      line[field.name] = value;
    }
  }
  return line;
}

/**
 * A new line whose name is the key of another, renamed one gets a key of its own: she sees no keys, only two lines of
 * different names.
 */
function withOwnKeys(lines: Line[]): Line[] {
  const russian = ({ name }: Line) => String((name as Line | undefined)?.ru ?? '');
  const named = new Map(lines.filter(({ key }) => key !== undefined).map((line) => [line.key, russian(line)]));
  return lines.map((line) => {
    const derived = russian(line).toLowerCase();
    const other = line.key === undefined ? named.get(derived) : undefined;
    return other === undefined || other === russian(line) ? line : { ...line, key: `${derived} 2` };
  });
}

function put(document: ShopDocument, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let inner = document;
  for (const key of keys) inner = (inner[key] ??= {}) as ShopDocument;
  inner[last] = value;
}

const idsIn = (value: unknown) =>
  String(value ?? '')
    .split(/[\s,;]+/)
    .filter(Boolean);

function textsOf(form: Form): Record<string, Record<string, unknown>> {
  const texts: Record<string, Record<string, unknown>> = {};
  for (const { sentence, language, words } of itemsOf(form, 'texts')) {
    const key = String(sentence ?? '');
    const reader = key.startsWith(KITCHEN) ? 'kitchen' : String(language ?? 'ru');
    (texts[reader] ??= {})[key.replace(KITCHEN, '')] = words ?? '';
  }
  return texts;
}

/** Her questions; undefined where they are ours, if only without those that are not asked as things stand. */
function questionsOf(form: Form): string[] | undefined {
  const questions = itemsOf(form, 'questions').map(({ question }) => String(question ?? OUR_QUESTIONS[0]));
  const asked = { picture: form.preview_enabled === true, email: form.payment_email === true };
  const silent = (key: string) => asked[key as keyof typeof asked] === false;
  const ours = OUR_QUESTIONS.filter((key) => questions.includes(key) || !silent(key));
  return questions.length > 0 && !isSame(questions, ours) ? questions : undefined;
}

/**
 * The owner's document as her panel says it. Nothing is checked here: what is missing in the panel is missing in the
 * document, and `parseShop` tells it.
 */
export function documentFromForm(form: Form): ShopDocument {
  const document: ShopDocument = {};
  for (const { path, field, ids, later } of SETTINGS) {
    const value = ids ? idsIn(form[field.name]) : tidy(form[field.name]);
    const isOld = later && isSame(value, field.default);
    if (!isEmpty(value) && !isOld && isShown(field, form)) put(document, path, value);
  }
  for (const property of LINES) {
    const lines = withOwnKeys(itemsOf(form, property.name).map((item) => lineOf(item, fieldsOf(property))));
    if (lines.length > 0 || !LATER.includes(property.name)) document[property.name] = lines;
  }
  // The panel's calendar adds a time of day.
  document.blackout = itemsOf(form, 'blackout').map(({ date }) => String(date ?? '').slice(0, 10));
  const questions = questionsOf(form);
  if (questions) document.questions = questions;
  const texts = textsOf(form);
  if (Object.keys(texts).length > 0) document.texts = texts;
  return document;
}
