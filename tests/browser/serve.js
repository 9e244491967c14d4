// A static server for the built page, under a sub-path, as any web space would serve it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.c': 'text/plain' };

/**
 * @param {string} folder
 * @param {string} prefix such as '/sub/path/'
 */
export async function serve(folder, prefix) {
  /** Answers of 500 for paths that contain one of these. @type {Set<string>} */
  const broken = new Set();
  /** Answers in place of files, by their paths in the folder. @type {Map<string, string | Uint8Array>} */
  const given = new Map();
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = normalize(path.slice(prefix.length) || 'index.html');
    const failing = [...broken].some((part) => path.includes(part));
    const body = failing || !path.startsWith(prefix) || file.startsWith('..') ? null : given.get(file) ?? (await readFile(join(folder, file)).catch(() => null));
    response.writeHead(failing ? 500 : body ? 200 : 404, { 'content-type': TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? 'text/plain' });
    response.end(body ?? '');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    broken,
    given,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
