import { el } from "../board/dom";
import type { Grid, Hall, Session } from "./api";
import { clock, onDay, type Span, spanOf } from "./times";
import { say, titleOf } from "./words";

/** A day as drawn: the element, and how minutes and columns lie on it. */
export interface Drawn {
  element: HTMLElement;
  first: number;
  last: number;
  columns: { hall: string; name: string; track: HTMLElement }[];
}

/** One day of the programme: halls beside each other, hours downwards. */
export function drawDay(grid: Grid, day: string, everyHall: boolean, pages: string, arm: (block: HTMLElement, session: Session, drawn: Drawn) => void): Drawn {
  const sessions = grid.sessions.filter((one) => one.starts_at.startsWith(day));
  const spans = sessions.map(spanOf);
  const first = Math.max(0, Math.floor(Math.min(...spans.map((one) => one.begins)) / 60) * 60 - 60);
  const last = Math.max(Math.ceil(Math.max(...spans.map((one) => one.ends)) / 60) * 60 + 60, first + 240);
  const used = new Set(sessions.map((one) => one.hall));
  const halls: Hall[] = grid.halls.filter((one) => everyHall || used.has(one.code));
  if (used.has("")) halls.push({ code: "", name: say("no_hall"), capacity: null });
  const drawn: Drawn = { element: el("section", { class: "agenda-day", "aria-label": say("grid_of", { day: onDay(day) }) }), first, last, columns: [] };
  const frame = el("div", { class: "agenda-frame", role: "group", "aria-label": say("grid_of", { day: onDay(day) }) });
  frame.style.gridTemplateColumns = `3.2rem repeat(${halls.length}, minmax(9rem, 1fr))`;
  frame.append(el("span", { class: "agenda-head" }), ...halls.map((hall) => el("span", { class: "agenda-head" }, hall.name,
    hall.capacity !== null && el("small", {}, say("holds", { capacity: hall.capacity })))), gutter(first, last));
  for (const hall of halls) {
    const track = el("div", { class: "agenda-track", "data-hall": hall.code });
    track.style.blockSize = height(first, last);
    const here = sessions.filter((one) => one.hall === hall.code);
    const lanes = lanesOf(here.map(spanOf));
    here.forEach((session, place) => {
      const block = drawSession(session, pages);
      put(block, spanOf(session), drawn, lanes[place] ?? [0, 1]);
      arm(block, session, drawn);
      track.append(block);
    });
    drawn.columns.push({ hall: hall.code, name: hall.name, track });
    frame.append(track);
  }
  drawn.element.append(el("h2", {}, onDay(day)), el("div", { class: "agenda-scroll" }, frame));
  return drawn;
}

/** So many minutes as a length: an hour is as long as the style says. */
const long = (minutes: number): string => `calc(${minutes / 60} * var(--agenda-hour))`;
const height = (first: number, last: number): string => long(last - first);

function gutter(first: number, last: number): HTMLElement {
  const made = el("div", { class: "agenda-gutter", "aria-hidden": "true" });
  made.style.blockSize = height(first, last);
  for (let hour = first; hour < last; hour += 60) {
    const mark = el("span", {}, clock(hour));
    mark.style.insetBlockStart = long(hour - first);
    made.append(mark);
  }
  return made;
}

/** Puts a block where its span is. */
export function put(block: HTMLElement, span: Span, drawn: Drawn, [lane, lanes]: [number, number] = [0, 1]): void {
  block.style.insetBlockStart = long(span.begins - drawn.first);
  block.style.blockSize = long(span.ends - span.begins);
  block.style.insetInlineStart = `calc(${(lane / lanes) * 100}% + 2px)`;
  block.style.inlineSize = `calc(${100 / lanes}% - 4px)`;
}

/** Sessions that overlap in a hall stand beside each other: the lane of each, and how many lanes there are. */
function lanesOf(spans: Span[]): [number, number][] {
  const ends: number[] = [];
  const lanes = spans.map((span) => {
    const free = ends.findIndex((end) => end <= span.begins);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = span.ends;
    return lane;
  });
  return spans.map((span, place) => {
    const beside = spans.flatMap((other, at) => (other.begins < span.ends && span.begins < other.ends ? [lanes[at] ?? 0] : []));
    return [lanes[place] ?? 0, Math.max(...beside) + 1];
  });
}

function drawSession(session: Session, pages: string): HTMLElement {
  const span = spanOf(session);
  const wrong = session.clashes.length;
  const short = span.ends - span.begins < 40;
  const numbers = say("numbers", { target: session.target ?? "–", booked: session.booked, came: session.came ?? "–" });
  return el("a", {
    href: `${pages}/sessions/${session.id}`, draggable: "false", "data-session": session.id,
    class: `agenda-session${wrong > 0 ? " agenda-wrong" : ""}${span.open ? " agenda-open" : ""}${short ? " agenda-short" : ""}${session.cancelled_at === null ? "" : " agenda-cancelled"}`,
    title: [titleOf(session), ...(session.cancelled_at === null ? [] : [say("cancelled")]), numbers, ...session.clashes.map((one) => one.text)].join("\n"),
  },
    el("span", { class: "agenda-time" }, clock(span.begins), "–", span.open ? "" : clock(span.ends)), " ",
    session.cancelled_at === null ? el("strong", {}, titleOf(session)) : el("strong", {}, el("s", {}, titleOf(session)), ` ${say("cancelled")}`),
    wrong > 0 && el("span", { class: "agenda-mark" }, el("span", { "aria-hidden": "true" }, "!"), el("span", { class: "visually-hidden" }, say("clashes", { count: wrong }))),
    el("small", { class: "agenda-numbers", "aria-label": numbers }, `${session.target ?? "–"} / ${session.booked} / ${session.came ?? "–"}`));
}
