/** New versions of the scanner: fetched quietly, offered, and taken only when somebody says so. */
const EVERY = 30 * 60_000;

/** Register the worker; `offer` gets what to call when the person wants the new version. */
export async function watchForUpdates(offer: (update: () => void) => void): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/scan/sw.js", { scope: "/scan", updateViaCache: "none" });
  const offerWaiting = (): void => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller) return;
    offer(() => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage("take over");
    });
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offerWaiting);
  });
  offerWaiting();
  setInterval(() => void registration.update().catch(() => undefined), EVERY);
}
