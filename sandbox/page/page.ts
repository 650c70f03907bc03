import { readdirSync, readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

const PUBLIC = path.join(__dirname, 'public');
/** Drawn cakes for the showcase of the sandbox's bakery, 13:8 as VK's carousel wants them. */
const CAKES = path.join(PUBLIC, 'cakes');
const TYPES: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/** The page's libraries, served as they are published. */
const LIBRARIES: Record<string, string> = {
  '/lib/preact.js': 'preact/dist/preact.mjs',
  '/lib/hooks.js': 'preact/hooks/dist/hooks.mjs',
  '/lib/htm.js': 'htm/dist/htm.module.js',
};

/** The page loads nothing from elsewhere, and text of a message can never become a script. */
const POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

/** The web page: exactly the files that lie in `public`, read at each request, and its libraries. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const file of readdirSync(PUBLIC)) {
    const type = TYPES[path.extname(file)];
    if (!type) continue;
    app.get(file === 'index.html' ? '/' : `/${file}`, async (_request, reply) =>
      send(reply, type, await fs.readFile(path.join(PUBLIC, file))),
    );
  }
  for (const file of readdirSync(CAKES)) {
    app.get(`/cakes/${file}`, async (_request, reply) =>
      reply.type('image/jpeg').send(await fs.readFile(path.join(CAKES, file))),
    );
  }
  for (const [url, file] of Object.entries(LIBRARIES)) {
    const source = readLibrary(file);
    app.get(url, (_request, reply) => send(reply, TYPES['.js'], source));
  }
}

function send(reply: FastifyReply, type: string, body: Buffer | string): FastifyReply {
  return reply
    .type(`${type}; charset=utf-8`)
    .headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    })
    .send(body);
}

/** A browser does not know where the package `preact` lies, and the policy forbids an import map in the page. */
function readLibrary(file: string): string {
  const source = readFileSync(path.join(__dirname, '..', '..', 'node_modules', file), 'utf8');
  return source.replace(/from\s*"preact"/g, 'from"/lib/preact.js"').replace(/^\/\/# sourceMappingURL=.*$/m, '');
}
