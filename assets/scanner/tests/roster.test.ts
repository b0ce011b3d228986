/** What the server tells is merged, and what was taken back is forgotten. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readClaim } from "../claims";
import { decide, taken } from "../decide";
import { Ledger } from "../ledger";
import type { Guest, RosterPage } from "../protocol";
import { Roster } from "../roster";

const { roster: first } = JSON.parse(readFileSync(process.env["VERDICTS"] ?? "", "utf8")) as { roster: RosterPage };
const nothing = { full: false, guests: [], seen: [], inside: [], undone: [] };
const AT = Date.parse("2026-10-15T09:00:00+08:00");
const REG = first.checkpoints[0]!;
const lin = first.guests[1] as Guest;

function begun(): { roster: Roster; ledger: Ledger; verdict: (checkpoint: string, at?: number) => string } {
  const roster = new Roster();
  const ledger = new Ledger();
  roster.apply(first);
  const verdict = (checkpoint: string, at = AT): string => {
    const decision = decide({ checkpoint, claim: null, guest: lin.id, at }, roster, ledger);
    const accepted = taken(`${checkpoint} ${at}`, decision, at);
    if (accepted) ledger.add(accepted);
    return [decision.verdict, decision.reason].filter(Boolean).join(" ");
  };
  return { roster, ledger, verdict };
}

test("a guest who is gone is unknown, and so is their ticket", () => {
  const { roster, verdict } = begun();

  roster.apply({ ...first, ...nothing, guests: [{ id: lin.id, gone: true }] });

  assert.equal(verdict("REG"), "refused unknown_ticket");
  assert.equal(roster.byTicket(2), null);
  assert.deepEqual(roster.party(first.guests[2] as Guest).map((one) => one.name_zh), ["示例Mei"]);
});

test("a changed guest is known as changed", () => {
  const { roster, verdict } = begun();

  roster.apply({ ...first, ...nothing, guests: [{ ...lin, approved: false }] });

  assert.equal(verdict("REG"), "refused not_approved");
});

test("a full roster replaces what was there", () => {
  const { roster } = begun();

  roster.apply({ ...first, guests: [lin] });

  assert.deepEqual([...roster.guests.keys()], [lin.id]);
});

test("who another device let in is already in", () => {
  const { ledger, verdict } = begun();

  ledger.apply({ ...nothing, seen: [{ guest: lin.id, scope: REG.scope, occasion: "", at: "2026-10-15T00:10:00Z", checkpoint: "REG2" }] });

  assert.equal(verdict("REG"), "already_in");
});

test("an arrival that was taken back elsewhere is open again", () => {
  const { ledger, verdict } = begun();
  const told = { guest: lin.id, scope: REG.scope, occasion: "" };
  ledger.apply({ ...nothing, seen: [{ ...told, at: "2026-10-15T00:10:00Z", checkpoint: "REG" }] });

  ledger.apply({ ...nothing, seen: [{ ...told, gone: true }] });

  assert.equal(verdict("REG"), "admitted");
});

test("an own scan that was taken back counts no more", () => {
  const { ledger, verdict } = begun();
  assert.equal(verdict("REG"), "admitted");

  ledger.apply({ ...nothing, undone: [`REG ${AT}`] });

  assert.equal(verdict("REG", AT + 5_000), "admitted");
});

test("who is in a hall is counted from what the server told and from own scans", () => {
  const { ledger, verdict } = begun();
  const hall = first.checkpoints.find((one) => one.code === "HALL-IN")?.place ?? "";
  ledger.apply({ ...nothing, inside: [{ guest: "somebody", place: hall, inside: true, at: "2026-10-15T00:00:00Z" }] });
  verdict("HALL-IN");
  assert.equal(ledger.inside(hall), 2);

  verdict("HALL-OUT", AT + 600_000);

  assert.equal(ledger.inside(hall), 1);
});

test("many pages put together say the same as one after the other", () => {
  const { ledger, verdict } = begun();
  const hall = first.checkpoints.find((one) => one.code === "HALL-IN")!;
  const at = "2026-10-15T00:30:00.000Z";
  ledger.apply({
    ...nothing,
    seen: [{ guest: lin.id, scope: hall.scope, occasion: "", at, checkpoint: "HALL-IN" }, { guest: lin.id, scope: "meal", occasion: "2026-10-15", at, checkpoint: "LUNCH" }],
    inside: [{ guest: lin.id, place: hall.place ?? "", inside: false, at }],
  });

  const together = new Ledger();
  together.apply({ ...nothing, full: true, ...ledger.told() });

  assert.deepEqual(together.told(), ledger.told());
  assert.equal(together.hasArrived(lin.id, "meal", "2026-10-15"), true);
  assert.equal(verdict("HALL-IN"), "admitted back");
});

test("a typed code is asked of the server", async () => {
  const { roster } = begun();

  const claims = await Promise.all(["K7MP42QX4", "k7mp-42qx 4", "K7MP42QX5"].map((text) => readClaim(text, roster)));

  assert.deepEqual(claims.map((one) => one.kind), ["code", "code", "refused"]);
});
