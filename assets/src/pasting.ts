/** Several cells pasted anywhere into form[data-sheet] go to the field for pasted rows and are taken in at once. */
export function takePastedRows(): void {
  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    const form = field.closest<HTMLFormElement>("form[data-sheet]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const rows = form?.querySelector<HTMLTextAreaElement>("textarea[name=pasted]");
    const button = form?.querySelector<HTMLButtonElement>("button[value=paste]");
    if (!form || !rows || !button || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    rows.value = text;
    form.requestSubmit(button);
  });
}
