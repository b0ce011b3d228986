const found = document.getElementById("board-words")?.textContent ?? "{}";
const words = JSON.parse(found) as Record<string, string>;

/** A text of the page by its name, with {places} filled. */
export function say(name: string, filled: Record<string, string | number> = {}): string {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(filled[key] ?? whole)).replaceAll("号号车", "号车");
}
