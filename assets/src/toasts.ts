const SHOWN_FOR = 5_000;

/** Say something in passing at the page's foot; screen readers hear it. */
export function tell(text: string): void {
  const place = document.querySelector<HTMLElement>(".toasts");
  if (!place || !text) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  place.replaceChildren(toast);
  window.setTimeout(() => toast.remove(), SHOWN_FOR);
}
