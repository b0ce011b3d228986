/** Guests are found by what staff type, and failures are waited out. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { backoff } from "../backoff";
import type { Guest, RosterPage } from "../protocol";
import { Roster } from "../roster";
import { folded, search } from "../search";

const { roster: page } = JSON.parse(readFileSync(process.env["VERDICTS"] ?? "", "utf8")) as { roster: RosterPage };
const vip = page.guests[0] as Guest;
const others = [
  { ...vip, id: "1", number: "EX2026-0101", name_zh: "陳樣本", latin: "CHAN Yeung Pun", badge: "G101", find: "陈样本\nchenyangben\ncyb\nchan yeung pun" },
  { ...vip, id: "2", number: "EX2026-0102", name_zh: "陈示例", latin: "CHEN José", badge: "G102", find: "陈示例\nchenshili\ncsl\nchen jose" },
];
const roster = new Roster();
roster.apply({ ...page, guests: others });

function found(typed: string): string[] {
  return search(typed, roster).map((one) => one.badge);
}

for (const [typed, badges] of [
  ["陈", ["G101", "G102"]], ["陳樣本", ["G101"]], ["chenyang", ["G101"]], ["CSL", ["G102"]], ["jose", ["G102"]],
  ["José", ["G102"]], ["Yeung chan", ["G101"]], ["g102", ["G102"]], ["EX2026-0101", ["G101"]], ["ｃｓｌ", ["G102"]],
  ["nobody", []], ["  ", []],
] as const) {
  test(`“${typed}” finds ${badges.length}`, () => assert.deepEqual(found(typed), badges));
}

test("who is named exactly so comes first", () => {
  roster.apply({ ...page, full: false, guests: [{ ...vip, id: "3", number: "EX2026-0001", badge: "G001", find: "陈示例儿" }] });

  assert.deepEqual(found("陈示例").slice(0, 2), ["G102", "G001"]);
});

test("typed text is folded as the server folds it", () => assert.equal(folded("  É Ｌin\u3000 x "), "e lin x"));

test("each failure doubles the wait, to a minute, and no two devices wait alike", () => {
  assert.deepEqual([1, 2, 3, 6, 7, 50].map((failures) => backoff(failures, () => 1)), [1000, 2000, 4000, 32_000, 60_000, 60_000]);
  assert.equal(backoff(3, () => 0), 2000);
});
