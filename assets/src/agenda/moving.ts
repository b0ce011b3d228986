import type { Session } from "./api";
import { type Drawn, put } from "./day";
import { type Span, spanOf, times } from "./times";

const STEP = 5;
const SHORTEST = 5;
const A_CLICK = 4;

/** What happens while a session is moved: `show` where it would be, `drop` it there, or `leave` it where it was; `cancel` it altogether. */
export interface Moves {
  show: (session: Session, span: Span, hall: string, byKeys: boolean) => void;
  drop: (session: Session, span: Span, hall: string) => void;
  leave: (session: Session) => void;
  cancel: (session: Session) => void;
}

const stepped = (minutes: number): number => Math.round(minutes / STEP) * STEP;

function within(span: Span, drawn: Drawn): Span {
  const long = span.ends - span.begins;
  const begins = Math.min(Math.max(span.begins, drawn.first), drawn.last - long);
  return { ...span, begins, ends: begins + long };
}

/** A block follows the pointer in steps of five minutes and from hall to hall; its lower edge changes how long it is. */
export function byPointer(block: HTMLElement, handle: HTMLElement, edge: HTMLElement, session: Session, drawn: Drawn, moves: Moves): void {
  block.addEventListener("pointerdown", (down) => {
    const longer = down.target === edge;
    if (down.button !== 0 || (down.pointerType === "touch" && down.target !== handle && !longer)) return;
    const from = spanOf(session);
    const perMinute = (block.parentElement?.getBoundingClientRect().height ?? 1) / (drawn.last - drawn.first);
    let [span, hall, moved] = [from, session.hall, false];
    const move = (at: PointerEvent): void => {
      if (!moved && Math.hypot(at.clientX - down.clientX, at.clientY - down.clientY) < A_CLICK) return;
      moved = true;
      const by = stepped((at.clientY - down.clientY) / perMinute);
      const next = longer ? { ...from, ends: Math.max(from.begins + SHORTEST, from.ends + by) } : within({ ...from, begins: from.begins + by, ends: from.ends + by }, drawn);
      const column = longer ? undefined : drawn.columns.find(({ track }) => {
        const box = track.getBoundingClientRect();
        return at.clientX >= box.left && at.clientX < box.right;
      });
      const there = column?.hall ?? hall;
      if (next.begins === span.begins && next.ends === span.ends && there === hall) return;
      [span, hall] = [next, there];
      carry(block, span, hall, drawn);
      moves.show(session, span, hall, false);
    };
    const end = (up: PointerEvent): void => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      block.classList.remove("agenda-moving");
      if (!moved) return;
      block.addEventListener("click", (click) => click.preventDefault(), { once: true });
      const same = span.begins === from.begins && span.ends === from.ends && hall === session.hall;
      if (same || up.type === "pointercancel") moves.leave(session);
      else moves.drop(session, span, hall);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  });
}

/** Arrow keys move a block, with Shift they change how long it is; Enter puts it there, Escape leaves it, Delete cancels the session. */
export function byKeys(block: HTMLElement, session: Session, drawn: Drawn, moves: Moves): void {
  const from = spanOf(session);
  let [span, hall, moving] = [from, session.hall, false];
  const stop = (): void => {
    moving = false;
    block.classList.remove("agenda-moving");
  };
  block.addEventListener("keydown", (key) => {
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[key.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
    if (moving && key.key === "Enter") {
      key.preventDefault();
      stop();
      if (span.begins === from.begins && span.ends === from.ends && hall === session.hall) moves.leave(session);
      else moves.drop(session, span, hall);
    } else if (moving && key.key === "Escape") {
      stop();
      moves.leave(session);
    } else if (!moving && key.key === "Delete" && session.cancelled_at === null) {
      moves.cancel(session);
    } else if (by !== undefined && key.shiftKey) {
      if (span.open) return;
      span = { ...span, ends: Math.max(span.begins + SHORTEST, span.ends + by) };
    } else if (by !== undefined) {
      span = within({ ...span, begins: span.begins + by, ends: span.ends + by }, drawn);
    } else if (aside !== undefined) {
      const place = drawn.columns.findIndex((one) => one.hall === hall) + aside;
      hall = drawn.columns[place]?.hall ?? hall;
    } else return;
    key.preventDefault();
    if (by === undefined && aside === undefined) return;
    moving = true;
    carry(block, span, hall, drawn);
    block.focus({ preventScroll: true });
    moves.show(session, span, hall, true);
  });
  block.addEventListener("blur", () => {
    // carrying a block to another hall takes the focus away for a moment
    setTimeout(() => {
      if (!moving || document.activeElement === block) return;
      stop();
      moves.leave(session);
    });
  });
}

/** Draws a block where it would be; the one that is moved may stand in another hall's column for a while. */
function carry(block: HTMLElement, span: Span, hall: string, drawn: Drawn): void {
  const track = drawn.columns.find((one) => one.hall === hall)?.track;
  if (track && block.parentElement !== track) track.append(block);
  block.classList.add("agenda-moving");
  put(block, span, drawn);
  const time = block.querySelector(".agenda-time");
  if (time) time.textContent = times(span);
}
