/** Where a browser has no Ed25519 of its own, the library says the same. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { RosterPage } from "../protocol";
import { isSignedBy } from "../signature";
import { readTicket } from "../tickets";

interface Vectors {
  roster: RosterPage;
  cases: { name: string; scan: { ticket?: string } }[];
}

const { roster, cases } = JSON.parse(readFileSync(process.env["VERDICTS"] ?? "", "utf8")) as Vectors;
const [first, second] = roster.keys.map((one) => one.public) as [string, string];

function ticketOf(name: string): NonNullable<ReturnType<typeof readTicket>> {
  const ticket = readTicket(cases.find((one) => one.name === name)?.scan.ticket ?? "");
  assert.ok(ticket);
  return ticket;
}

const good = ticketOf("a signed ticket admits");
const forged = ticketOf("a ticket signed by somebody else is forged");

test("the browser's own", async () => {
  assert.equal(await isSignedBy(first, good.signature, good.signed), true);
  assert.equal(await isSignedBy(first, forged.signature, forged.signed), false);
});

test("the library, loaded only where it is needed", async (context) => {
  context.mock.method(crypto.subtle, "importKey", () => Promise.reject(new Error("no Ed25519 here")));

  assert.equal(await isSignedBy(second, good.signature, good.signed), false);
  const other = ticketOf("a ticket of the second key admits");
  assert.equal(await isSignedBy(second, other.signature, other.signed), true);
  assert.equal(await isSignedBy(second, new Uint8Array(64), other.signed), false);
});
