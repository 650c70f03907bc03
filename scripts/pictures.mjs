/** `npm run pictures`: the README's pictures, made from the running product; see scripts/pictures.ts. */
import { createRequire } from 'node:module';
import { installN8n, installProject } from '../sandbox/install.mjs';

installProject();
installN8n();
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
require('./pictures.ts');
