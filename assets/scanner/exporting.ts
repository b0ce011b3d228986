/** What could not be sent, as a file that an organizer can take. */
import { unsent } from "./scan-log";
import type { Storage } from "./storage";

export async function exportUnsent(storage: Storage): Promise<void> {
  const file = new Blob([JSON.stringify(await unsent(storage), null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `scans-${new Date().toISOString().slice(0, 19).replace(/:/g, "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
