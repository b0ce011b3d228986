import { el } from "./dom";
import type { Reason } from "./plan";
import { say } from "./words";

/** Why something could not be, with what would mend it; it stays until somebody closes it. */
export function refusal(place: HTMLElement, detail: string, reasons: Reason[]): void {
  place.replaceChildren(
    el(
      "div",
      { class: "alert alert-problem plan-refusal", role: "alert" },
      el("div", {},
        el("p", {}, el("strong", {}, say("refused"))),
        ...(reasons.length > 0 ? reasons.map(reason) : [el("p", {}, detail || say("no_answer"))]),
      ),
      el("button", { type: "button", class: "button quiet small", onclick: () => place.replaceChildren() }, say("close")),
    ),
  );
}

/** A reason as a paragraph, its remedies as a list. */
export function reason(one: Reason): HTMLElement {
  const mended = one.remedies.length > 0;
  return el("div", { class: "reason" },
    el("p", {}, one.text),
    mended && el("p", { class: "quiet" }, say("mended")),
    mended && el("ul", {}, ...one.remedies.map((remedy) => el("li", {}, remedy))),
  );
}
