/** What a scanned text claims, checked as far as this device can. */
import type { Roster } from "./roster";
import { isSignedBy } from "./signature";
import { readTicket, typedCode } from "./tickets";

export type Claim =
  | { kind: "ticket"; number: number; generation: number }
  | { kind: "alias"; text: string }
  | { kind: "code" }
  | { kind: "refused"; reason: "unknown_ticket" | "foreign" | "forged" };

const PREFIX = "EV:";
const LONGEST_ALIAS = 200;
const UNKNOWN: Claim = { kind: "refused", reason: "unknown_ticket" };

/** Read one text; `code` can only be answered by the server. */
export async function readClaim(text: string, roster: Roster): Promise<Claim> {
  const written = text.trim();
  const ticket = readTicket(written);
  if (!ticket) {
    if (!written || written.toUpperCase().startsWith(PREFIX) || written.length > LONGEST_ALIAS) return UNKNOWN;
    if (roster.byAlias(written)) return { kind: "alias", text: written };
    return typedCode(written) ? { kind: "code" } : UNKNOWN;
  }
  if (ticket.gathering !== roster.gathering?.number) return { kind: "refused", reason: "foreign" };
  const key = roster.keys.get(ticket.key);
  const ours = key !== undefined && (await isSignedBy(key, ticket.signature, ticket.signed));
  if (!ours) return { kind: "refused", reason: "forged" };
  return { kind: "ticket", number: ticket.ticket, generation: ticket.generation };
}
