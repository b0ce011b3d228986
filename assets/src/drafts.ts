import { tell } from "./toasts";

const PAUSE = 2_000;

/**
 * What is typed into form[data-draft] is kept by the server a moment later, so that a lost connection, a reload or
 * another day loses nothing. Where there is no connection, the form says so instead of going to an error page.
 */
export function keepWhatIsTyped(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) keep(form);
}

function keep(form: HTMLFormElement): void {
  const { draft = "", offline = "" } = form.dataset;
  let waiting = 0;
  let unsaved = false;
  let sent = false;
  const save = async (): Promise<void> => {
    window.clearTimeout(waiting);
    if (!unsaved || sent) return;
    unsaved = false;
    try {
      const answer = await fetch(draft, { method: "POST", body: texts(form), keepalive: true, signal: AbortSignal.timeout(8_000) });
      unsaved ||= !answer.ok && answer.status >= 500;
    } catch {
      unsaved = true;
      waiting = window.setTimeout(() => void save(), 5 * PAUSE);
    }
  };
  form.addEventListener("input", () => {
    unsaved = true;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void save(), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      sent = true;
      return;
    }
    event.preventDefault();
    tell(offline);
  });
  window.addEventListener("online", () => void save());
  document.addEventListener("visibilitychange", () => void save());
  window.addEventListener("pageshow", () => (sent = false));
}

/** Everything but files, as a form would send it. */
function texts(form: HTMLFormElement): URLSearchParams {
  const told = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") told.append(name, value);
  return told;
}
