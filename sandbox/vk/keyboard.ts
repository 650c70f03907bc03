import { badKeyboard } from './errors';
import { readJson } from './json';
import { Action, Button, isRecord, Keyboard } from './wire';

/** Limits of https://dev.vk.com/ru/api/bots/development/keyboard. */
const LONGEST_LABEL = 40;
const LONGEST_PAYLOAD = 255;
const MOST_COLUMNS = 5;
const PERSISTENT = { rows: 10, buttons: 40 };
const INLINE = { rows: 6, buttons: 10 };
const COLOURS = ['primary', 'secondary', 'negative', 'positive', 'default'];

/** Fields of each action beside `type`. `open_photo` is none: a carousel's element can do it, a button cannot. */
const FIELDS: Record<string, string[]> = {
  text: ['label', 'payload'],
  callback: ['label', 'payload'],
  open_link: ['link', 'label', 'payload'],
  location: ['payload'],
  vkpay: ['hash', 'payload'],
  open_app: ['app_id', 'owner_id', 'label', 'hash', 'payload'],
};
const WHOLE_ROW = ['location', 'vkpay', 'open_app'];

/** Reads and checks a keyboard's JSON; throws error 911 in VK's words. */
export function readKeyboard(json: string): Keyboard {
  const given = readJson(json, badKeyboard('keyboard contains incorrect JSON'));
  if (!isRecord(given)) throw badKeyboard('keyboard should be an object');
  for (const flag of ['inline', 'one_time']) {
    if (given[flag] !== undefined && typeof given[flag] !== 'boolean')
      throw badKeyboard(`${flag} property should be boolean`);
  }
  const inline = given.inline === true;
  if (inline && given.one_time === true) throw badKeyboard('one_time is not supported for inline keyboard');
  const { buttons: rows } = given;
  if (!Array.isArray(rows)) throw badKeyboard('buttons property should be an array');
  const most = inline ? INLINE : PERSISTENT;
  if (rows.length > most.rows) throw badKeyboard('buttons contain too much rows');
  const buttons = rows.map((row, index) => readRow(row, index));
  if (buttons.flat().length > most.buttons) throw badKeyboard('keyboard contains too much buttons');
  return { one_time: given.one_time === true, inline, buttons };
}

function readRow(row: unknown, index: number): Button[] {
  if (!Array.isArray(row)) throw badKeyboard(`row ${index} should be an array`);
  if (row.length === 0) throw badKeyboard(`row ${index} is empty`);
  if (row.length > MOST_COLUMNS) throw badKeyboard(`row ${index} contains too much columns`);
  const buttons = row.map((button, column) => readButton(button, `button [${index}][${column}]`));
  const wide = buttons.find(({ action }) => WHOLE_ROW.includes(action.type));
  if (wide && row.length > 1) throw badKeyboard(`row ${index}: ${wide.action.type} button takes the whole row`);
  return buttons;
}

/** Reads and checks one button; `where` names it in the refusal. */
export function readButton(given: unknown, where: string): Button {
  if (!isRecord(given) || !isRecord(given.action)) throw badKeyboard(`${where} has no action`);
  const { action, color } = given;
  const type = String(action.type);
  const fields = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (!fields) throw badKeyboard(`${where} has unknown action type`);
  if (Object.keys(action).some((key) => key !== 'type' && !fields.includes(key)))
    throw badKeyboard('action contains unknown fields');
  if (fields.includes('label')) checkLabel(action.label, where);
  if (type === 'open_link') checkLink(action.link, where);
  if (color !== undefined && !COLOURS.includes(String(color))) throw badKeyboard(`${where} has invalid color`);
  const payload = readPayload(action.payload, where);
  const read: Action = { ...action, type, ...(payload !== undefined && { payload }) };
  return { action: read, ...(color !== undefined && { color: String(color) }) };
}

function checkLabel(label: unknown, where: string): void {
  if (typeof label !== 'string' || label === '')
    throw badKeyboard(`${where} label should be at least 1 letters length`);
  if (label.length > LONGEST_LABEL)
    throw badKeyboard(`${where} label should be no more than ${LONGEST_LABEL} letters length`);
}

/** VK takes addresses of the internet only; here the vendors' own pages live on loopback. */
export function checkLink(link: unknown, where: string): void {
  const fine = typeof link === 'string' && /^https?:\/\/\S+$/.test(link) && URL.canParse(link);
  if (!fine) throw badKeyboard(`${where} has invalid link`);
}

/** A payload is JSON; an object given as such is taken too. */
function readPayload(given: unknown, where: string): string | undefined {
  if (given === undefined) return undefined;
  if (given === null) throw badKeyboard(`${where} payload should be a valid JSON`);
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  if (text !== '') readJson(text, badKeyboard(`${where} payload should be a valid JSON`));
  if (text.length > LONGEST_PAYLOAD)
    throw badKeyboard(`${where} payload should be no more than ${LONGEST_PAYLOAD} letters length`);
  return text === '' ? undefined : text;
}
