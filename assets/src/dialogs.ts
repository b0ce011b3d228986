/** A button with data-opens shows the <dialog> of that id; data-closes inside closes it. */
export function openDialogs(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset["opens"] ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  });
}
