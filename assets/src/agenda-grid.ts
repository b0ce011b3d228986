/** The programme as a grid: asked for, drawn day by day, moved by hand, and kept up with other organizers. */
import { api, type Answer, type Clash, type Grid, type Place, type Session } from "./agenda/api";
import { type Drawn, drawDay } from "./agenda/day";
import { byKeys, byPointer, type Moves } from "./agenda/moving";
import { placeOf, type Span, times } from "./agenda/times";
import { say, titleOf } from "./agenda/words";
import { el } from "./board/dom";

const CHECK_AFTER = 150;
const TOAST_FOR = 12_000;

const root = document.querySelector<HTMLElement>("[data-agenda]");
if (root) void begin(root);

async function begin(place: HTMLElement): Promise<void> {
  const server = api(place.dataset["agenda"] ?? "");
  const pages = place.dataset["pages"] ?? "";
  const may = place.dataset["may"] === "yes";
  const parts = {
    grid: part(place, "[data-agenda-grid]"), said: part(place, "[data-agenda-said]"), list: part(place, "[data-agenda-as-list]"),
    chosen: part(place, "[data-agenda-list]") as HTMLInputElement, switch: part(place, ".agenda-switch"),
    clashes: document.querySelector<HTMLElement>("[data-agenda-clashes]") ?? el("div"),
  };
  const everyHall = el("input", { type: "checkbox" });
  parts.switch.append(" ", el("label", { class: "tick" }, everyHall, " ", say("also_empty")));
  const first = await server.grid();
  if (!first.ok) return;
  let grid = first.value;
  let busy = false;
  let asking: AbortController | undefined;
  const preview = el("p", { class: "agenda-preview", hidden: true });

  const announce = (text: string): void => {
    parts.said.textContent = text;
  };
  const hallName = (hall: string): string => grid.halls.find((one) => one.code === hall)?.name ?? say("no_hall");
  const show = (session: Session, span: Span, hall: string, byKeyboard: boolean): void => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const there = say("now_at", { times: times(span), hall: hallName(hall) });
    tell([`${titleOf(session)}: ${there}`], false);
    setTimeout(() => {
      if (mine.signal.aborted) return;
      void server.check(session.id, placeOf(session, span, hall), mine.signal).then((answer) => {
        if (mine.signal.aborted) return;
        const wrong = answer.ok ? answer.value.clashes.map((one) => one.text) : [answer.detail];
        tell([`${titleOf(session)}: ${there}`, wrong.length > 0 ? `${say("would_clash")} ${wrong.join(" ")}` : say("all_fine")], wrong.length > 0);
        if (byKeyboard) announce(`${there} ${wrong.length > 0 ? `${say("would_clash")} ${wrong.join(" ")}` : ""}`);
      });
    }, CHECK_AFTER);
    if (byKeyboard) announce(there);
  };
  const tell = (texts: string[], wrong: boolean): void => {
    preview.hidden = texts.length === 0;
    preview.classList.toggle("agenda-preview-wrong", wrong);
    preview.replaceChildren(...texts.map((text) => el("span", {}, text)));
  };
  const settled = (answer: Answer<unknown>): void => {
    asking?.abort();
    tell([], false);
    if (!answer.ok) {
      const text = answer.detail || say("no_answer");
      parts.clashes.replaceChildren(el("div", { class: "alert alert-problem", role: "alert" }, el("p", {}, text)));
    }
    void server.grid().then((now) => {
      if (!now.ok) return;
      grid = now.value;
      if (!document.querySelector(".agenda-moving")) draw();
      if (answer.ok) tellClashes(parts.clashes, grid.clashes);
    });
  };
  const drop = async (session: Session, span: Span, hall: string): Promise<void> => {
    if (busy) return;
    busy = true;
    place.querySelector(`[data-session="${session.id}"]`)?.classList.add("agenda-saving");
    announce(say("saving"));
    const to: Place = placeOf(session, span, hall);
    const answer = await server.move(session, to);
    busy = false;
    if (answer.ok) {
      const moved = answer.value;
      grid = { ...grid, sessions: grid.sessions.map((one) => (one.id === moved.id ? moved : one)) };
      draw();
    }
    settled(answer);
    if (!answer.ok) return;
    announce(say("put", { title: titleOf(session), times: times(span), hall: hallName(hall) }));
    if (answer.value.change) toast(answer.value.change);
  };
  const moves: Moves = {
    show, drop: (session, span, hall) => void drop(session, span, hall),
    leave: (session) => {
      asking?.abort();
      tell([], false);
      announce(say("left", { title: titleOf(session) }));
      draw();
    },
    cancel: (session) => void cancel(session),
  };
  const cancel = async (session: Session): Promise<void> => {
    if (busy) return;
    busy = true;
    const answer = await server.cancel(session);
    busy = false;
    settled(answer);
    if (!answer.ok) return;
    announce(say("cancelled_toast"));
    if (answer.value.change) toast(answer.value.change, say("cancelled_toast"));
  };
  const toast = (change: string, text = say("moved_toast")): void => {
    const made = el("p", { class: "agenda-toast agenda-toast-script" }, el("span", {}, text), " ",
      el("button", { type: "button", class: "button quiet small", onclick: () => {
        made.remove();
        void server.undo(change).then((answer) => {
          settled(answer);
          if (answer.ok) announce(say("undone"));
        });
      } }, say("undo")));
    for (const old of document.querySelectorAll(".agenda-toast")) old.remove();
    (document.querySelector("main") ?? document.body).append(made);
    setTimeout(() => {
      if (!made.contains(document.activeElement)) made.remove();
    }, TOAST_FOR);
  };
  const arm = (block: HTMLElement, session: Session, drawn: Drawn): void => {
    if (!may) return;
    const handle = el("span", { class: "agenda-handle", "aria-hidden": "true" }, "⠿");
    const edge = el("span", { class: "agenda-edge", "aria-hidden": "true", title: say("resize") });
    block.append(handle, ...(session.ends_at === null ? [] : [edge]));
    block.setAttribute("aria-describedby", "agenda-hint");
    byPointer(block, handle, edge, session, drawn, moves);
    byKeys(block, session, drawn, moves);
  };
  const draw = (): void => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset["session"];
    const scrolled = [...parts.grid.querySelectorAll(".agenda-scroll")].map((one) => one.scrollLeft);
    const days = [...new Set(grid.sessions.map((one) => one.starts_at.slice(0, 10)))].sort();
    const drawn = days.map((day) => drawDay(grid, day, everyHall.checked, pages, arm).element);
    const hint = [may && el("span", { id: "agenda-hint" }, say("hint"), " "), say("legend")].filter((one) => one !== false);
    parts.grid.replaceChildren(el("p", { class: "hint" }, ...hint), preview, ...drawn);
    parts.grid.querySelectorAll(".agenda-scroll").forEach((one, at) => (one.scrollLeft = scrolled[at] ?? 0));
    if (focused) parts.grid.querySelector<HTMLElement>(`[data-session="${focused}"]`)?.focus({ preventScroll: true });
  };
  const switched = (): void => {
    parts.grid.hidden = parts.chosen.checked;
    parts.list.hidden = false;
    place.classList.toggle("agenda-drawn", !parts.chosen.checked);
  };
  parts.switch.hidden = false;
  parts.chosen.addEventListener("change", switched);
  everyHall.addEventListener("change", draw);
  draw();
  switched();
  place.dataset["drawn"] = "yes";
  const live = new EventSource(place.dataset["live"] ?? "");
  live.addEventListener("moved", (event) => {
    const mine = String(grid.moved) === (event as MessageEvent<string>).data;
    if (!busy && !mine && !document.querySelector(".agenda-moving")) settled({ ok: true, value: null });
  });
}

function part(place: HTMLElement, selector: string): HTMLElement {
  return place.querySelector<HTMLElement>(selector) ?? el("div");
}

function tellClashes(place: HTMLElement, found: Clash[]): void {
  const open = place.querySelector("details")?.open ?? true;
  place.replaceChildren(found.length > 0
    ? el("div", { class: "alert alert-warning agenda-clashes", role: "status" }, el("details", { open },
      el("summary", {}, el("strong", {}, say("clashes", { count: found.length }))), el("ul", {}, ...found.map((one) => el("li", {}, one.text)))))
    : "");
}
