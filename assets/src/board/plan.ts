/** The plan of the visit as the server tells it; the same names as the API's. */
export type Id = string;
export type What = "stop" | "canteen" | "session";
export type Held = "" | "visit" | "time";

export interface Day { on_day: string; leaves: string; back: string; lunch_from: string; lunch_until: string }
export interface Call {
  what: What; ref: Id; code: string; name: string; day: string; begins: string; ends: string; held: Held;
  travel: number; travel_known: string; wait: number;
}
export interface LineDay { on_day: string; leaves: string; returns: string }
export interface Line { id: Id; code: string; name: string; days: LineDay[]; calls: Call[] }
export interface Guide { number: string; name: string; languages: string[] }
export interface Bus {
  vehicle: Id; code: string; plate: string; line: Id | null; seats: number; crew: number; usable: number; riding: number;
  guide: Guide | null; held: boolean; out: boolean;
}
export interface Guest { id: Id; number: string; name: string }
export interface Party {
  id: Id; guests: Guest[]; delegation: string; vehicle: Id | null; held: boolean; wishes: string[]; got: number | null;
  wheelchairs: number;
}
export interface Place {
  what: What; ref: Id; code: string; name: string; capacity: number | null; latitude: number | null; longitude: number | null;
  hours: Record<string, [string, string] | null>; usual: number;
}
export interface Fill { what: What; ref: Id; name: string; capacity: number | null; steps: [string, string, number][] }
export interface Trouble { rule: string; text: string; vehicle: Id | null; line: Id | null; ref: Id | null; guest: Id | null }
export interface Plan {
  moved: number; can_undo: boolean; undo_says: string; can_redo: boolean; redo_says: string; published: number | null;
  unpublished: boolean; days: Day[]; lines: Line[]; buses: Bus[]; spare_buses: { vehicle: Id; code: string; seats: number }[];
  guides: Guide[]; parties: Party[]; places: Place[]; fill: Fill[]; troubles: Trouble[];
  wishes: { first: number; second: number; neither: number; none: number };
}
export interface Reason { text: string; remedies: string[] }
export interface Difference {
  guests_moved: number; days_changed: number; lines: string[]; guests: { name: string; number: string; before: string; after: string }[]; tell: string[];
}
export interface Run {
  id: Id; what: string; state: "waiting" | "running" | "done" | "failed" | "cancelled"; share: number; objective: number | null;
  difference: Difference | null; trouble: string;
}
export type Edit = { do: string } & Record<string, unknown>;

/** Minutes since midnight of "08:50", and back. */
export const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
export const clock = (at: number): string =>
  `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
/** How many guests a list of parties is. */
export const heads = (parties: Party[]): number => parties.reduce((sum, party) => sum + party.guests.length, 0);
