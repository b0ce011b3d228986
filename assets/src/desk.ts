/**
 * At the desk the ticket field has the focus whenever nothing else needs it: hand scanners type there.
 * A scanner types faster than people do, so a key pressed nowhere in particular goes there too.
 */
export function keepFocusAtTheDesk(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-keep-focus]");
  const field = form?.querySelector<HTMLInputElement>('input[name="ticket"]');
  if (!form || !field) return;
  field.focus({ preventScroll: true });
  // The browser may have scrolled to the field already, and the verdict out of sight.
  requestAnimationFrame(() => document.querySelector(".verdict")?.scrollIntoView({ block: "nearest" }));
  document.addEventListener("keydown", (event) => {
    const plain = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && !isTypedInto(document.activeElement)) field.focus();
  });
  form.addEventListener("submit", (event) => {
    if (!field.value.trim()) event.preventDefault();
  });
}

function isTypedInto(element: Element | null): boolean {
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}
