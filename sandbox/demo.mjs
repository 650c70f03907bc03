/** `npm run demo`: one whole order as a program; see sandbox/demo.ts. */
import { createRequire } from 'node:module';
import { installN8n, installProject } from './install.mjs';

installProject();
installN8n();
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
require('./demo.ts');
