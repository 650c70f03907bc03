import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { INodeType } from 'n8n-workflow';

const root = resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  files: string[];
  n8n: { nodes: string[]; credentials: string[] };
};
const built = existsSync(join(root, 'dist'));

const nodes = manifest.n8n.nodes.map((path) => ({
  path,
  name: basename(path, '.node.js'),
  source: join(root, path.replace(/^dist\//, '').replace(/\.js$/, '.ts')),
}));

/** The class of a module that has the file's name, as n8n's loader takes it. */
function instance(module: string, name: string): INodeType {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const loaded = require(module) as Record<string, new () => INodeType>;
  return new loaded[name]();
}

test('the package ships what n8n loads from it', () => {
  expect(nodes.map(({ name }) => name).sort()).toEqual(['CakeMenuTrigger', 'CakeOrder', 'ChatReply']);
  expect(manifest.files).toContain('dist');
  expect(manifest.n8n.credentials).toEqual([]);
});

describe.each(nodes)('$name', ({ path, name, source }) => {
  const { description } = instance(source, name);

  it('is a class in the file that the manifest names', () => {
    expect(description.name.toLowerCase()).toBe(name.toLowerCase());
    const node = instance(source, name);
    expect(typeof (node.execute ?? node.trigger)).toBe('function');
  });

  (built ? it : it.skip)('loads from the built package', () => {
    const node = instance(join(root, path), name);
    expect(node.description.name).toBe(description.name);
    expect(typeof (node.execute ?? node.trigger)).toBe('function');
  });

  it('has an icon for light and one for dark, which are pictures and not the same', () => {
    const icons = description.icon as { light: string; dark: string };
    const folders = [dirname(source), ...(built ? [dirname(join(root, path))] : [])];
    for (const folder of folders) {
      const [light, dark] = [icons.light, icons.dark].map((icon) =>
        readFileSync(join(folder, icon.replace(/^file:/, '')), 'utf8'),
      );
      expect(light).toMatch(/^<svg[^>]*xmlns/);
      expect(dark).toMatch(/^<svg[^>]*xmlns/);
      expect(dark).not.toBe(light);
    }
  });

  it('has a codex file that names it, so that the editor’s search finds it', () => {
    const codex = JSON.parse(readFileSync(source.replace(/\.ts$/, '.json'), 'utf8')) as {
      node: string;
      categories: string[];
      alias: string[];
    };
    expect(codex.node).toBe(`${manifest.name}.${description.name}`);
    expect(codex.categories.length).toBeGreaterThan(0);
    expect(codex.alias.some((word) => /[а-яё]/i.test(word))).toBe(true);
    if (built) expect(existsSync(join(root, path.replace(/\.js$/, '.json')))).toBe(true);
  });

  it('has a subtitle, and names its credentials as n8n’s own', () => {
    expect(description.subtitle).toBeTruthy();
    const own = (description.credentials ?? []).map((credential) => credential.name);
    expect(own.filter((credential) => !['supabaseApi', 'telegramApi', 'redis'].includes(credential))).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });

  it('shows no option of a panel that none of its operations has', () => {
    const values = new Map(
      description.properties.map((property) => [
        property.name,
        (property.options ?? []).map((option) => ('value' in option ? option.value : undefined)),
      ]),
    );
    for (const { displayOptions } of description.properties) {
      for (const [property, shown] of Object.entries(displayOptions?.show ?? {})) {
        for (const value of shown ?? []) expect(values.get(property)).toContain(value);
      }
    }
  });
});
