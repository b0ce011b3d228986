import type { Board } from "./board";
import { labelled, openedDialog, showDialog } from "./details";
import { el } from "./dom";
import type { Difference, Run } from "./plan";
import { say } from "./words";

const EVERY = 1000;
let followed = "";

/** Asks for a plan: everything anew, or seats only. */
export function openPlanning(board: Board, place: HTMLElement, what: "anew" | "seats"): void {
  const seconds = el("input", { type: "number", min: 5, max: 600, value: 30, required: true });
  const seed = el("input", { type: "number", min: 0, max: 2147483647, value: 1, required: true });
  showDialog(say(what === "anew" ? "anew" : "seats_title"), [
    el("p", {}, say(`${what}_says`)),
    el("form", { method: "dialog", class: "stack", onsubmit: () => void start(board, place, { what, seconds: Number(seconds.value), seed: Number(seed.value) }) },
      el("div", { class: "row" }, labelled(say("seconds"), seconds), labelled(say("seed"), seed)),
      el("button", { class: "button" }, say("begin"))),
  ]);
}

/** Asks what has happened and lets the planner mend the plan. */
export function openMending(board: Board, place: HTMLElement): void {
  const day = board.plan.days[0]?.on_day ?? "";
  const bus = el("select", {}, ...board.plan.buses.filter((one) => !one.out).map((one) => el("option", { value: one.vehicle }, say("bus", { bus: one.code }))));
  const late = bus.cloneNode(true) as HTMLSelectElement;
  const stop = el("select", {}, ...board.plan.places.filter((one) => one.what === "stop").map((one) => el("option", { value: one.ref }, `${one.code} ${one.name}`)));
  const on = el("select", {}, ...board.plan.days.map((one) => el("option", { value: one.on_day, selected: one.on_day === day }, one.on_day)));
  const from = el("input", { type: "time", value: "00:00" });
  const until = el("input", { type: "time", value: "23:59" });
  const after = el("input", { type: "time", value: "09:00" });
  const by = el("input", { type: "number", min: 5, max: 300, step: 5, value: 25 });
  const choice = (name: string, ...fields: HTMLElement[]): HTMLElement =>
    el("form", { method: "dialog", class: "card stack", onsubmit: () => void start(board, place, { what: "mend", seconds: 5, seed: 1, changes: changes(name) }) },
      el("h3", {}, say(name)), ...fields, el("button", { class: "button small" }, say("mend")));
  const changes = (name: string): object[] => {
    const at = (clock: string): string => `${on.value}T${clock}:00${zone()}`;
    if (name === "bus_out") return [{ do: "bus_out", vehicle: bus.value }];
    if (name === "stop_closes") return [{ do: "stop_closes", stop: stop.value, begins: at(from.value), ends: at(until.value) }];
    if (name === "late") return [{ do: "late", vehicle: late.value, after: at(after.value), minutes: Number(by.value) }];
    return [];
  };
  showDialog(say("happened"), [
    el("p", {}, say("happened_says")),
    board.plan.days.length > 1 && labelled(say("day"), on),
    choice("bus_out", labelled(say("which_bus"), bus)),
    choice("stop_closes", labelled(say("place"), stop), el("div", { class: "row" }, labelled(say("from"), from), labelled(say("until"), until))),
    choice("late", labelled(say("which_bus"), late), el("div", { class: "row" }, labelled(say("after"), after), labelled(say("minutes"), by))),
    choice("replies"),
  ].filter((one): one is HTMLElement => Boolean(one)));
}

const zone = (): string => document.querySelector<HTMLElement>("[data-board]")?.dataset["offset"] ?? "Z";

async function start(board: Board, place: HTMLElement, asked: object): Promise<void> {
  openedDialog()?.close();
  const answer = await board.api.run({ ...asked, moved: board.plan.moved });
  if (answer.ok) return follow(board, place, answer.value);
  board.refuse(answer.detail, answer.reasons);
  await resume(board, place);
}

/** Shows the run that is under way, or what the last one came to: for who comes back, or comes later. */
export async function resume(board: Board, place: HTMLElement): Promise<void> {
  const answer = await board.api.latest();
  if (answer.ok && answer.value.run) await follow(board, place, answer.value.run);
}

/** Shows how far a run is until it is done; then what it would change, to be taken over or not. */
export async function follow(board: Board, place: HTMLElement, run: Run): Promise<void> {
  let now = run;
  followed = run.id;
  while (now.state === "waiting" || now.state === "running") {
    place.replaceChildren(el("div", { class: "card plan-run", role: "status" },
      el("p", {}, say("at_work")), el("progress", { max: 100, value: now.share, "aria-label": say("at_work") }),
      el("button", { type: "button", class: "button quiet small", onclick: () => void board.api.cancel(run.id) }, say("cancel"))));
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    const answer = await board.api.runNow(run.id);
    if (followed !== run.id) return;
    if (answer.ok) now = answer.value;
  }
  if (now.state === "done" && now.difference) place.replaceChildren(outcome(board, place, now, now.difference));
  else place.replaceChildren(now.state === "failed" ? failed(board, place, now) : "");
}

function failed(board: Board, place: HTMLElement, run: Run): HTMLElement {
  return el("div", { class: "alert alert-problem", role: "alert" }, el("p", {}, run.trouble),
    el("button", { type: "button", class: "button quiet small", onclick: () => leave(board, place, run) }, say("close")));
}

/** What a run came to is not wanted: nobody is shown it again. */
function leave(board: Board, place: HTMLElement, run: Run): void {
  place.replaceChildren();
  void board.api.cancel(run.id);
}

function outcome(board: Board, place: HTMLElement, run: Run, found: Difference): HTMLElement {
  const nothing = found.lines.length + found.guests.length === 0;
  return el("section", { class: "card plan-run", "aria-label": say("outcome") },
    el("h2", {}, say("outcome")),
    el("p", {}, nothing ? say("nothing_changes") : say("outcome_says", { moved: found.guests_moved, guests: found.days_changed, lines: found.lines.length })),
    !nothing && el("details", { open: true }, el("summary", {}, say("times")), el("ul", {}, ...found.lines.map((line) => el("li", {}, line)))),
    found.guests.length > 0 && el("details", {}, el("summary", {}, say("who_moves")), el("ul", {}, ...found.guests.map((guest) =>
      el("li", {}, `${guest.name} (${guest.number}): ${guest.before || "–"} → ${guest.after || "–"}`)))),
    found.tell.length > 0 && el("p", {}, say("tell", { whom: found.tell.join(", ") })),
    el("div", { class: "row" },
      !nothing && el("button", { type: "button", class: "button", onclick: () => void accept(board, place, run) }, say("accept")),
      el("button", { type: "button", class: "button quiet", onclick: () => leave(board, place, run) }, say("discard"))));
}

async function accept(board: Board, place: HTMLElement, run: Run): Promise<void> {
  const answer = await board.api.accept(run.id, board.plan.moved);
  if (!answer.ok) return board.refuse(answer.detail, answer.reasons);
  place.replaceChildren();
  board.take(answer.value);
}
