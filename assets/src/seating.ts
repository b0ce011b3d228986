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

function fill(form: HTMLFormElement, told: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(told)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value ?? "";
  }
}
