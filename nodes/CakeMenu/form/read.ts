import type { IDataObject } from 'n8n-workflow';

import { parseShop, parseShopText } from '../../../lib/dialogue';
import type { Shop } from '../../../lib/order';
import { documentFromForm, type Form } from './documentFromForm';
import { inPanelWords } from './inWords';
import { panel } from './properties';

export type CheckedMenu = { ok: true; shop: Shop; document: IDataObject } | { ok: false; problems: string[] };

const NAMES = panel()
  .filter(({ type, name }) => type !== 'notice' && name !== 'mode' && name !== 'shop')
  .map(({ name }) => name);

/** Reads the panel in whichever way it is filled, and checks it. `get` gives a parameter's value. */
export function checkedMenu(get: (name: string) => unknown): CheckedMenu {
  if (get('mode') === 'json') {
    const value = get('shop');
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const parsed = parseShopText(text);
    if (!parsed.ok) return parsed;
    return { ...parsed, document: JSON.parse(text.replace(/^\uFEFF/, '')) as IDataObject };
  }
  const form: Form = Object.fromEntries(NAMES.map((name) => [name, get(name)]));
  const document = documentFromForm(form) as IDataObject;
  const parsed = parseShop(document);
  return parsed.ok ? { ...parsed, document } : { ok: false, problems: parsed.problems.map(inPanelWords) };
}
