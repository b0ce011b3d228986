import type { Board } from "./board";
import { el, select } from "./dom";
import { reason } from "./refusals";
import { showDialog } from "./details";
import { type Bus, heads, type Party } from "./plan";
import { openBus } from "./naming";
import { say } from "./words";

const FEW = 4;
const MANY = 12;
const unfolded = new Set<string>();
const DRAGGED = "application/x-travel-party";

/** Buses with the travel parties on them, those without a seat, and those who got neither route they wished. */
export function buses(board: Board, wanted: string): HTMLElement {
  const found = board.plan.parties.filter((party) => matches(party, wanted));
  const unplaced = found.filter((party) => party.vehicle === null);
  const unhappy = found.filter((party) => party.vehicle !== null && party.got === 0);
  return el("div", { class: "grid plan-buses" },
    listed(board, say("unplaced"), unplaced, true),
    listed(board, say("unhappy"), unhappy, false),
    board.may && board.plan.spare_buses.length > 0 && spare(board),
    ...board.plan.buses.map((bus) => card(board, bus, found.filter((party) => party.vehicle === bus.vehicle))));
}

/** Vehicles that are not in the visit yet. */
function spare(board: Board): HTMLElement {
  const options = board.plan.spare_buses.map((bus): [string, string] => [bus.vehicle, say("spare_bus", { bus: bus.code, seats: bus.seats })]);
  return el("p", { class: "plan-waiting" }, select(say("put_bus"), [["", say("put_bus")], ...options], "", (value) => {
    if (value) void board.edit({ do: "put_bus", vehicle: value, line: null, seen: null });
  }));
}

