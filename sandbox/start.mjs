/** `npm start`: installs what is missing, then runs the whole system until Ctrl-C. */
import { createRequire } from 'node:module';
import { installN8n, installProject } from './install.mjs';

installProject();
installN8n();
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
require('./main.ts');
