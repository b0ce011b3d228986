import Sortable from "sortablejs";

/** People are dragged by their handle between the seats of a plan ([data-seating]); onto somebody, the two exchange. */
export function seatByDrag(): void {
  const board = document.querySelector<HTMLElement>("[data-seating]");
  const form = board?.querySelector("form");
  if (!board || !form) return;
  for (const hidden of board.querySelectorAll<HTMLElement>(".handle, [data-drag-hint]")) hidden.hidden = false;
  const send = (sitter: HTMLElement, chair: HTMLElement): void => {
    fill(form, { seat: sitter.dataset["seat"], seen: sitter.dataset["seen"], to: chair.dataset["chair"] });
    form.requestSubmit();
  };
  for (const chair of board.querySelectorAll<HTMLElement>("[data-chair]")) {
    Sortable.create(chair, {
      group: "seats",
      handle: ".handle",
      animation: 120,
      sort: false,
      onAdd: (dropped) => send(dropped.item, chair),
    });
  }
}

/** The order of precedence ([data-seat-order]) is dragged; the form of whom was dropped is sent with the new place. */
export function orderSeatsByDrag(): void {
  const list = document.querySelector<HTMLElement>("[data-seat-order]");
  if (!list) return;
  for (const handle of list.querySelectorAll<HTMLElement>(".handle")) handle.hidden = false;
  Sortable.create(list, {
    handle: ".handle",
    animation: 120,
    onEnd: (dropped) => {
      const form = dropped.item.querySelector("form");
      if (!form || dropped.newIndex === undefined || dropped.newIndex === dropped.oldIndex) return;
      const turn = document.createElement("input");
      turn.type = "hidden";
      turn.name = "turn";
      turn.value = String(dropped.newIndex + 1);
      form.append(turn);
      form.submit();
    },
  });
}

/** A proposal that is being made is looked at again after a while ([data-reload]). */
export function lookAgain(): void {
  if (document.querySelector("[data-reload]")) setTimeout(() => location.reload(), 4000);
}

/** A plan ([data-follow]) is fetched again when somebody else has changed it; whoever drags something is left in peace meanwhile. */
export function followPlan(): void {
  const shown = document.querySelector<HTMLElement>("[data-follow]");
  if (!shown) return;
  const said = document.querySelector<HTMLElement>("[data-follow-said]");
  const live = new EventSource(shown.dataset["follow"] ?? "");
  let asked = 0;
  live.addEventListener("moved", (event) => {
    if ((event as MessageEvent<string>).data === shown.dataset["moved"]) return;
    const mine = ++asked;
    void rest().then(async () => {
      const answer = await fetch(location.href);
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLElement>("[data-follow]");
      await rest();
      if (mine !== asked) return;
      if (!told) return location.reload();
      swap(shown, told);
      if (said) said.textContent = said.dataset["followSaid"] ?? "";
      seatByDrag();
      orderSeatsByDrag();
    });
  });
}

/** Until nothing is dragged. */
async function rest(): Promise<void> {
  while (document.querySelector(".sortable-chosen")) await new Promise((done) => setTimeout(done, 200));
}

/** What is open, focused and scrolled stays so. */
function swap(shown: HTMLElement, told: HTMLElement): void {
  const open = [...shown.querySelectorAll("details")].map((one) => one.open);
  const rows = shown.querySelector(".seat-rows");
  const scrolled = [rows?.scrollLeft ?? 0, rows?.scrollTop ?? 0] as const;
  const focused = shown.contains(document.activeElement) ? keyOf(document.activeElement) : "";
  shown.replaceChildren(...told.childNodes);
  shown.dataset["moved"] = told.dataset["moved"] ?? "";
  shown.querySelectorAll("details").forEach((one, place) => (one.open = open[place] ?? one.open));
  shown.querySelector(".seat-rows")?.scrollTo(...scrolled);
  if (focused) [...shown.querySelectorAll<HTMLElement>("a, button")].find((one) => keyOf(one) === focused)?.focus({ preventScroll: true });
}

const keyOf = (one: Element | null): string => `${one?.getAttribute("href") ?? ""} ${one?.textContent ?? ""}`;

function fill(form: HTMLFormElement, told: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(told)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value ?? "";
  }
}
