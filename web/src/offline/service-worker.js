// The page without a network. Every file of the page is kept, in the background; after that the network comes first, so that a new version is seen at once, and
// what is kept answers where there is none. The compiler's files are not here: they are fetched when somebody asks for the compiler, which keeps them itself.

/** Relative to the page. @type {string[]} */
const FILES = JSON.parse(__FILES__);
/** Changes with any of them. */
const KEPT = `libawait-page-${__VERSION__}`;

const worker = /** @type {any} */ (self);

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(keepAll().then(() => worker.skipWaiting()));
});

/** One after the other, so that what the reader asks for meanwhile comes first. What was kept before a connection broke is not fetched again. */
async function keepAll() {
  const cache = await caches.open(KEPT);
  for (const file of FILES) {
    const url = new URL(file, worker.registration.scope);
    if (await cache.match(url)) continue;
    const response = await fetch(url, /** @type {RequestInit} */ ({ cache: 'no-cache', priority: 'low' }));
    if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
    await cache.put(url, response);
  }
}

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('libawait-page-') && name !== KEPT).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const { scope } = worker.registration;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const path = new URL(request.url).pathname.slice(new URL(scope).pathname.length) || 'index.html';
  if (FILES.includes(path)) event.respondWith(answer(request, path));
});

/** @param {Request} request @param {string} path */
async function answer(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const response = await kept(path);
    if (response) return response;
    throw error;
  }
}

/** @param {string} path */
const kept = async (path) => (await caches.open(KEPT)).match(new URL(path, worker.registration.scope));
