import type { Board } from "./board";
import { el } from "./dom";
import { type Call, clock, type Line, minutes } from "./plan";
import { openLine } from "./naming";
import { say } from "./words";

const STEP = 5;
const KEYS_SETTLE = 700;
const AS_LIST = "(max-width: 48rem)";

/** A day as rows of routes along the hours; calls are dragged, or moved with the arrow keys. */
export function timeline(board: Board, day: string, open: (line: Line, call: Call) => void): HTMLElement {
  const lines = board.plan.lines;
  const [first, last] = hours(board, day);
  const span = last - first;
  const at = (time: number): string => `${((time - first) / span) * 100}%`;
  const scale = el("div", { class: "plan-scale", "aria-hidden": "true" });
  for (let hour = Math.ceil(first / 60); hour * 60 <= last; hour += 1) {
    const mark = el("span", {}, `${hour}:00`);
    mark.style.insetInlineStart = at(hour * 60);
    scale.append(mark);
  }
  const rows = lines.map((line) => row(board, line, day, { first, last, at }, open));
  return el("div", { class: "plan-timeline", role: "group", "aria-label": say("timeline", { day }) },
    el("div", { class: "plan-row plan-head" }, el("span"), scale), ...rows);
}

interface Axis { first: number; last: number; at: (time: number) => string }

function hours(board: Board, day: string): [number, number] {
  const times = board.plan.lines.flatMap((line) => [
    ...line.calls.filter((call) => call.day === day).flatMap((call) => [minutes(call.begins), minutes(call.ends)]),
    ...line.days.filter((one) => one.on_day === day).flatMap((one) => [one.leaves, one.returns].filter(Boolean).map(minutes)),
  ]);
  const told = board.plan.days.find((one) => one.on_day === day);
  if (told) times.push(minutes(told.leaves), minutes(told.back));
  if (times.length === 0) times.push(8 * 60, 17 * 60);
  return [Math.floor((Math.min(...times) - 10) / 30) * 30, Math.ceil((Math.max(...times) + 10) / 30) * 30];
}

function row(board: Board, line: Line, day: string, axis: Axis, open: (line: Line, call: Call) => void): HTMLElement {
  const buses = board.plan.buses.filter((bus) => bus.line === line.id);
  const guests = buses.reduce((sum, bus) => sum + bus.riding, 0);
  const track = el("div", { class: "plan-track" });
  const told = line.days.find((one) => one.on_day === day);
  if (told?.leaves && told.returns) track.append(band("plan-out", told.leaves, told.returns, axis));
  for (const call of line.calls.filter((one) => one.day === day)) {
    if (call.travel > 0) {
      const begins = minutes(call.begins) - call.wait;
      track.append(band(`plan-way plan-way-${call.travel_known}`, clock(begins - call.travel), clock(begins), axis));
    }
    track.append(block(board, line, call, axis, open));
  }
  const troubled = board.plan.troubles.some((one) => one.line === line.id);
  return el("div", { class: `plan-row${troubled ? " plan-troubled" : ""}` },
    el("div", { class: "plan-line" },
      board.may
        ? el("button", { type: "button", class: "plan-rename", onclick: () => openLine(board, line, day) }, el("strong", { class: "plan-code" }, line.code), " ", line.name)
        : el("span", {}, el("strong", { class: "plan-code" }, line.code), " ", line.name),
      el("small", {}, say("line_says", { buses: buses.map((bus) => bus.code).join(say("comma")) || "–", guests })),
      told?.leaves && el("small", {}, `${told.leaves}–${told.returns}`)),
    track);
}

function band(kind: string, begins: string, ends: string, axis: Axis): HTMLElement {
  const made = el("span", { class: kind, "aria-hidden": "true" });
  place(made, minutes(begins), minutes(ends), axis);
  return made;
}

function place(made: HTMLElement, begins: number, ends: number, axis: Axis): void {
  made.style.insetInlineStart = axis.at(begins);
  made.style.inlineSize = `${((ends - begins) / (axis.last - axis.first)) * 100}%`;
}

