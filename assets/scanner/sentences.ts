/** The sentence under a verdict. */
import type { Place } from "./protocol";
import { inLanguage, isWord, say } from "./words";

interface Said {
  verdict: string;
  reason: string;
  direction: string;
  since: number | null;
  place: Place | null;
}

export function sentenceOf({ verdict, reason, direction, since, place }: Said, zone: string): string {
  if (verdict === "admitted") {
    if (direction === "out") return say("goodbye");
    return say(reason === "back" ? "welcome_back" : "welcome");
  }
  if (verdict === "already_in") {
    return reason === "twice" ? say("twice") : say("already_since", { since: since === null ? "–" : clock(since, zone) });
  }
  const why = isWord(reason) ? say(reason) : reason;
  return place ? `${why} ${directionTo(place)}` : why;
}

export function directionTo(place: Place): string {
  const title = inLanguage(place.title_zh, place.title_en);
  const hall = inLanguage(place.hall_zh, place.hall_en);
  const way = inLanguage(place.way_zh, place.way_en);
  return hall ? say("their_hall", { title, hall, way }) : say("their_place", { title });
}

/** A moment by the gathering's clock: 10-15 09:00. */
export function clock(moment: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(moment);
  const of = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${of("month")}-${of("day")} ${of("hour")}:${of("minute")}`;
}
