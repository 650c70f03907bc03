/** `npm run understand -- --json`: reads free text on standard input, as JSON lines; see scripts/understand.ts. */
import { createRequire } from 'node:module';
import { installPackages, root } from '../sandbox/install.mjs';

installPackages(root, 'the packages of the project (about a minute)');
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
const { main } = require('./understand.ts');
process.exitCode = await main(process.argv.slice(2), () => require('./understandModel.ts').askModel());