function block(board: Board, line: Line, call: Call, axis: Axis, open: (line: Line, call: Call) => void): HTMLElement {
  const begins = minutes(call.begins);
  const long = minutes(call.ends) - begins;
  const wrong = board.plan.troubles.filter((one) => one.ref === call.ref && (one.line === null || one.line === line.id));
  const time = el("small", {}, call.begins);
  const warning = el("span", { class: "plan-warning", role: "status" });
  const made = el("button", {
    type: "button", class: `plan-call plan-${call.what}${wrong.length > 0 ? " plan-wrong" : ""}${call.held ? " plan-held" : ""}`,
    "data-call": `${line.id} ${call.ref} ${call.day}`,
    title: [`${call.name} ${call.begins}–${call.ends}`, ...wrong.map((one) => one.text)].join("\n"),
  }, time, el("span", { class: "plan-name" }, call.code && `${call.code} `, call.name), call.held !== "" && el("span", { class: "visually-hidden" }, say(`held_${call.held}`)), warning);
  place(made, begins, begins + long, axis);
  if (!board.may || call.what === "session") {
    made.addEventListener("click", () => open(line, call));
    return made;
  }
  const edit = (to: number) => ({
    do: "move_call", line: line.id, what: call.what, ref: call.ref, day: call.day, seen: call.begins, begins: clock(to), push: true,
  });
  const show = (to: number): void => {
    place(made, to, to + long, axis);
    time.textContent = clock(to);
    void board.check(edit(to)).then((reasons) => {
      if (reasons) warn(made, warning, reasons.map((one) => one.text));
    });
  };
  const within = (to: number): number => Math.min(Math.max(Math.round(to / STEP) * STEP, axis.first), axis.last - long);
  byPointer(made, axis, begins, within, show, (to) => void board.edit(edit(to)), () => open(line, call));
  byKeys(made, begins, within, show, (to) => void board.edit(edit(to)), () =>
    void board.edit({ do: "drop_call", line: line.id, what: call.what, ref: call.ref, day: call.day }));
  return made;
}

function warn(made: HTMLElement, warning: HTMLElement, texts: string[]): void {
  made.classList.toggle("plan-refused", texts.length > 0);
  warning.textContent = texts.join(" ");
}

function byPointer(
  made: HTMLElement, axis: Axis, begins: number, within: (to: number) => number, show: (to: number) => void,
  dropped: (to: number) => void, clicked: () => void,
): void {
  made.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || matchMedia(AS_LIST).matches) return;
    const track = made.parentElement;
    if (!track) return;
    const perPixel = (axis.last - axis.first) / track.getBoundingClientRect().width;
    let to = begins;
    made.setPointerCapture(down.pointerId);
    const moves = (move: PointerEvent): void => {
      const next = within(begins + (move.clientX - down.clientX) * perPixel);
      if (next !== to) show((to = next));
      if (to !== begins) made.classList.add("plan-dragged");
    };
    const ends = (up: PointerEvent): void => {
      made.removeEventListener("pointermove", moves);
      made.removeEventListener("pointerup", ends);
      made.removeEventListener("pointercancel", ends);
      made.classList.remove("plan-dragged");
      if (up.type === "pointercancel") show(begins);
      else if (to === begins) clicked();
      else dropped(to);
    };
    made.addEventListener("pointermove", moves);
    made.addEventListener("pointerup", ends);
    made.addEventListener("pointercancel", ends);
  });
  made.addEventListener("click", (click) => {
    if (click.detail === 0 || matchMedia(AS_LIST).matches) clicked();
  });
}

function byKeys(
  made: HTMLElement, begins: number, within: (to: number) => number, show: (to: number) => void, settled: (to: number) => void,
  removed: () => void,
): void {
  let to = begins;
  let timer: ReturnType<typeof setTimeout> | undefined;
  made.addEventListener("keydown", (key) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[key.key];
    if (key.key === "Delete") removed();
    if (by === undefined) return;
    key.preventDefault();
    show((to = within(to + by)));
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (to !== begins) settled(to);
    }, KEYS_SETTLE);
  });
}
