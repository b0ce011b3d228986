const AGAIN_AFTER = 4_000;

/** A form that was just sent is not sent again by a second tap; one whose answer is a file can be, later. */
export function sendFormsOnce(): void {
  const sent = new WeakMap<HTMLFormElement, number>();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    const last = sent.get(form);
    if (last !== undefined && event.timeStamp - last < AGAIN_AFTER) {
      event.preventDefault();
      return;
    }
    sent.set(form, event.timeStamp);
    const button = event.submitter;
    button?.setAttribute("aria-busy", "true");
    window.setTimeout(() => button?.removeAttribute("aria-busy"), AGAIN_AFTER);
  });
  window.addEventListener("pageshow", () => {
    for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  });
}
