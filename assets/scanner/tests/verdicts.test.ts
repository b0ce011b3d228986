/** The scanner says what the vectors say; the server is held to the same file. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readClaim } from "../claims";
import { decide, type Decision, taken } from "../decide";
import { Ledger } from "../ledger";
import type { RosterPage } from "../protocol";
import { Roster } from "../roster";

interface Scan {
  checkpoint: string;
  ticket?: string;
  guest?: string;
  at: string;
}

interface Case {
  name: string;
  before: Scan[];
  scan: Scan;
  verdict: string;
  reason: string;
  since: string | null;
  place: string | null;
}

const file = process.env["VERDICTS"] ?? "";
const { roster: page, cases } = JSON.parse(readFileSync(file, "utf8")) as { roster: RosterPage; cases: Case[] };
const roster = new Roster();
roster.apply(page);

async function scanned(scan: Scan, ledger: Ledger, id: string): Promise<Decision> {
  const at = Date.parse(scan.at);
  const claim = scan.ticket === undefined ? null : await readClaim(scan.ticket, roster);
  const decision = decide({ checkpoint: scan.checkpoint, claim, guest: scan.guest ?? "", at }, roster, ledger);
  const accepted = taken(id, decision, at);
  if (accepted) ledger.add(accepted);
  return decision;
}

for (const one of cases) {
  test(one.name, async () => {
    const ledger = new Ledger();
    for (const [place, scan] of one.before.entries()) await scanned(scan, ledger, `before ${place}`);

    const said = await scanned(one.scan, ledger, "now");

    assert.deepEqual(
      { verdict: said.verdict, reason: said.reason, since: said.since, place: said.place?.key ?? null },
      { verdict: one.verdict, reason: one.reason, since: one.since && Date.parse(one.since), place: one.place },
    );
  });
}
