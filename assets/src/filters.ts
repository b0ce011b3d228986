/** Filters without htmx of their own are sent when a choice changes; without scripts there is a button. */
export function sendFiltersByThemselves(): void {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement)) return;
    const form = field.closest<HTMLFormElement>("form[data-autosubmit]");
    if (form && !form.hasAttribute("hx-get")) form.requestSubmit();
  });
}
