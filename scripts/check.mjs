/** `npm run check`: format, lint, types, and the structural tests (import direction, shipped workflows). */
import { spawnSync } from 'node:child_process';
import { installProject, root, say } from '../sandbox/install.mjs';

installProject();

const steps = [
  ['format', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['lint', ['eslint', '--max-warnings', '0', '.']],
  ['types', ['tsc', '-p', 'tsconfig.check.json']],
  ['import direction and workflows', ['jest', '--selectProjects', 'workflows']],
];

for (const [name, args] of steps) {
  say(`check: ${name}`);
  const { status } = spawnSync('npx', ['--no-install', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    say(`check: ${name} did not pass`);
    process.exit(1);
  }
}
say('check: all is well');
