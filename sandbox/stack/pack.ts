import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/**
 * Puts the built pack where n8n finds installed community packages, in the shape that n8n's own installation gives it:
 * package.json, dist, and its dependencies alone. `n8n-workflow` is n8n's, never the project's copy.
 * A folder outside `nodes/node_modules` would make the node types `CUSTOM.*` and break every shipped workflow.
 */
export function placePack(n8nUserFolder: string): void {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    dependencies: Record<string, string>;
    devDependencies?: unknown;
    peerDependencies?: unknown;
  };
  const target = join(n8nUserFolder, '.n8n', 'nodes', 'node_modules', manifest.name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'node_modules'), { recursive: true });
  cpSync(join(root, 'dist'), join(target, 'dist'), { recursive: true });
  const { devDependencies, peerDependencies, ...installed } = manifest;
  writeFileSync(join(target, 'package.json'), JSON.stringify(installed, null, 2));
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(target, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    if (!existsSync(link)) symlinkSync(join(root, 'node_modules', name), link, 'junction');
  }
}
