// Keeps the page itself on the device, so that it opens at once and without a connection. Never an answer of the API, never a photo.
// The server puts SHELL in front: the files, and a version made of their contents. So another release is another worker.

const CACHE = `shell-${SHELL.version}`;
const PAGE = "/";
const files = new Set(SHELL.files);
self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL.files.map((file) => new Request(file, { cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (!url.search && files.has(url.pathname)) event.respondWith(file(event, url));
});

// A page comes from the server as long as there is one, so that a new release is seen at once. All that one of another release than this worker's
// asks for comes from the server, too; a worker that was stopped meanwhile finds it noted in the cache.
async function page({ request, resultingClientId }, { pathname }) {
  try {
    const answer = await fetch(request);
    if (answer.headers.get("Shell-Version") !== SHELL.version) await (await caches.open(CACHE)).put(noteOf(resultingClientId), new Response());
    return answer;
  } catch (error) {
    const kept = pathname === PAGE && await (await caches.open(CACHE)).match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

async function file({ request, clientId }, { pathname }) {
  const cache = await caches.open(CACHE);
  return (!await cache.match(noteOf(clientId)) && await cache.match(pathname)) || fetch(request);
}

const noteOf = (client) => `/another-release/${client}`;
