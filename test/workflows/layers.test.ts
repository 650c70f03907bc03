import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** What each room may import from, besides itself. */
const ALLOWED: Record<string, string[]> = {
  'lib/order': [],
  'lib/dialogue': ['lib/order'],
  'lib/sessions': ['lib/order', 'lib/dialogue'],
  'lib/channels': ['lib/order', 'lib/dialogue', 'lib/sessions'],
  'lib/ai': ['lib/order', 'lib/dialogue', 'lib/sessions'],
  'lib/payments': ['lib/order'],
  nodes: ['lib/order', 'lib/dialogue', 'lib/sessions', 'lib/channels', 'lib/ai', 'lib/payments'],
};

const importsOf = (file: string) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import|require\()\s*'([^']+)'/g)].map(
    ([, name]) => name,
  );

const roomOf = (path: string) => Object.keys(ALLOWED).find((room) => path === room || path.startsWith(`${room}/`));

const files = Object.keys(ALLOWED).flatMap(sources);

test('there is something to check', () => {
  expect(files.length).toBeGreaterThan(30);
});

test.each(files)('%s imports only from the rooms before it', (file) => {
  const room = roomOf(file)!;
  for (const name of importsOf(file)) {
    if (!name.startsWith('.')) continue;
    const target = relative(root, resolve(root, dirname(file), name));
    const targetRoom = roomOf(target);
    if (targetRoom === room) continue;
    expect({ target, allowed: ALLOWED[room].includes(targetRoom ?? '') }).toEqual({ target, allowed: true });
  }
});

test.each(files.filter((file) => file.startsWith('lib/')))('%s knows nothing of n8n', (file) => {
  expect(importsOf(file).filter((name) => /^n8n-/.test(name))).toEqual([]);
});

const PURE = files.filter((file) => /^lib\/(order|dialogue)\//.test(file));

test.each(PURE)('%s is pure: no clock, random, I/O', (file) => {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text).not.toMatch(/Date\.now\(|new Date\(\)|DateTime\.(now|utc|local)\(\)|Math\.random|randomUUID|process\./);
  expect(importsOf(file).filter((name) => name.startsWith('node:') || ['fs', 'http', 'axios'].includes(name))).toEqual(
    [],
  );
});
