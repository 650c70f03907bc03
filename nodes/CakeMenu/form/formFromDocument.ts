import type { INodeProperties } from 'n8n-workflow';

import { fieldsOf, isEnglish, isRussian, type Form, type ShopDocument } from './documentFromForm';
import { LATER, LINES } from './lists';
import { SETTINGS } from './settings';
import { KITCHEN, OUR_QUESTIONS } from './talk';

type Line = Record<string, unknown>;

const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A name in a language; a plain string is the Russian one. */
const nameIn = (name: unknown, language: 'ru' | 'en') =>
  isLine(name) ? name[language] : language === 'ru' ? name : undefined;

const at = (document: ShopDocument, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => {
    if (isLine(inner)) return inner[key];
    return key === 'ru' && typeof inner === 'string' ? inner : undefined;
  }, document);

function itemOf(line: unknown, fields: INodeProperties[]): Line {
  if (!isLine(line)) return {};
  const values = fields.map((field): [string, unknown] => {
    const { name } = field;
    if (isRussian(field, fields)) return [name, nameIn(line[name], 'ru')];
    return [name, isEnglish(field) ? nameIn(line[name.replace(/_en$/, '')], 'en') : line[name]];
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
}

/** The panel's values for a document: the inverse of `documentFromForm`. A list without lines is `{}`, as n8n keeps it. */
export function formFromDocument(document: ShopDocument): Form {
  const form: Form = {};
  const put = (name: string, items: Line[]) => (form[name] = items.length > 0 ? { items } : {});
  for (const { path, field, ids } of SETTINGS) {
    const value = at(document, path);
    const isPickup = path.startsWith('pickup.');
    if (ids) form[field.name] = listOf(value).map(String).join(', ');
    // What is shown only at times has a value only when it is given one.
    else if (value !== undefined || !field.displayOptions) form[field.name] = value ?? (isPickup ? '' : field.default);
  }
  for (const property of LINES) {
    if (LATER.includes(property.name) && document[property.name] === undefined) continue;
    const fields = fieldsOf(property);
    put(
      property.name,
      listOf(document[property.name]).map((line) => itemOf(line, fields)),
    );
  }
  put(
    'blackout',
    listOf(document.blackout).map((date) => ({ date })),
  );
  put(
    'questions',
    listOf(document.questions ?? OUR_QUESTIONS).map((question) => ({ question })),
  );
  const texts = Object.entries(isLine(document.texts) ? document.texts : {});
  put(
    'texts',
    texts.flatMap(([reader, own]) =>
      Object.entries(isLine(own) ? own : {}).map(([key, words]) =>
        reader === 'kitchen'
          ? { sentence: `${KITCHEN}${key}`, language: 'ru', words }
          : { sentence: key, language: reader, words },
      ),
    ),
  );
  return form;
}
