import Sortable from "sortablejs";

/** Items of a session (form[data-agenda-order]) are dragged by their handle; the new order is sent at once. */
export function orderItemsByDrag(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-agenda-order]");
  const list = form?.querySelector<HTMLElement>("tbody");
  const order = form?.querySelector<HTMLInputElement>("input[name=order]");
  if (!form || !list || !order) return;
  for (const handle of form.querySelectorAll<HTMLElement>(".handle")) handle.hidden = false;
  Sortable.create(list, {
    handle: ".handle",
    animation: 120,
    onEnd: ({ oldIndex, newIndex }) => {
      if (oldIndex === newIndex) return;
      order.value = [...list.querySelectorAll<HTMLElement>("[data-item]")].map((one) => one.dataset["item"] ?? "").join(",");
      form.requestSubmit();
    },
  });
}
