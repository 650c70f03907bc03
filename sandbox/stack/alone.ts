import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { alive, commandLine, until } from './processes';

/** Commands of ours that run a stack in their own process. */
const SUPERVISORS = /start\.mjs|demo\.mjs|jest|bench/;

/**
 * Claims a data folder for this process: two stacks on one would end each other's database.
 *
 * @returns gives the folder back
 * @throws Error naming the process that has it
 */
export function claimDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'supervisor.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (pid && pid !== process.pid && alive(pid) && SUPERVISORS.test(commandLine(pid))) {
    throw new Error(
      `Process ${pid} already runs the system on ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/**
 * Makes sure that a port of 127.0.0.1 is free before anything is started.
 *
 * @param port 0 is always free
 * @throws Error naming the setting that chooses another port
 */
export async function needPort(port: number, setting: string): Promise<void> {
  const isFree = () =>
    new Promise<boolean>((done) => {
      const probe = createServer()
        .once('error', () => done(false))
        .listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
  // What was just ended may need a moment to let go of it.
  if (!(await until(isFree, Date.now() + 2000, 100)))
    throw new Error(`Port ${port} is taken by another program. Stop that one, or set ${setting} to a free port.`);
}
