/** Hand scanners that type: keys faster than people's, ended by Enter, wherever the focus is. */
const PAUSE = 500;
const FAST = 60;
const SHORTEST = 4;

/** What has been typed since the last pause, and what was in the field before it. */
interface Burst {
  text: string;
  began: number;
  last: number;
  field: HTMLInputElement | null;
  before: string;
}

/** Call `read` with every text that a hand scanner types. One late key in a busy moment does not spoil it. */
export function listenToKeys(read: (text: string) => void): void {
  let burst: Burst | null = null;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter") {
        if (burst && isByMachine(burst, event.timeStamp)) {
          event.preventDefault();
          event.stopPropagation();
          if (burst.field) burst.field.value = burst.before;
          read(burst.text);
        }
        burst = null;
        return;
      }
      const letter = letterOf(event);
      if (!letter) return;
      const field = event.target instanceof HTMLInputElement ? event.target : null;
      if (!burst || event.timeStamp - burst.last > PAUSE) {
        burst = { text: "", began: event.timeStamp, last: 0, field, before: field?.value ?? "" };
      }
      if (letter === " " && burst.text && !field) event.preventDefault(); // a space presses no button
      burst.text += letter;
      burst.last = event.timeStamp;
    },
    { capture: true },
  );
}

function isByMachine({ text, began, last }: Burst, now: number): boolean {
  return text.length >= SHORTEST && now - last < PAUSE && (now - began) / text.length < FAST;
}

/** Under a Chinese input method keys have no letter of their own: they are taken by their place. */
function letterOf(event: KeyboardEvent): string {
  if (event.key.length === 1) return event.key === "：" ? ":" : event.key;
  if (event.key !== "Process") return "";
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(event.code) ?? [];
  if (letter) return letter;
  return { Semicolon: event.shiftKey ? ":" : ";", Minus: event.shiftKey ? "_" : "-", Slash: "/", Period: "." }[event.code] ?? "";
}
