/// <reference lib="webworker" />
/**
 * Keeps the scanner itself on the device: its page and files from here first, everything else from the network.
 * A new version waits until somebody says so, so that nothing changes in the middle of a shift.
 */
export {};
declare const self: ServiceWorkerGlobalScope & { shell: { version: string; files: string[] } };

const { version, files } = self.shell;
const NAME = `scanner-${version}`;
const PAGE = "/scan";

self.addEventListener("install", (event) => event.waitUntil(keep()));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === PAGE || pathname === `${PAGE}/` || files.includes(pathname)) event.respondWith(kept(event.request, pathname));
});

async function keep(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([PAGE, ...files].map((address) => new Request(address, { cache: "reload" })));
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("scanner-") && name !== NAME) await caches.delete(name);
  await self.clients.claim();
}

async function kept(request: Request, pathname: string): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(files.includes(pathname) ? pathname : PAGE)) ?? fetch(request);
}
