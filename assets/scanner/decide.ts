/** The verdict, by the same rules as the server's; tests/checkin/verdicts.json holds both to them. */
import type { Claim } from "./claims";
import { expectedPlace } from "./direction";
import type { Ledger, Taken } from "./ledger";
import type { Checkpoint, Clause, Guest, Place, Ticket, Verdict } from "./protocol";
import type { Found, Roster } from "./roster";

/** Somebody at a checkpoint: with a ticket's text (`claim` is what it claims), or found by name. */
export interface Attempt {
  checkpoint: string;
  claim: Claim | null;
  guest: string;
  at: number;
}

/** `ask`: only the server knows (a typed code). */
export interface Decision {
  verdict: Verdict | "ask";
  reason: string;
  checkpoint: Checkpoint | null;
  guest: Guest | null;
  since: number | null;
  occasion: string;
  place: Place | null;
}

/** Decide with what the device knows. */
export function decide(attempt: Attempt, roster: Roster, ledger: Ledger): Decision {
  const checkpoint = roster.checkpoints.get(attempt.checkpoint) ?? null;
  const found = who(attempt, roster);
  const guest = found?.guest ?? null;
  const told = { checkpoint, guest, since: null, occasion: "", place: null };
  const refused = (reason: string, place: Place | null = null): Decision => ({
    ...told, verdict: "refused", reason, place,
  });
  const shut = whyShut(checkpoint, attempt.at);
  if (shut || !checkpoint) return refused(shut);
  if (attempt.claim?.kind === "refused") return refused(attempt.claim.reason);
  if (attempt.claim?.kind === "code") return { ...told, verdict: "ask", reason: "" };
  if (!found) return refused("unknown_ticket");
  const invalid = whyInvalid(found, attempt);
  if (invalid) return refused(invalid);
  const unfit = whyUnfit(checkpoint.rule, found.guest);
  if (unfit) return refused(unfit, expectedPlace(found.guest, checkpoint, attempt.at, roster));
  return { ...told, ...counted(checkpoint, found.guest, attempt.at, roster, ledger) };
}

/** What later verdicts need of a decision that did not refuse. */
export function taken(id: string, decision: Decision, at: number): Taken | null {
  const { checkpoint, guest, verdict, occasion } = decision;
  if (!checkpoint || !guest || verdict === "refused" || verdict === "ask") return null;
  return {
    id, guest: guest.id, checkpoint: checkpoint.code, at, scope: checkpoint.scope, occasion,
    place: checkpoint.place, direction: checkpoint.direction, counts: counts(checkpoint),
  };
}

function who({ claim, guest, at }: Attempt, roster: Roster): Partial<Found> & Pick<Found, "guest"> | null {
  if (claim?.kind === "ticket") return roster.byTicket(claim.number);
  if (claim?.kind === "alias") return roster.byAlias(claim.text);
  const named = claim ? undefined : roster.guests.get(guest);
  return named ? { guest: named, ticket: bestTicket(named, at) } : null;
}

/** The ticket of a guest found by name: one that holds, the newest first. */
function bestTicket(guest: Guest, at: number): Ticket | undefined {
  return [...guest.tickets].sort((a, b) => Number(isVoid(a, at)) - Number(isVoid(b, at)) || b.number - a.number)[0];
}

function whyShut(checkpoint: Checkpoint | null, at: number): string {
  if (!checkpoint?.mine) return "elsewhere";
  if (!checkpoint.active) return "closed";
  if (checkpoint.opens_at && at < Date.parse(checkpoint.opens_at)) return "not_open";
  if (checkpoint.closes_at && at >= Date.parse(checkpoint.closes_at)) return "closed";
  return "";
}

function whyInvalid({ guest, ticket }: Partial<Found> & Pick<Found, "guest">, { claim, at }: Attempt): string {
  if (!ticket) return "not_approved";
  if (isVoid(ticket, at) || (claim?.kind === "ticket" && claim.generation !== ticket.generation)) return "void";
  return guest.approved || ticket.voided_at ? "" : "not_approved";
}

function isVoid(ticket: Ticket, at: number): boolean {
  return ticket.voided_at !== null && Date.parse(ticket.voided_at) <= at;
}

function whyUnfit(rule: Clause[], guest: Guest): string {
  const theirs = rule.filter((one) => has(one.classes, [guest.class]) && has(one.delegations, [guest.delegation]));
  if (!rule.length || theirs.some((one) => has(one.booked, guest.booked))) return "";
  return theirs.length ? "not_booked" : "not_for";
}

function has(wanted: string[] | undefined, theirs: string[]): boolean {
  return !wanted?.length || wanted.some((one) => theirs.includes(one));
}

function counts(checkpoint: Checkpoint): boolean {
  return checkpoint.direction === "in" && checkpoint.admits !== "always";
}

function counted(
  checkpoint: Checkpoint, guest: Guest, at: number, roster: Roster, ledger: Ledger,
): Pick<Decision, "verdict" | "reason" | "since" | "occasion"> {
  const { scope, place, code } = checkpoint;
  const occasion = checkpoint.admits === "daily" ? dayOf(at, roster.gathering?.timezone ?? "UTC") : "";
  const twice = ledger.wasJustHere(guest.id, code, at);
  const again = { since: ledger.firstIn(guest.id, scope, occasion), occasion };
  const fresh = { verdict: "admitted", reason: "", since: null, occasion } as const;
  if (!counts(checkpoint)) return twice ? { ...again, verdict: "already_in", reason: "twice", since: null } : fresh;
  if (!ledger.hasArrived(guest.id, scope, occasion)) return fresh;
  if (twice) return { ...again, verdict: "already_in", reason: "twice" };
  if (place && ledger.hadLeft(guest.id, place, at)) return { ...again, verdict: "admitted", reason: "back" };
  return { ...again, verdict: "already_in", reason: "" };
}

const days = new Map<string, Intl.DateTimeFormat>();

/** The local day of a moment, as 2026-10-15. */
function dayOf(at: number, zone: string): string {
  let format = days.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    days.set(zone, format);
  }
  return format.format(at);
}
