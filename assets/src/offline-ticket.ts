/** A ticket, or a guide's page, that was opened once opens without a connection too: the page names its worker, and says when it is kept. */
export function keepTicketOffline(): void {
  const worker = document.querySelector<HTMLElement>("[data-keep-offline]")?.dataset["keepOffline"];
  if (!worker || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", () => {
    for (const note of document.querySelectorAll<HTMLElement>("[data-kept-offline]")) note.hidden = false;
  });
  void navigator.serviceWorker.register(worker, { scope: `/${location.pathname.split("/")[1]}/` }).then(() => navigator.serviceWorker.ready).then((ready) => {
    const parts = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[rel=stylesheet], script[src]")];
    const needed = parts.map((part) => ("href" in part ? part.href : part.src));
    ready.active?.postMessage({ page: location.href.split("#")[0], needed });
  }).catch(() => undefined); // no worker here: the ticket is in the mail as well
}
