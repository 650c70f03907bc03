/** `npm test`: installs what is missing, runs every level, and closes with one line of totals. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installN8n, installProject, root, say } from '../sandbox/install.mjs';

installProject();
installN8n();

/** The end-to-end level has one n8n for all its files, hence one worker. */
const runs = [
  { projects: ['unit', 'nodes', 'workflows', 'sandbox', 'contract'], args: ['--maxWorkers=2'] },
  { projects: ['e2e'], args: ['--runInBand'] },
];
const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'cake-order-tests-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

for (const { projects, args } of runs) {
  const wanted = only.length ? projects.filter((project) => only.includes(project)) : projects;
  if (!wanted.length) continue;
  const report = join(folder, `${wanted.join('-')}.json`);
  say(`\ntest: ${wanted.join(', ')}`);
  const { status } = spawnSync(
    'npx',
    ['--no-install', 'jest', '--selectProjects', ...wanted, ...args, '--json', `--outputFile=${report}`],
    {
      cwd: root,
      // jest prints its JSON on standard output as well; its readable report goes to standard error.
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, TZ: 'UTC' },
    },
  );
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    totals.passed += result.numPassedTests;
    // A file that cannot be loaded has no tests to count, but it has failed.
    totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    totals.skipped += result.numPendingTests;
    if (status !== 0 && !result.numFailedTests && !result.numRuntimeErrorTestSuites) totals.failed += 1;
  } catch {
    say(`test: no report from ${wanted.join(', ')}`);
    totals.failed += 1;
  }
}
rmSync(folder, { recursive: true, force: true });
if (totals.passed === 0) totals.failed += 1;
process.stdout.write(
  `\n${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}\n`,
);
process.exit(totals.failed ? 1 : 0);