function matches(party: Party, wanted: string): boolean {
  const text = [party.delegation, ...party.wishes, ...party.guests.flatMap((guest) => [guest.name, guest.number])].join(" ").toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function listed(board: Board, title: string, parties: Party[], off: boolean): HTMLElement | null {
  if (parties.length === 0) return null;
  const made = el("section", { class: "card plan-bus plan-waiting", "data-bus": off ? "" : undefined },
    el("h3", {}, `${title} `, el("span", { class: "count" }, String(heads(parties)))),
    el("ul", { class: "plan-parties" }, ...parties.map((party) => item(board, party, true))));
  if (off) drops(board, made, null);
  return made;
}

function card(board: Board, bus: Bus, parties: Party[]): HTMLElement {
  const plan = board.plan;
  const warning = el("p", { class: "plan-warning", role: "status" });
  const lines: [string, string][] = [["", say("no_line")], ...plan.lines.map((line): [string, string] => [line.id, `${line.code} ${line.name}`])];
  const guides: [string, string][] = [["", say("no_guide")], ...plan.guides.map((guide): [string, string] => [guide.number, `${guide.name} ${guide.languages.join(say("comma"))}`.trim()])];
  const full = bus.usable > 0 ? Math.min(1, bus.riding / bus.usable) : 1;
  const bar = el("meter", { min: 0, max: 1, value: full, high: 0.95, "aria-label": say("fill_of", { bus: bus.code }) });
  const made = el("section", { class: `card plan-bus${bus.riding > bus.usable ? " plan-over" : ""}${bus.out ? " plan-broken" : ""}`, "data-bus": bus.code },
    el("h3", {}, say("bus", { bus: bus.code }), " ", el("small", { class: "quiet" }, bus.plate), bus.out && el("span", { class: "chip chip-ended" }, say("out"))),
    el("p", { class: "plan-seats" }, bar, " ", say("seats", { riding: bus.riding, usable: bus.usable, seats: bus.seats, crew: bus.crew })),
    board.may && el("div", { class: "row plan-bus-fields" },
      select(say("line_of_bus", { bus: bus.code }), lines, bus.line ?? "", (value) => void board.edit({ do: "put_bus", vehicle: bus.vehicle, line: value || null, seen: bus.line })),
      select(say("guide_of_bus", { bus: bus.code }), guides, bus.guide?.number ?? "", (value) => void board.edit({ do: "give_guide", vehicle: bus.vehicle, number: value })),
      el("button", { type: "button", class: "button quiet small", "aria-pressed": String(bus.held), onclick: () => void board.edit({ do: "hold_bus", vehicle: bus.vehicle, held: !bus.held }) }, say(bus.held ? "let_go" : "hold")),
      el("button", { type: "button", class: "button quiet small", "aria-label": say("more_of", { bus: bus.code }), onclick: () => openBus(board, bus) }, say("more"))),
    !board.may && el("p", { class: "quiet" }, bus.guide ? say("guide", { guide: bus.guide.name }) : say("no_guide")),
    warning,
    list(board, bus, parties));
  drops(board, made, bus, warning);
  return made;
}

/** The parties of a bus, folded where there are many buses; they are drawn once they are unfolded. */
function list(board: Board, bus: Bus, parties: Party[]): HTMLElement {
  const inside = el("ul", { class: "plan-parties" });
  const fill = (): void => {
    if (!inside.hasChildNodes()) inside.append(...parties.map((party) => item(board, party, party.got === 0)));
  };
  const open = board.plan.buses.length <= FEW || unfolded.has(bus.vehicle);
  if (open) fill();
  return el("details", { open, ontoggle: (toggle) => {
    if ((toggle.target as HTMLDetailsElement).open) {
      unfolded.add(bus.vehicle);
      fill();
    } else unfolded.delete(bus.vehicle);
  } }, el("summary", {}, say("parties", { parties: parties.length, guests: heads(parties) })), inside);
}

function item(board: Board, party: Party, asks: boolean): HTMLElement {
  const names = party.guests.map((guest) => guest.name).join(say("comma"));
  const made = el("li", { class: `plan-party${party.got === 0 ? " plan-unhappy" : ""}`, draggable: board.may ? "true" : undefined, "data-party": party.id },
    el("span", { class: "plan-who" }, names, el("small", {}, [party.delegation, party.wishes.length > 0 ? say("wished", { routes: party.wishes.join(say("comma")) }) : "",
      party.wheelchairs > 0 ? say("wheelchair") : "", party.held ? say("held_guest") : ""].filter(Boolean).join(" · "))),
    board.may && mover(board, party, names),
    board.may && asks && el("button", { type: "button", class: "button quiet small", onclick: () => void why(board, party, names) }, say("why")));
  made.addEventListener("dragstart", (start) => {
    start.dataTransfer?.setData(DRAGGED, party.id);
    start.dataTransfer?.setData("text/plain", names);
    dragged = party;
  });
  return made;
}

let dragged: Party | undefined;

/** Where a party can go; with many buses the choices are made when somebody turns to them. */
function mover(board: Board, party: Party, names: string): HTMLElement {
  const choices = (): [string, string][] => {
    const found: [string, string][] = board.plan.buses.filter((bus) => bus.vehicle !== party.vehicle && !bus.out).map((bus) => [
      bus.vehicle, say("to_bus", { bus: bus.code, free: Math.max(0, bus.usable - bus.riding) })]);
    if (party.vehicle !== null) found.push(["", say("off")], ["hold", say(party.held ? "let_go" : "hold")]);
    return found;
  };
  const many = board.plan.buses.length > MANY;
  const made = select(say("move_of", { guest: names }), [["?", say("move")], ...(many ? [] : choices())], "?", (value) => {
    if (value === "hold") void board.edit({ do: "hold_guest", guests: ids(party), held: !party.held });
    else if (value !== "?") void board.edit(moving(party, value || null));
  });
  if (many) {
    const fill = (): void => {
      if (made.options.length === 1) made.append(...choices().map(([value, text]) => el("option", { value }, text)));
    };
    for (const turned of ["focus", "pointerdown", "mouseenter"]) made.addEventListener(turned, fill);
  }
  return made;
}

const ids = (party: Party): string[] => party.guests.map((guest) => guest.id);
const moving = (party: Party, to: string | null) => ({ do: "move_party", guests: ids(party), to, seen: party.vehicle });

function drops(board: Board, made: HTMLElement, bus: Bus | null, warning?: HTMLElement): void {
  if (!board.may) return;
  let over = false;
  const show = (texts: string[]): void => {
    made.classList.toggle("plan-refused", texts.length > 0);
    if (warning) warning.textContent = texts.join(" ");
  };
  made.addEventListener("dragover", (drag) => {
    if (!drag.dataTransfer?.types.includes(DRAGGED)) return;
    drag.preventDefault();
    made.classList.add("plan-target");
    if (over || !dragged) return;
    over = true;
    if (bus && dragged.vehicle !== bus.vehicle) {
      void board.check(moving(dragged, bus.vehicle)).then((reasons) => {
        if (over && reasons) show(reasons.map((one) => one.text));
      });
    }
  });
  const leave = (): void => {
    over = false;
    made.classList.remove("plan-target");
    show([]);
  };
  made.addEventListener("dragleave", (drag) => {
    if (!(drag.relatedTarget instanceof Node && made.contains(drag.relatedTarget))) leave();
  });
  made.addEventListener("drop", (drop) => {
    drop.preventDefault();
    leave();
    const party = board.plan.parties.find((one) => one.id === drop.dataTransfer?.getData(DRAGGED));
    if (party && party.vehicle !== (bus?.vehicle ?? null)) void board.edit(moving(party, bus?.vehicle ?? null));
  });
}

async function why(board: Board, party: Party, names: string): Promise<void> {
  const answer = await board.api.why(party.guests[0]?.id ?? "");
  if (answer.ok) showDialog(say("why_of", { guest: names }), answer.value.reasons.map(reason));
  else board.refuse(answer.detail, []);
}
