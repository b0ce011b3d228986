/** Who is in already: what the server told, and what this device accepted itself. */
import type { RosterPage } from "./protocol";

/** A scan that this device did not refuse, as later verdicts need it. */
export interface Taken {
  id: string;
  guest: string;
  checkpoint: string;
  at: number;
  scope: string;
  occasion: string;
  place: string | null;
  direction: "in" | "out";
  counts: boolean;
}

interface Arrived {
  at: number;
  checkpoint: string;
}

interface Stay {
  inside: boolean;
  at: number;
}

const TWICE = 60_000;
const SAME_SCAN = 5_000;

export class Ledger {
  private seen = new Map<string, Map<string, Arrived>>();
  private stays = new Map<string, Map<string, Stay>>();
  private own = new Map<string, Taken[]>();
  private guestOf = new Map<string, string>();

  /** Take in what the server counted and which own scans were taken back. */
  apply({ full, seen, inside, undone }: Pick<RosterPage, "full" | "seen" | "inside" | "undone">): void {
    if (full) {
      this.seen.clear();
      this.stays.clear();
    }
    for (const one of seen) {
      const key = `${one.scope}|${one.occasion}`;
      const theirs = within(this.seen, one.guest);
      if (one.gone || !one.at) theirs.delete(key);
      else theirs.set(key, { at: Date.parse(one.at), checkpoint: one.checkpoint ?? "" });
    }
    for (const one of inside) {
      within(this.stays, one.guest).set(one.place, { inside: one.inside, at: Date.parse(one.at) });
    }
    for (const id of undone) this.remove(id);
  }

  /** What the server told so far, as one page would tell it. */
  told(): Pick<RosterPage, "seen" | "inside"> {
    const seen = [...this.seen].flatMap(([guest, theirs]) =>
      [...theirs].map(([key, { at, checkpoint }]) => {
        const [scope = "", occasion = ""] = key.split("|");
        return { guest, scope, occasion, at: new Date(at).toISOString(), checkpoint };
      }));
    const inside = [...this.stays].flatMap(([guest, theirs]) =>
      [...theirs].map(([place, stay]) => ({ guest, place, inside: stay.inside, at: new Date(stay.at).toISOString() })));
    return { seen, inside };
  }

  add(taken: Taken): void {
    this.remove(taken.id);
    this.guestOf.set(taken.id, taken.guest);
    const theirs = this.own.get(taken.guest);
    if (theirs) theirs.push(taken);
    else this.own.set(taken.guest, [taken]);
  }

  /** A scan was taken back: what the server counted because of it goes too. */
  takeBack({ id, guest, checkpoint, at }: Taken): void {
    this.remove(id);
    const theirs = this.seen.get(guest) ?? new Map<string, Arrived>();
    for (const [key, told] of theirs) {
      if (told.checkpoint === checkpoint && Math.abs(told.at - at) < SAME_SCAN) theirs.delete(key);
    }
  }

  remove(id: string): void {
    const guest = this.guestOf.get(id);
    if (guest === undefined) return;
    this.guestOf.delete(id);
    this.own.set(guest, (this.own.get(guest) ?? []).filter((one) => one.id !== id));
  }

  /** Whether the guest has been counted there already. */
  hasArrived(guest: string, scope: string, occasion: string): boolean {
    return (
      this.seen.get(guest)?.has(`${scope}|${occasion}`) === true
      || this.taken(guest).some((one) => one.counts && one.scope === scope && one.occasion === occasion)
    );
  }

  /** When they first came in there, if ever. */
  firstIn(guest: string, scope: string, occasion: string): number | null {
    const times = this.taken(guest)
      .filter((one) => one.direction === "in" && one.scope === scope && one.occasion === occasion)
      .map((one) => one.at);
    const told = this.seen.get(guest)?.get(`${scope}|${occasion}`);
    if (told) times.push(told.at);
    return times.length ? Math.min(...times) : null;
  }

  /** Whether they were accepted at this checkpoint less than a minute before or after. */
  wasJustHere(guest: string, checkpoint: string, at: number): boolean {
    const near = (one: { checkpoint: string; at: number }): boolean =>
      one.checkpoint === checkpoint && Math.abs(one.at - at) < TWICE;
    return this.taken(guest).some(near) || [...(this.seen.get(guest)?.values() ?? [])].some(near);
  }

  /** Whether the last thing known of them at a place before this moment is that they went out. */
  hadLeft(guest: string, place: string, at: number): boolean {
    return this.lastStay(guest, place, at)?.inside === false;
  }

  /** How many are in a place now. */
  inside(place: string): number {
    let people = 0;
    for (const guest of new Set([...this.stays.keys(), ...this.own.keys()])) {
      if (this.lastStay(guest, place, Infinity)?.inside) people += 1;
    }
    return people;
  }

  private lastStay(guest: string, place: string, before: number): Stay | null {
    const told = this.stays.get(guest)?.get(place);
    let last = told && told.at < before ? told : null;
    for (const one of this.taken(guest)) {
      if (one.place === place && one.at < before && (!last || one.at >= last.at)) {
        last = { inside: one.direction === "in", at: one.at };
      }
    }
    return last;
  }

  private taken(guest: string): Taken[] {
    return this.own.get(guest) ?? [];
  }
}

function within<Value>(map: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  let inner = map.get(key);
  if (!inner) map.set(key, (inner = new Map()));
  return inner;
}
