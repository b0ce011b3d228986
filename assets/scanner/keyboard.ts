/** Hand scanners that type: keys faster than people's, ended by Enter, wherever the focus is. */
const FAST = 80;
const SHORTEST = 4;

/** Call `read` with every text that a hand scanner types. */
export function listenToKeys(read: (text: string) => void): void {
  let typed = "";
  let last = 0;
  let before: { field: HTMLInputElement; value: string } | null = null;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isFast = event.timeStamp - last < FAST;
      last = event.timeStamp;
      if (event.key === "Enter") {
        if (isFast && typed.length >= SHORTEST) {
          event.preventDefault();
          event.stopPropagation();
          if (before) before.field.value = before.value; // what was there before the scanner typed into it
          read(typed);
        }
        typed = "";
        return;
      }
      const letter = letterOf(event);
      if (!letter) return;
      const field = event.target instanceof HTMLInputElement ? event.target : null;
      if (letter === " " && isFast && typed && !field) event.preventDefault(); // a space presses no button
      if (!isFast || !typed) {
        before = field ? { field, value: field.value } : null;
        typed = "";
      }
      typed += letter;
    },
    { capture: true },
  );
}

/** Under a Chinese input method keys have no letter of their own: they are taken by their place. */
function letterOf(event: KeyboardEvent): string {
  if (event.key.length === 1) return event.key === "：" ? ":" : event.key;
  if (event.key !== "Process") return "";
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(event.code) ?? [];
  if (letter) return letter;
  return { Semicolon: event.shiftKey ? ":" : ";", Minus: event.shiftKey ? "_" : "-", Slash: "/", Period: "." }[event.code] ?? "";
}
