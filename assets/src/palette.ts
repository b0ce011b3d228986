/** Ctrl+K, Cmd+K or "/" opens a field that jumps to a guest, page, session, report or document.
    It is a combobox: the focus stays in the field, arrows choose, Enter goes there. Without a network
    it looks through what it has seen. */
const PAUSE = 120;

export function findByKeyboard(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog.palette");
  const field = dialog?.querySelector<HTMLInputElement>("[role=combobox]");
  const list = dialog?.querySelector<HTMLElement>("[role=listbox]");
  const told = dialog?.querySelector<HTMLElement>("[role=status]");
  if (!dialog || !field || !list || !told) return;
  let asked = 0;
  let waiting = 0;

  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]:not([hidden])")];
  const choose = (chosen: HTMLElement | undefined): void => {
    for (const one of list.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const shown = (offline: boolean): void => {
    const count = options().length;
    field.setAttribute("aria-expanded", String(count > 0));
    choose(options()[0]);
    told.textContent = (offline ? dialog.dataset["offline"] : count ? "" : dialog.dataset["nothing"]) ?? "";
  };
  const lookThrough = (): void => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const one of list.querySelectorAll<HTMLElement>("[role=option]"))
      one.hidden = !words.every((word) => (one.textContent ?? "").toLowerCase().includes(word));
    shown(true);
  };
  const look = async (): Promise<void> => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${field.form?.action}?q=${encodeURIComponent(field.value)}`, {
        headers: { "x-part": "hits" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const hits = await answer.text();
      if (mine !== asked) return;
      list.innerHTML = hits; // our own page's part, escaped by the server
      shown(false);
    } catch {
      if (mine === asked) lookThrough();
    }
  };
  const open = (): void => {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    void look();
  };

  field.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void look(), PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at - 1 + all.length) % all.length]);
    else if (event.key === "Enter" && all[at]) all[at].click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const shortcut = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!shortcut && (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
}
