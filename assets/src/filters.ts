const PAUSE = 400;

/**
 * Filters (form[data-autosubmit]) are sent by themselves a moment after the last change; without scripts
 * there is a button. A form that htmx sends has its own triggers.
 */
export function sendFiltersByThemselves(): void {
  let waiting = 0;
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement || field instanceof HTMLInputElement)) return;
    const form = field.form;
    if (!form?.matches("[data-autosubmit]:not([hx-get])")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => form.requestSubmit(), PAUSE);
  });
}
