/** What a ticket's text says, not yet believed: the same as src/event/registration/tickets.py. */
import { fromBase32 } from "./base32";

const A_TICKET = /^EV:([A-Z2-7]{116})$/;
const VERSION = 1;
const NUMBERS = 8;
const DOMAIN = new TextEncoder().encode("event ticket 1\0");
const CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

export interface TicketText {
  key: number;
  generation: number;
  gathering: number;
  ticket: number;
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** Take a text apart; null where it is no ticket of ours. */
export function readTicket(text: string): TicketText | null {
  const body = A_TICKET.exec(text.trim().toUpperCase())?.[1];
  const bytes = body ? fromBase32(body) : null;
  if (!bytes) return null;
  const view = new DataView(bytes.buffer);
  const head = view.getUint8(0);
  if (head >> 4 !== VERSION) return null;
  const signed = new Uint8Array(DOMAIN.length + NUMBERS);
  signed.set(DOMAIN);
  signed.set(bytes.subarray(0, NUMBERS), DOMAIN.length);
  return {
    key: head & 15,
    generation: view.getUint8(1),
    gathering: view.getUint16(2),
    ticket: view.getUint32(4),
    signed,
    signature: new Uint8Array(bytes.subarray(NUMBERS)),
  };
}

/** A code as typed, put right in case and spacing; null where its check character fails. */
export function typedCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, "");
  if (code.length !== 9) return null;
  let total = 0;
  for (let place = 0; place < 8; place++) {
    const value = CODE_LETTERS.indexOf(code.charAt(place));
    if (value < 0) return null;
    total += (place + 2) * value;
  }
  return CODE_LETTERS.charAt(total % CODE_LETTERS.length) === code.charAt(8) ? code : null;
}
