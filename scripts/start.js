// npm start: installs, builds, and serves the page until Ctrl-C. Port 8000 or env PORT; if it is taken, the next free one.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { build } from './build.js';
import { fail, install, root } from './install.js';

const FIRST_PORT = Number(process.env.PORT ?? 8000);
const PORTS_TRIED = 100;
const PAGE = join(root, 'build/web');
/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

await install();
await build(['runtime', 'examples', 'explored', 'web', 'compiler']).catch((error) => fail(error.message));

const server = createServer(async (request, response) => {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    const bytes = await readFile(join(PAGE, path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain; charset=utf-8', 'cache-control': 'no-cache' });
    response.end(bytes);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('There is nothing here.\n');
  }
});

let port = FIRST_PORT;
server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== 'EADDRINUSE' || port === FIRST_PORT + PORTS_TRIED) fail(`The page cannot be served: ${error.message}`);
  server.listen(++port, 'localhost');
});
server.on('listening', () => console.log(`\nThe page: http://localhost:${port}   (Ctrl-C ends this)\n`));
server.listen(port, 'localhost');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
