import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

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
  const sources = (folder: string, ending: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(ending))
      .map((file) => join('dist', folder, file.replace(/\.ts$/, '.js')));
  expect([...manifest.n8n.nodes].sort()).toEqual(sources('nodes', '.node.ts').sort());
  expect([...manifest.n8n.credentials].sort()).toEqual(sources('credentials', '.credentials.ts').sort());
  expect(manifest.files).toContain('dist');
});

const credentials = manifest.n8n.credentials.map((path) => ({
  name: basename(path, '.credentials.js'),
  source: join(root, path.replace(/^dist\//, '').replace(/\.js$/, '.ts')),
}));

describe.each(credentials)('$name', ({ name, source }) => {
  const credential = instance(source, name) as unknown as ICredentialType;

  it('has an icon for light and one for dark, a page of documentation, and hides its secrets', () => {
    const { light, dark } = credential.icon as { light: string; dark: string };
    for (const icon of [light, dark]) {
      expect(readFileSync(join(dirname(source), icon.replace(/^file:/, '')), 'utf8')).toMatch(/^<svg[^>]*xmlns/);
    }
    expect(credential.documentationUrl).toMatch(/^https:/);
    for (const { name: field, typeOptions, type } of credential.properties) {
      if (/token$|secret/i.test(field) && type === 'string') expect(typeOptions?.password).toBe(true);
    }
  });

  it('is tested by n8n, and signs calls without an expression', () => {
    if (credential.extends?.includes('oAuth2Api')) return;
    expect(credential.test).toBeDefined();
    expect(typeof credential.authenticate).toBe('function');
  });
});

/** What n8n calls when the node has something to do. */
const work = (node: INodeType) => node.execute ?? node.trigger ?? node.webhook;

describe.each(nodes)('$name', ({ path, name, source }) => {
  const { description } = instance(source, name);

  it('is a class in the file that the manifest names', () => {
    expect(description.name.toLowerCase()).toBe(name.toLowerCase());
    const node = instance(source, name);
    expect(typeof work(node)).toBe('function');
  });

  (built ? it : it.skip)('loads from the built package', () => {
    const node = instance(join(root, path), name);
    expect(node.description.name).toBe(description.name);
    expect(typeof work(node)).toBe('function');
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

  it('has a subtitle, and names credentials that n8n or the pack has', () => {
    expect(description.subtitle).toBeTruthy();
    const named = (description.credentials ?? []).map((credential) => credential.name);
    const ours = credentials.map((one) => one.name[0].toLowerCase() + one.name.slice(1));
    expect(named.filter((one) => !['supabaseApi', 'telegramApi', 'redis', 'openAiApi', ...ours].includes(one))).toEqual(
      [],
    );
    expect(named.length).toBeGreaterThan(0);
  });

  it('is a tool for an AI agent unless it is a trigger', () => {
    expect(description.usableAsTool ?? false).toBe(!description.group.includes('trigger'));
  });

  it('shows no option of a panel that none of its operations has', () => {
    const values = new Map<string, unknown[]>();
    for (const { name: property, type, options = [] } of description.properties) {
      const offered: unknown[] =
        type === 'boolean' ? [true, false] : options.map((option) => ('value' in option ? option.value : undefined));
      // One resource's operations and another's are two properties of one name.
      values.set(property, [...(values.get(property) ?? []), ...offered]);
    }
    for (const { displayOptions } of description.properties) {
      for (const [property, shown] of Object.entries(displayOptions?.show ?? {})) {
        for (const value of shown ?? []) expect(values.get(property)).toContain(value);
      }
    }
  });
});
