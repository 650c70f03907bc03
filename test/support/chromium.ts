import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const find = (): string | undefined => [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path));

/**
 * The browser for tests: `CHROMIUM_PATH`, or where Chromium usually is; installed by apt where that can be done without
 * asking.
 *
 * @throws Error saying what to install
 */
export function findChromium(): string {
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
    spawnSync('apt-get', ['update', '-qq'], quiet);
    // With a font that has Russian letters, signs and faces: a bare machine has none.
    const fonts = ['fonts-dejavu-core', 'fonts-noto-color-emoji'];
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', ...fonts], quiet);
  }
  const installed = find();
  if (installed) return installed;
  throw new Error('No Chromium was found: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to it.');
}

/** A headless browser that calls nobody. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
