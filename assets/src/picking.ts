/** A button with data-pick-all ticks every row of its form, or none where all are ticked; hidden without scripts. */
export function pickAllRows(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-pick-all]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-pick-all]") : null;
    const boxes = [...(button?.closest("form")?.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]") ?? [])];
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = wanted;
  });
}
