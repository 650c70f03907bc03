/** A parameter: a text, or parameters of its own. A list is an object whose keys are figures, as it comes. */
export type Param = string | { [key: string]: Param };

/** Reads `a[b][0][c]=1` as nested parameters; `a[]=1` counts up. The last of two equal names holds. */
export function readForm(text: string): Record<string, Param> {
  const root: { [key: string]: Param } = Object.create(null) as { [key: string]: Param };
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = name.split('[').map((key) => key.replace(/\]$/, ''));
    let at = root;
    keys.forEach((key, depth) => {
      const own = key === '' && depth > 0 ? String(Object.keys(at).length) : key;
      if (depth === keys.length - 1) at[own] = value;
      else {
        const inner = at[own];
        const next = typeof inner === 'object' ? inner : (Object.create(null) as { [key: string]: Param });
        at[own] = next;
        at = next;
      }
    });
  }
  return root;
}

/** The values of a list. */
export const listOf = (param: Param | undefined): Param[] =>
  param === undefined ? [] : typeof param === 'string' ? [param] : Object.values(param);
