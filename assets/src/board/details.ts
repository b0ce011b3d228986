import type { Board } from "./board";
import { el, select } from "./dom";
import type { Call, Held, Line } from "./plan";
import { say } from "./words";

/** One call with exact times, what is held of it, and the way to take it out. */
export function openCall(board: Board, line: Line, call: Call): void {
  const begins = el("input", { type: "time", value: call.begins, step: 300, required: true });
  const ends = el("input", { type: "time", value: call.ends, step: 300, required: true });
  const push = el("input", { type: "checkbox", checked: true });
  const of = { line: line.id, what: call.what, ref: call.ref, day: call.day };
  const fixed = !board.may || call.what === "session";
  const held = select(say("held"), [["", say("held_free")], ["visit", say("held_visit")], ["time", say("held_time")]], call.held, (value) => {
    dialog.close();
    void board.edit({ do: "hold_call", ...of, held: value as Held });
  });
  const form = el("form", {
    method: "dialog", class: "stack", onsubmit: () =>
      void board.edit({ do: "move_call", ...of, seen: call.begins, begins: begins.value, ends: ends.value, push: push.checked }),
  },
    el("div", { class: "row" }, labelled(say("begins"), begins), labelled(say("ends"), ends)),
    el("label", { class: "tick" }, push, say("push")),
    el("div", { class: "row" }, el("button", { class: "button" }, say("save"))));
  showDialog(`${call.code} ${call.name}`.trim(), [
    el("p", {}, say("call_says", { line: line.code, travel: call.travel, known: say(`known_${call.travel_known}`), wait: call.wait })),
    ...(fixed ? [el("p", {}, `${call.begins}–${call.ends}`)] : [
      form, labelled(say("held"), held),
      el("button", { type: "button", class: "button quiet", onclick: () => {
        dialog.close();
        void board.edit({ do: "drop_call", ...of });
      } }, say("drop_call")),
    ]),
  ]);
  const dialog = openedDialog();
}

/** A stop, canteen or session to be added to a route. */
export function openAdding(board: Board, line: Line, day: string): void {
  const known = new Set(line.calls.filter((call) => call.what !== "canteen" || call.day === day).map((call) => call.ref));
  const places = board.plan.places.filter((place) => !known.has(place.ref));
  const last = line.calls.filter((call) => call.day === day).at(-1);
  const which = el("select", { required: true }, ...places.map((place) =>
    el("option", { value: `${place.what} ${place.ref}` }, `${place.code} ${place.name} (${say("stay", { minutes: place.usual })})`)));
  const begins = el("input", { type: "time", value: last?.ends ?? "09:00", step: 300, required: true });
  const form = el("form", { method: "dialog", class: "stack", onsubmit: () => {
    const [what, ref] = which.value.split(" ");
    void board.edit({ do: "add_call", line: line.id, what, ref, day, begins: begins.value, ends: null, push: true });
  } }, labelled(say("place"), which), labelled(say("begins"), begins), el("button", { class: "button" }, say("add")));
  showDialog(say("add_call", { line: line.code }), [form]);
}

export function labelled(label: string, field: HTMLElement): HTMLElement {
  return el("label", { class: "field" }, el("span", {}, label), field);
}

const ID = "plan-dialog";
export function openedDialog(): HTMLDialogElement {
  return document.getElementById(ID) as HTMLDialogElement;
}

export function showDialog(title: string, content: Node[]): void {
  document.getElementById(ID)?.remove();
  const dialog = el("dialog", { id: ID, class: "dialog", "aria-labelledby": `${ID}-title` },
    el("h2", { id: `${ID}-title` }, title), ...content,
    el("p", {}, el("button", { type: "button", class: "button quiet", onclick: () => dialog.close() }, say("close"))));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
