import Sortable from "sortablejs";

/** Guests are dragged by their handle between rooms ([data-rooming]); where they are dropped is sent at once. */
export function roomByDrag(): void {
  const board = document.querySelector<HTMLElement>("[data-rooming]");
  const form = board?.querySelector("form");
  if (!board || !form) return;
  for (const hidden of board.querySelectorAll<HTMLElement>(".handle, [data-drag-hint]")) hidden.hidden = false;
  const send = (guest: HTMLElement, room: HTMLElement): void => {
    const told = { guest: guest.dataset["guest"], seen: guest.dataset["seen"], room: room.dataset["room"] };
    for (const [name, value] of Object.entries(told)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value ?? "";
    }
    form.requestSubmit();
  };
  for (const room of board.querySelectorAll<HTMLElement>("[data-room]")) {
    Sortable.create(room, {
      group: "rooms",
      handle: ".handle",
      animation: 120,
      sort: false,
      onAdd: (dropped) => send(dropped.item, room),
    });
  }
}
