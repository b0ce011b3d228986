/** One window scans at a time: two would not know of each other's verdicts. */
import { part, show } from "./dom";

const LOCK = "scanner-window";
const RELOADING = 1_500;

/** Resolves once this window is the one. */
export async function beTheOnlyWindow(): Promise<void> {
  const waiting = setTimeout(() => show("elsewhere", true), RELOADING);
  await new Promise<void>((resolve) => {
    const hold = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    const given = (): void => location.reload(); // another window took over
    navigator.locks.request(LOCK, hold).catch(given);
    part("use-here").addEventListener("click", () => {
      navigator.locks.request(LOCK, { steal: true }, hold).catch(given);
    });
  });
  clearTimeout(waiting);
  show("elsewhere", false);
}
