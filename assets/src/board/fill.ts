import { el, svg } from "./dom";
import { type Fill, minutes, type Plan } from "./plan";
import { say } from "./words";

const WIDE = 320;
const HIGH = 90;

/** How many guests are at each canteen and stop over the day, against what it takes; a table stands behind each drawing. */
export function fill(plan: Plan): HTMLElement {
  return el("div", { class: "grid plan-fills" }, ...plan.fill.map(chart));
}

function chart(one: Fill): HTMLElement {
  const days = [...new Set(one.steps.map(([day]) => day))];
  return el("figure", { class: "plan-fill" },
    el("figcaption", {}, el("strong", {}, one.name), " ", el("small", { class: "quiet" }, one.capacity === null ? say("no_capacity") : say("capacity", { capacity: one.capacity }))),
    ...days.map((day) => drawing(one, day)),
    el("details", {}, el("summary", {}, say("as_table")), table(one)));
}

function drawing(one: Fill, day: string): SVGElement {
  const steps = one.steps.filter(([on]) => on === day).map(([, at, there]): [number, number] => [minutes(at), there]);
  const begin = (steps[0]?.[0] ?? 480) - 15;
  const end = (steps.at(-1)?.[0] ?? 1020) + 15;
  const most = Math.max(one.capacity ?? 0, ...steps.map(([, there]) => there), 1) * 1.15;
  const x = (at: number): number => ((at - begin) / (end - begin)) * WIDE;
  const y = (there: number): number => HIGH - (there / most) * HIGH;
  let path = `M0 ${HIGH}`;
  for (const [at, there] of steps) path += ` H${x(at).toFixed(1)} V${y(there).toFixed(1)}`;
  const peak = Math.max(...steps.map(([, there]) => there), 0);
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH + 14}`, role: "img", "aria-label": say("peak", { name: one.name, peak }) },
    svg("path", { d: `${path} H${WIDE} V${HIGH} Z`, class: one.capacity !== null && peak > one.capacity ? "plan-area plan-area-over" : "plan-area" }),
    one.capacity !== null && svg("line", { x1: 0, x2: WIDE, y1: y(one.capacity), y2: y(one.capacity), class: "plan-limit" }),
    ...steps.map(([at, there], number) => number % 2 === 0 || there > 0
      ? svg("text", { x: x(at), y: HIGH + 12, "text-anchor": "middle", class: "plan-tick" }, `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`) : null));
}

function table(one: Fill): HTMLElement {
  return el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("from")), el("th", { scope: "col", class: "number" }, say("guests")))),
    el("tbody", {}, ...one.steps.map(([day, at, there]) => el("tr", {}, el("td", {}, `${day} ${at}`), el("td", { class: "number" }, String(there))))));
}
