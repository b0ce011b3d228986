const words = JSON.parse(document.getElementById("agenda-words")?.textContent ?? "{}") as Record<string, string>;

/** A sentence of the page, filled. */
export const say = (key: string, filled: Record<string, string | number> = {}): string =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ""));

export const titleOf = (one: { title_zh: string; title_en: string }): string =>
  (document.documentElement.lang === "en" && one.title_en) || one.title_zh;
