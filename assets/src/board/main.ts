/** The planning board: the plan is asked for, drawn, changed by hand and by the planner, and kept up with other organizers. */
import { api, type Answer } from "./api";
import { type Board, checker } from "./board";
import { buses } from "./buses";
import { openAdding, openCall } from "./details";
import { el } from "./dom";
import { openAddingLine } from "./naming";
import { fill } from "./fill";
import { RouteMap } from "./map";
import type { Edit, Plan, Reason } from "./plan";
import { refusal } from "./refusals";
import { openMending, openPlanning, resume } from "./runs";
import { timeline } from "./timeline";
import { say } from "./words";

const place = document.querySelector<HTMLElement>("[data-board]");
if (place) void begin(place);

async function begin(root: HTMLElement): Promise<void> {
  const server = api(root.dataset["board"] ?? "");
  const first = await server.plan();
  if (!first.ok) return;
  const parts = frame(root);
  const map = new RouteMap(parts.map, parts.missing);
  let plan = first.value;
  let busy = false;
  const checks = checker(server, () => plan.moved);
  const take = (next: Plan): void => {
    plan = next;
    draw();
  };
  const settle = (answer: Answer<Plan>): boolean => {
    if (answer.ok) {
      parts.refusals.replaceChildren();
      take(answer.value);
    } else {
      board.refuse(answer.detail, answer.reasons);
      void server.plan().then((now) => now.ok && take(now.value));
    }
    return answer.ok;
  };
  const board: Board = {
    api: server,
    get plan() { return plan; },
    may: root.dataset["may"] === "yes",
    async edit(edit: Edit) {
      checks.forget();
      if (busy) return false;
      busy = true;
      const answer = await server.edit(edit, plan.moved);
      busy = false;
      return settle(answer);
    },
    check: checks.ask,
    take,
    refuse: (detail: string, reasons: Reason[]) => {
      refusal(parts.refusals, detail, reasons);
      parts.refusals.scrollIntoView({ block: "nearest" });
    },
  };
  const draw = (): void => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset["call"];
    head(board, parts, (way) => void server.turn(way, plan.moved).then(settle));
    parts.days.replaceChildren(...plan.days.flatMap((day) => [
      plan.days.length > 1 ? el("h3", {}, onDay(day.on_day)) : "",
      timeline(board, day.on_day, (line, call) => openCall(board, line, call)),
      board.may ? el("p", { class: "row" }, ...plan.lines.map((line) =>
        el("button", { type: "button", class: "button quiet small", onclick: () => openAdding(board, line, day.on_day) }, say("add_call", { line: line.code }))),
        el("button", { type: "button", class: "button quiet small", onclick: () => openAddingLine(board) }, say("add_line"))) : "",
    ]));
    parts.buses.replaceChildren(buses(board, parts.search.value));
    parts.fills.replaceChildren(fill(plan));
    map.draw(plan);
    if (focused) root.querySelector<HTMLElement>(`[data-call="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
  parts.search.addEventListener("input", () => parts.buses.replaceChildren(buses(board, parts.search.value)));
  for (const [name, open] of [
    ["anew", () => openPlanning(board, parts.runs, "anew")], ["seats", () => openPlanning(board, parts.runs, "seats")],
    ["happened", () => openMending(board, parts.runs)],
  ] as const) root.querySelector(`[data-opens-run="${name}"]`)?.addEventListener("click", open);
  draw();
  root.dataset["drawn"] = "yes";
  if (board.may) void resume(board, parts.runs);
  const live = new EventSource(root.dataset["live"] ?? "");
  live.addEventListener("moved", (event) => {
    if (!busy && (event as MessageEvent<string>).data !== String(plan.moved)) void server.plan().then((now) => now.ok && take(now.value));
  });
}

/** A day as the reader's language writes it. */
const onDay = (day: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

interface Parts {
  head: HTMLElement; refusals: HTMLElement; runs: HTMLElement; days: HTMLElement; buses: HTMLElement; fills: HTMLElement;
  map: HTMLElement; missing: HTMLElement; search: HTMLInputElement;
}

function frame(root: HTMLElement): Parts {
  const part = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-part="${name}"]`) ?? el("div");
  for (const hidden of root.querySelectorAll<HTMLElement>("[data-with-scripts]")) hidden.hidden = false;
  for (const shown of root.querySelectorAll<HTMLElement>("[data-without-scripts]")) shown.hidden = true;
  return {
    head: part("head"), refusals: part("refusals"), runs: part("runs"), days: part("days"), buses: part("buses"), fills: part("fills"),
    map: part("map"), missing: part("missing"), search: part("search") as HTMLInputElement,
  };
}

function head(board: Board, parts: Parts, turn: (way: "undo" | "redo") => void): void {
  const { plan } = board;
  parts.head.replaceChildren(
    el("p", { class: "plan-state" },
      say(plan.unpublished ? "unpublished" : plan.published === null ? "never_published" : "as_published", { number: plan.published ?? 0 }), " ",
      say("wishes", { ...plan.wishes })),
    board.may ? el("div", { class: "row" },
      el("button", { type: "button", class: "button quiet", disabled: !plan.can_undo, onclick: () => turn("undo") }, plan.can_undo ? say("undo", { what: plan.undo_says }) : say("undo_none")),
      el("button", { type: "button", class: "button quiet", disabled: !plan.can_redo, onclick: () => turn("redo") }, plan.can_redo ? say("redo", { what: plan.redo_says }) : say("redo_none")),
      plan.unpublished && el("a", { class: "button", href: `${location.pathname}/publish` }, say("publish"))) : "",
    plan.troubles.length > 0
      ? el("details", { class: "alert alert-warning", open: true }, el("summary", {}, say("troubles", { count: plan.troubles.length })),
        el("ul", {}, ...plan.troubles.map((one) => el("li", {}, one.text))))
      : el("p", { class: "quiet" }, say("no_troubles")));
}
