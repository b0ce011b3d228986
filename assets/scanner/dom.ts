/** The page's parts, and new ones. Texts are set as text, never as markup. */
import { say, type Word } from "./words";

/** A part that the page is known to have. */
export function part<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found as Kind;
}

interface Given {
  class?: string;
  lang?: string;
  click?: () => void;
}

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, { class: name, lang, click }: Given, ...inside: (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (lang) made.lang = lang;
  if (click) made.addEventListener("click", click);
  if (made instanceof HTMLButtonElement) made.type = "button";
  made.append(...inside.filter((one): one is Node | string => one !== null && one !== ""));
  return made;
}

/** Put every word of the page into the language of the device. */
export function putIntoWords(): void {
  for (const one of document.querySelectorAll<HTMLElement>("[data-word]")) one.textContent = say(one.dataset["word"] as Word);
  for (const one of document.querySelectorAll<HTMLElement>("[data-label]")) one.ariaLabel = say(one.dataset["label"] as Word);
}

export function show(id: string, isShown: boolean): void {
  part(id).hidden = !isShown;
}

/** Dialogs open one at a time, so that a scan can close whatever is open. */
export function openDialog(id: string): void {
  closeDialogs();
  part<HTMLDialogElement>(id).showModal();
}

export function closeDialogs(): void {
  for (const one of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) one.close();
}
