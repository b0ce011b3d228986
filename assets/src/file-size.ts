/** A file larger than data-max-bytes is refused before it is sent, in the words of data-too-large; the server checks again. */
export function checkFileSizes(): void {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
    const most = Number(field.dataset["maxBytes"] ?? 0);
    const size = field.files?.[0]?.size ?? 0;
    field.setCustomValidity(most && size > most ? (field.dataset["tooLarge"] ?? "") : "");
    field.reportValidity();
  });
}
