/** At the desk the ticket field has the focus whenever nothing else needs it: hand scanners type there. */
export function keepFocusAtTheDesk(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-keep-focus]");
  const field = form?.querySelector<HTMLInputElement>('input[name="ticket"]');
  if (!form || !field) return;
  field.focus();
  document.addEventListener("keydown", (event) => {
    const busy = document.activeElement instanceof HTMLElement && document.activeElement !== document.body;
    if (!busy && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
  });
  form.addEventListener("submit", (event) => {
    if (!field.value.trim()) event.preventDefault();
  });
}
