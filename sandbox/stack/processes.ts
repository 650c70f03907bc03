import { type ChildProcess, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again every `everyMs` until the answer is true (then true) or `deadline`, in ms since 1970, is over (false). */
export async function until(done: () => Promise<boolean>, deadline: number, everyMs: number): Promise<boolean> {
  while (!(await done())) {
    if (Date.now() > deadline) return false;
    await pause(everyMs);
  }
  return true;
}

/** True once the child has ended or could not be started. */
export const hasExited = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Asks a child to end; after 10 s ends it. Resolves when it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(child)) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill(signal);
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(impatient);
}

/** True if a process with this id exists, also one that we may not signal. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A dead child that its parent has not collected still has its number.
  return !/^State:\s+Z/m.test(read(`/proc/${pid}/status`));
}

/** The command line of a process, blanks between its words; empty if it cannot be told. */
export function commandLine(pid: number): string {
  const words = read(`/proc/${pid}/cmdline`);
  if (words) return words.split('\0').join(' ').trim();
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
