import { type ChildProcess, type SpawnOptions, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeExecutable } from './postgresBinaries';

/** How to start Postgres: it refuses to run as root, so there it runs as the user `postgres`. */
export interface RunAs {
  /** Absent: as ourselves. */
  uid?: number;
  gid?: number;
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
}

// Nothing of ours is inherited: PGHOST and the like would change what is started.
const ENV = { PATH: process.env.PATH, LC_ALL: 'C' };
// Reads and enters what others own, as root does, and can do nothing else that root can.
const READ_ALL = ['--clear-groups', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];

/** Chooses the way that can reach `program` and `dataDir`; throws one line that says what to do if none can. */
export async function chooseUser(program: string, dataDir: string): Promise<RunAs> {
  await makeExecutable(program);
  const direct = (ids: { uid?: number; gid?: number }): RunAs => ({
    ...ids,
    spawn: (path, args, options) => spawn(path, args, { ...options, ...ids, cwd: '/', env: ENV }),
  });
  if (process.getuid?.() !== 0) return direct({});

  const ids = postgresIds();
  const probe = ['-c', 'cd "$1" && exec "$2" --version', 'sh', dataDir, program];
  if (spawnSync('/bin/sh', probe, { ...ids, cwd: '/', env: ENV }).status === 0) return direct(ids);

  // A clone or DATA_DIR under /root, which that user may not enter.
  const setpriv = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, ...READ_ALL, '--'];
  if (spawnSync('setpriv', [...setpriv, '/bin/sh', ...probe], { cwd: '/', env: ENV }).status === 0) {
    return {
      ...ids,
      spawn: (path, args, options) => spawn('setpriv', [...setpriv, path, ...args], { ...options, cwd: '/', env: ENV }),
    };
  }
  throw new Error(
    `Postgres cannot run as root, and the user postgres cannot enter ${dataDir} or run ${program}: ` +
      'start as an ordinary user, or move the clone and DATA_DIR to a place that everybody can enter.',
  );
}

/** Makes a folder and all in it the property of the user Postgres runs as, if it is not yet. */
export async function giveTo(runAs: RunAs, path: string): Promise<void> {
  if (runAs.uid === undefined || (await lstat(path)).uid === runAs.uid) return;
  const give = async (entry: string): Promise<void> => {
    if ((await lstat(entry)).isDirectory()) for (const name of await readdir(entry)) await give(join(entry, name));
    // The folder last: an interrupted change is seen as not done and is done again.
    await chown(entry, runAs.uid as number, runAs.gid as number);
  };
  await give(path);
}

function postgresIds(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
      return { uid: id('-u'), gid: id('-g') };
    } catch (error) {
      throw new Error(
        'Postgres cannot run as root, and the user postgres could not be created: start as an ordinary user, ' +
          `or create that user. (${(error as Error).message.split('\n')[0]})`,
      );
    }
  }
}
