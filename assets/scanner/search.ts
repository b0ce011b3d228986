/** Finding a guest on the device: by name, pinyin, initials, number or badge. */
import type { Guest } from "./protocol";
import type { Roster } from "./roster";

const MOST = 20;

/** The same folding as the server's search keys, but for traditional characters, which are looked for as written. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Those of whom every word typed is found, the ones whose name or number begins so first. */
export function search(typed: string, roster: Roster): Guest[] {
  const words = folded(typed).split(" ").filter(Boolean);
  if (!words.length) return [];
  const found: { guest: Guest; rank: number }[] = [];
  for (const guest of roster.guests.values()) {
    const text = `${guest.find}\n${guest.name_zh}\n${folded(guest.latin)}\n${guest.badge.toLowerCase()}\n${guest.number.toLowerCase()}`;
    if (words.every((word) => text.includes(word))) found.push({ guest, rank: rank(text, words.join(" ")) });
  }
  found.sort((a, b) => a.rank - b.rank || (a.guest.number < b.guest.number ? -1 : 1));
  return found.slice(0, MOST).map((one) => one.guest);
}

function rank(text: string, typed: string): number {
  const lines = text.split("\n");
  if (lines.includes(typed)) return 0;
  return lines.some((line) => line.startsWith(typed)) ? 1 : 2;
}
