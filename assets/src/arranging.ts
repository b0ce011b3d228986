import Sortable from "sortablejs";

/** Questions of a form (form[data-arrange]) are dragged by their handle; the new order is sent at once. */
export function arrangeByDrag(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-arrange]");
  const order = form?.querySelector<HTMLInputElement>("input[name=order]");
  if (!form || !order) return;
  for (const handle of form.querySelectorAll<HTMLElement>(".handle")) handle.hidden = false;
  const lists = [...form.querySelectorAll<HTMLElement>("[data-section]")];
  const send = (): void => {
    order.value = lists.map((list) => `${list.dataset["section"]}:${keys(list).join(",")}`).join(";");
    form.requestSubmit();
  };
  for (const list of lists) Sortable.create(list, { group: "questions", handle: ".handle", animation: 120, onEnd: send });
}

function keys(list: HTMLElement): string[] {
  return [...list.querySelectorAll<HTMLElement>("[data-key]")].map((one) => one.dataset["key"] ?? "");
}
