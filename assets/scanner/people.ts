/** A guest as staff see them: name, class, delegation, badge. */
import { make } from "./dom";
import type { Guest } from "./protocol";
import type { Roster } from "./roster";
import { inLanguage } from "./words";

export function nameOf(guest: Guest): string {
  return guest.name_zh || guest.latin;
}

/** The class as the badge shows it (letter, name, colour), the badge's number and the delegation. */
export function classLine(guest: Guest, roster: Roster): HTMLElement {
  const known = roster.classes.get(guest.class);
  const mark = make("b", {}, guest.class);
  const colour = known?.colour ?? "";
  if (/^#[0-9a-f]{6}$/i.test(colour)) {
    mark.style.setProperty("--band", colour);
    mark.style.setProperty("--on-band", isLight(colour) ? "#221c18" : "#ffffff");
  }
  const delegation = roster.delegations.get(guest.delegation);
  return make(
    "p", { class: "class-line" },
    make("span", { class: "class-mark" }, mark, known ? inLanguage(known.name_zh, known.name_en) : ""),
    make("span", {}, guest.badge),
    delegation ? make("span", {}, inLanguage(delegation.name_zh, delegation.name_en)) : null,
  );
}

/** Whether dark letters are easier to read on a colour (WCAG relative luminance). */
function isLight(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const value = parseInt(colour.slice(place, place + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22;
}
