/** Where the device stands: a choice among the checkpoints it was let in for. */
import type { Door } from "./door";
import { closeDialogs, make, openDialog, part } from "./dom";
import { inLanguage, say } from "./words";

export function offerCheckpoints(door: Door, chosen: () => void): void {
  part("where").addEventListener("click", () => chooseCheckpoint(door, chosen));
}

export function chooseCheckpoint(door: Door, chosen: () => void): void {
  const choose = async (code: string): Promise<void> => {
    await door.stand(code);
    closeDialogs();
    chosen();
  };
  const buttons = door.roster.mine.map((one) => {
    const name = inLanguage(one.name_zh, one.name_en);
    const button = make("button", { class: "button quiet choice", click: () => void choose(one.code) }, make("strong", {}, name), make("span", { class: "quiet" }, one.code));
    if (one.code === door.checkpoint) button.ariaPressed = "true";
    return make("li", {}, button);
  });
  part("checkpoint-list").replaceChildren(...buttons);
  part("checkpoint-none").textContent = buttons.length ? "" : say("no_checkpoints");
  openDialog("checkpoints");
}
