import type { Place, Session } from "./api";

const DAY = 24 * 60;
/** How long a session with an open end is drawn. */
export const OPEN_END = 30;

/** Where a session lies on its day: minutes from midnight, where the gathering is. */
export interface Span { day: string; begins: number; ends: number; open: boolean }

const minute = (moment: string): number => Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));
const days = (from: string, to: string): number => Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);

export function spanOf(session: Place): Span {
  const begins = minute(session.starts_at);
  const ends = session.ends_at === null ? begins + OPEN_END : minute(session.ends_at) + days(session.starts_at, session.ends_at) * DAY;
  return { day: session.starts_at.slice(0, 10), begins, ends, open: session.ends_at === null };
}

/** A span as the moments of a session, with the offset that the session had. */
export function placeOf(session: Session, span: Span, hall: string): Place {
  const offset = session.starts_at.slice(19);
  return { starts_at: moment(span.day, span.begins, offset), ends_at: span.open ? null : moment(span.day, span.ends, offset), hall };
}

function moment(day: string, at: number, offset: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMinutes(at);
  return `${date.toISOString().slice(0, 16)}:00${offset}`;
}

export const clock = (at: number): string => {
  const within = ((at % DAY) + DAY) % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
};

export const times = (span: Span): string => `${clock(span.begins)}–${span.open ? "" : clock(span.ends)}`;

/** The day as the reader's language writes it. */
export const onDay = (day: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
