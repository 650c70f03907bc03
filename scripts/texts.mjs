/** `npm run texts`: every sentence of the bot as it is read, with one order's facts filled in. */
import { createRequire } from 'node:module';
import { installPackages, root } from '../sandbox/install.mjs';

installPackages(root, 'the packages of the project (about a minute)');
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
require('./texts/print.ts').printTexts((line) => console.log(line));
