/** The search: guests as one types, each with a button that checks them in. */
import type { Door } from "./door";
import { closeDialogs, make, openDialog, part } from "./dom";
import { classLine, nameOf } from "./people";
import type { Guest } from "./protocol";
import { search } from "./search";
import { typedCode } from "./tickets";
import { say } from "./words";

/** `admit` takes the guest chosen, `read` a ticket's code that was typed instead of a name. */
export function offerSearch(door: Door, admit: (guest: Guest) => void, read: (code: string) => void): void {
  const field = part<HTMLInputElement>("search-field");
  part("open-search").addEventListener("click", () => {
    field.value = "";
    list(door, "", admit);
    openDialog("search");
    field.focus();
  });
  field.addEventListener("input", () => list(door, field.value, admit));
  part("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = typedCode(field.value);
    if (code) read(code);
  });
}

function list(door: Door, typed: string, admit: (guest: Guest) => void): void {
  const found = search(typed, door.roster);
  const lines = found.map((guest) => {
    const choose = (): void => {
      closeDialogs();
      admit(guest);
    };
    const button = make("button", { class: "button", click: choose }, say("check_in"), make("span", { class: "visually-hidden" }, ` ${nameOf(guest)}`));
    const latin = guest.name_zh && guest.latin ? make("span", { lang: "en" }, ` ${guest.latin}`) : null;
    return make("li", {}, make("div", {}, make("strong", {}, nameOf(guest)), latin, classLine(guest, door.roster)), button);
  });
  const nobody = typed.trim() && !found.length ? say("nobody", { text: typed.trim() }) : "";
  part("search-found").replaceChildren(...lines);
  part("search-nobody").textContent = nobody;
}
