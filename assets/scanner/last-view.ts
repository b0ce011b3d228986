/** The last twenty scans of this device, each of which can be taken back with a reason. */
import type { Door } from "./door";
import { closeDialogs, make, openDialog, part } from "./dom";
import { nameOf } from "./people";
import { lastScans } from "./scan-log";
import { clock } from "./sentences";
import type { LoggedScan } from "./storage";
import { say, type Word } from "./words";

const REASONS: Word[] = ["undo_mistaken", "undo_left", "undo_place"];

export function offerLast(door: Door, undone: () => void): void {
  let chosen: LoggedScan | null = null;
  const ask = (scan: LoggedScan, name: string): void => {
    chosen = scan;
    part("undo-title").textContent = say("undo_of", { name });
    part<HTMLInputElement>("undo-other").value = "";
    part("undo-problem").textContent = "";
    openDialog("undo");
  };
  const take = async (reason: string): Promise<void> => {
    if (!reason) {
      part("undo-problem").textContent = say("undo_needed");
      part("undo-other").focus();
      return;
    }
    if (chosen) await door.undo(chosen, reason.slice(0, 200));
    closeDialogs();
    undone();
  };
  part("open-last").addEventListener("click", () => {
    void list(door, ask).then(() => openDialog("last"));
  });
  const reasons = REASONS.map((word) => make("button", { class: "button quiet", click: () => void take(say(word)) }, say(word)));
  part("undo-reasons").replaceChildren(...reasons);
  part("undo-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void take(part<HTMLInputElement>("undo-other").value.trim());
  });
}

async function list(door: Door, ask: (scan: LoggedScan, name: string) => void): Promise<void> {
  const scans = (await lastScans(door.storage)).filter((one) => one.gathering === door.gathering);
  const lines = scans.map((scan) => {
    const guest = door.roster.guests.get(scan.guest_id);
    const name = guest ? nameOf(guest) : say("unknown_person");
    const verdict = scan.answered?.verdict ?? scan.verdict;
    const words = [
      clock(scan.at, door.enrolled.gathering.timezone), scan.checkpoint, say((verdict || "asking") as Word),
      scan.undone ? say("undone") : "", scan.state === "queued" ? say("not_sent") : "", scan.problem,
    ].filter(Boolean);
    const button = scan.undone || verdict === "refused" ? null
      : make("button", { class: "button quiet small", click: () => ask(scan, name) }, say("undo"), make("span", { class: "visually-hidden" }, ` ${name}`));
    return make("li", {}, make("div", {}, make("strong", {}, name), make("p", { class: "quiet" }, words.join(" · "))), button);
  });
  part("last-found").replaceChildren(...lines);
  part("last-none").textContent = lines.length ? "" : say("nothing_yet");
}
