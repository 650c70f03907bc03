/**
 * Makes a fresh clone ready: the project's packages, n8n with its own Node.js, and the built pack. Plain JavaScript
 * without packages, because it runs before there are any. Each step is skipped when its inputs have not changed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const n8nFolder = join(root, 'sandbox', 'n8n');

/** Progress goes to standard error: some commands print JSON alone on standard output. */
export const say = (text) => process.stderr.write(`${text}\n`);

const hashOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};

function run(command, args, cwd, advice) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    say(`\n"${command} ${args.join(' ')}" did not succeed${error ? `: ${error.message}` : ''}.\n${advice}`);
    process.exit(1);
  }
}

/**
 * Installs what the lock file says, once per content of it. Not `npm ci`: that refuses a lock file in which a package for
 * another platform is absent, as it is where the registry did not offer it. `--no-save` leaves the lock file as it is.
 */
export function installPackages(folder, what) {
  const stamp = join(folder, 'node_modules', '.installed-lock');
  const wanted = hashOf([join(folder, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(`Installing ${what}…`);
  run(
    'npm',
    ['install', '--no-save', '--loglevel=error'],
    folder,
    'Check the connection to the npm registry and the free disk space, then run the command again.',
  );
  writeFileSync(stamp, wanted);
}

function sourcesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesOf(path) : [path];
  });
}

function build() {
  const stamp = join(root, 'dist', '.built-from');
  const folders = ['nodes', 'credentials', 'lib'].map((name) => join(root, name)).filter((path) => existsSync(path));
  const sources = [...folders.flatMap(sourcesOf), join(root, 'tsconfig.json'), join(root, 'gulpfile.js')].filter(
    (path) => statSync(path).isFile(),
  );
  const wanted = hashOf(sources.sort());
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building the pack…');
  // What was deleted from the sources must not live on in the build.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('npm', ['run', '--silent', 'build'], root, 'The lines above name the place.');
  writeFileSync(stamp, wanted);
}

/** What every command needs. */
export function installProject() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    say(`Node.js ${process.versions.node} is too old: install Node.js 20 or newer.`);
    process.exit(1);
  }
  installPackages(root, 'the packages of the project (about a minute)');
  build();
}

/** n8n with its Node.js; 3 GB, so only for what really runs it. */
export function installN8n() {
  installPackages(
    n8nFolder,
    'n8n 2.41.1 and the Node.js 24 that it needs (about 5 minutes, 3 GB, only the first time)',
  );
}
