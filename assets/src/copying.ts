import { tell } from "./toasts";

/** A button with data-copy puts that text into the clipboard and says data-copied; it is hidden without scripts. */
export function copyOnRequest(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy][hidden]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button.dataset["copy"] ?? "", button.dataset["copied"] ?? "");
  });
}

async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(said);
  } catch {
    tell(text); // no clipboard here: at least it can be read
  }
}
