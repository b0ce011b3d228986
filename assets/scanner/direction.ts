/** Where somebody who was turned away is expected instead. */
import type { Checkpoint, Guest, Place } from "./protocol";
import type { Roster } from "./roster";

const HOUR = 3_600_000;
const OPEN_END = 4 * HOUR;

/** The guest's booked place around this moment, the nearest start first; at a bus, their bus. */
export function expectedPlace(guest: Guest, checkpoint: Checkpoint, at: number, roster: Roster): Place | null {
  const theirs = guest.booked.flatMap((key) => roster.places.get(key) ?? []);
  const fitting = theirs.filter((place) =>
    place.key.startsWith("bus:") ? checkpoint.kind === "bus" : place.key !== checkpoint.session && isAround(place, at),
  );
  const away = (place: Place): number => (place.starts_at ? Math.abs(Date.parse(place.starts_at) - at) : Infinity);
  fitting.sort((a, b) => (away(a) === away(b) ? (a.key < b.key ? -1 : 1) : away(a) - away(b)));
  return fitting[0] ?? null;
}

function isAround(place: Place, at: number): boolean {
  if (!place.starts_at) return false;
  const start = Date.parse(place.starts_at);
  const end = place.ends_at ? Date.parse(place.ends_at) : start + OPEN_END;
  return at >= start - HOUR && at < end;
}
