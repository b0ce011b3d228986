import type { Board } from "./board";
import { labelled, openedDialog, showDialog } from "./details";
import { el } from "./dom";
import type { Bus, Line } from "./plan";
import { say } from "./words";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A route: shifted from a time on, renamed, or taken out. */
export function openLine(board: Board, line: Line, day: string): void {
  const of = { line: line.id };
  const after = el("input", { type: "time", value: "00:00" });
  const minutes = el("input", { type: "number", min: -600, max: 600, step: 5, value: 10, required: true });
  const code = el("input", { value: line.code, maxlength: 20, required: true });
  const name = el("input", { value: line.name, maxlength: 120, required: true });
  showDialog(say("route", { line: line.code }), [
    form(say("shift"), () => board.edit({ do: "shift_line", ...of, after: `${day}T${after.value}:00`, minutes: Number(minutes.value) }),
      labelled(say("after"), after), labelled(say("minutes"), minutes)),
    form(say("rename"), () => board.edit({ do: "rename_line", ...of, code: code.value, name_zh: name.value }),
      labelled(say("code"), code), labelled(say("name"), name)),
    button(say("drop_line"), () => board.edit({ do: "drop_line", ...of })),
  ]);
}

/** A new route without stops. */
export function openAddingLine(board: Board): void {
  const code = el("input", { value: freeCode(board), maxlength: 20, required: true });
  const name = el("input", { maxlength: 120, required: true });
  const english = el("input", { maxlength: 120 });
  showDialog(say("add_line"), [form(say("add"), () => board.edit({ do: "add_line", code: code.value, name_zh: name.value, name_en: english.value }),
    labelled(say("code"), code), labelled(say("name"), name), labelled(say("name_en"), english))]);
}

/** A bus: a route of its own, or out of the visit. */
export function openBus(board: Board, bus: Bus): void {
  const code = el("input", { value: freeCode(board), maxlength: 20, required: true });
  const shares = board.plan.buses.some((other) => other.vehicle !== bus.vehicle && other.line !== null && other.line === bus.line);
  showDialog(say("bus", { bus: bus.code }), [
    ...(shares ? [form(say("part_bus"), () => board.edit({ do: "part_bus", vehicle: bus.vehicle, code: code.value }), labelled(say("code"), code))] : []),
    ...(bus.out ? [button(say("back"), () => board.edit({ do: "put_bus", vehicle: bus.vehicle, line: bus.line, seen: bus.line }))] : []),
    button(say("drop_bus"), () => board.edit({ do: "drop_bus", vehicle: bus.vehicle })),
  ]);
}

function freeCode(board: Board): string {
  const taken = new Set(board.plan.lines.map((line) => line.code));
  return [...LETTERS].find((letter) => !taken.has(letter)) ?? "";
}

function form(label: string, sent: () => Promise<boolean>, ...fields: HTMLElement[]): HTMLElement {
  return el("form", { method: "dialog", class: "card stack", onsubmit: () => void sent() }, ...fields, el("p", {}, el("button", { class: "button small" }, label)));
}

function button(label: string, done: () => Promise<boolean>): HTMLElement {
  return el("p", {}, el("button", { type: "button", class: "button quiet", onclick: () => {
    openedDialog().close();
    void done();
  } }, label));
}
