/** `npm run bench`: how long an answer takes; see bench/bench.ts. */
import { createRequire } from 'node:module';
import { installN8n, installProject } from '../sandbox/install.mjs';

installProject();
installN8n();
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
require('./bench.ts');
