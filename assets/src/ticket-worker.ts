/// <reference lib="webworker" />
/**
 * Keeps tickets, own programmes and the pages of guides that were opened: the network first, and what was kept where there is none. Only
 * pages that showed one ask to be kept; nothing that needs a proof (…/edit, a programme with the room) ever is.
 */
export {};
declare const self: ServiceWorkerGlobalScope;

const KEPT = "tickets-1";
const A_TICKET = /^\/(t\/[\w-]{43}(\/programme)?|b\/[\w-]{43})$/;
const PROVEN = "event-proven";
const WAITS = 4_000;
const GONE = 404;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, needed } = event.data as { page: string; needed: string[] };
  if (!A_TICKET.test(new URL(page).pathname)) return;
  const all = caches.open(KEPT).then((kept) => Promise.all([page, ...needed].map((address) => keep(kept, address))));
  event.waitUntil(all.then(() => event.source?.postMessage("kept")));
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (A_TICKET.test(pathname) || pathname.startsWith("/assets/")) event.respondWith(fresh(event.request));
});

async function keep(kept: Cache, address: string): Promise<void> {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address} cannot be kept: ${answer.status}`);
  if (!answer.headers.has(PROVEN)) await kept.put(plain(address), answer);
}

async function fresh(request: Request): Promise<Response> {
  const kept = await caches.open(KEPT);
  const known = await kept.match(plain(request.url));
  try {
    const answer = await (known ? fetch(request, { signal: AbortSignal.timeout(WAITS) }) : fetch(request));
    if (answer.ok && known && !answer.headers.has(PROVEN)) await kept.put(plain(request.url), answer.clone());
    if (answer.status === GONE) await kept.delete(plain(request.url)); // the link was ended: not on this device either
    return answer.status >= 500 && known ? known : answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

/** A ticket is the same in every language it was asked for: the address without its query. */
function plain(address: string): string {
  return address.split(/[?#]/)[0] ?? address;
}
