"""The scanners' log counts the same in the order of receipt, and shuffled with everything sent twice."""

import csv
import io
import random
from collections import Counter
from pathlib import Path
from typing import Any

from event.database import fetch
from event.embedded import EmbeddedServer
from event.registration.tables import Delegation
from event.reports.views import Reader
from tests.scenario.asking import REPORTS, STREAM, ask, asked_at, parameters
from tests.scenario.conftest import a_copy, connected, take

_END = "2027-10-17T09:00:00+08:00"
_COUNTED = (
    "SELECT g.number, coalesce(s.code, p.code) AS what, a.occasion FROM arrival a JOIN guest g ON g.id = a.guest"
    " JOIN checkpoint p ON p.id = a.checkpoint LEFT JOIN agenda_session s ON s.id = a.scope ORDER BY 1, 2, 3"
)
_COUNTS = (
    _COUNTED,
    "SELECT g.number, r.place, r.inside, r.at FROM presence r JOIN guest g ON g.id = r.guest ORDER BY 1, 2",
    "SELECT place, people FROM tally_inside ORDER BY 1",
    "SELECT sum(people)::int AS scans FROM tally",
)
"""Who is counted where, who is in which hall, how many are."""


def _shuffled_twice(content: bytes) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    names = list(rows[0])
    rows = rows * 2
    random.Random(2026).shuffle(rows)  # noqa: S311 - a test
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def _counts() -> list[list[dict[str, Any]]]:
    return [[dict(row) for row in await fetch(query)] for query in _COUNTS]


async def test_shuffled_and_doubled_everybody_is_counted_as_in_the_order_of_receipt(
    server: EmbeddedServer,
    before_the_doors: str,
    after_the_doors: str,
    scenario: Path,
    questions: Any,
    answers: dict[int, Any],
    facts: Any,
) -> None:
    async with a_copy(server, after_the_doors) as name, connected(server, name):
        in_order, plain = await _counts(), await ask("scan-verdicts", _END)
    async with a_copy(server, before_the_doors) as name, connected(server, name):
        report = await take("scans", _shuffled_twice((scenario / "scans.csv").read_bytes()))
        shuffled, mixed = await _counts(), await ask("scan-verdicts", _END)
        moments, queries = asked_at(questions), parameters(facts)
        told = {
            number: (await ask(name, moments[number], queries.get(number))).answer
            for number, name in REPORTS.items()
        }

    stream = answers[20]["whole_stream"]
    assert report.figures["repeats"] == stream["rows"] + stream["replays"]
    assert shuffled == in_order
    streamed = [{number: dict(one) for number, one in of.items()} for of in (told, answers)]
    for of in streamed:
        for key in STREAM:
            del of[20][key]
    assert streamed[0] == {number: streamed[1][number] for number in REPORTS}
    assert told[20]["whole_stream"] == {
        "rows": 2 * stream["rows"], "unique_scan_ids": stream["unique_scan_ids"],
        "replays": stream["rows"] + stream["replays"],
    }  # fmt: skip
    first = [{row[1]: row[3] for row in view.rows if row[3] != "replay"} for view in (plain, mixed)]
    assert first[1] == first[0]
    assert Counter(row[3] for row in mixed.rows)["replay"] == stream["rows"] + stream["replays"]
    for key in ("session_attendance", "fair_peak_in_hall"):
        assert mixed.answer[key] == questions["extra"][key]


async def test_the_same_file_again_is_kept_as_repeats_and_counts_nothing(
    closed_doors: str, scenario: Path, questions: Any, answers: dict[int, Any], facts: Any
) -> None:
    before, at = await _counts(), asked_at(questions)[20]

    report = await take("scans", (scenario / "scans.csv").read_bytes())

    rows = answers[20]["whole_stream"]["rows"]
    assert report.counts == {"create": 0, "update": 0, "skip": rows, "refuse": 0}
    assert {row.outcome for row in report.rows} == {"unchanged"}
    assert await _counts() == before
    told = (await ask("offline-scans", at, parameters(facts)[20])).answer
    assert (told["whole_stream"]["rows"], told["unique_scans"], told["merged_once"]) == (
        2 * rows, answers[20]["unique_scans"], True,
    )  # fmt: skip


async def test_a_scan_that_was_taken_back_does_not_count(closed_doors: str, questions: Any) -> None:
    at = asked_at(questions)[18]
    before = (await ask("session-attendance", at)).answer
    scan = (
        await fetch(
            "SELECT s.id, s.gathering, g.number FROM scan s JOIN checkpoint p ON p.id = s.checkpoint"
            " JOIN guest g ON g.id = s.guest WHERE p.code = 'OPEN' AND s.source = 'paper' ORDER BY s.seq LIMIT 1"
        )
    )[0]

    await fetch(
        'INSERT INTO scan_undo (id, gathering, scan, reason, device, "by", undone_at, recorded_at)'
        " VALUES (gen_random_uuid(), $1, $2, 'wrong line', '', 'user', $3::timestamptz, $3::timestamptz)",
        scan["gathering"], scan["id"], (await fetch("SELECT $1::text::timestamptz AS at", at))[0]["at"],
    )  # fmt: skip

    after = (await ask("session-attendance", at)).answer
    assert (after["in"], sorted(after["missing"])) == (
        before["in"] - 1,
        sorted([*before["missing"], scan["number"]]),
    )
    told = await ask("scan-verdicts", _END)
    assert told.answer["scan_verdicts"]["taken_back"] == 1


async def test_phones_are_for_who_may_see_contacts_and_a_liaison_is_told_of_the_own_delegation(
    closed_doors: str, questions: Any, answers: dict[int, Any]
) -> None:
    at = asked_at(questions)[18]
    own = await Delegation.objects().get(Delegation.code == "D02")
    liaison = Reader(scope=frozenset({own.id}), contact=True, language="en")
    nobody = Reader(scope=None, contact=False, language="en")

    masked = (await ask("session-attendance", at, reader=nobody)).answer
    mine = (await ask("session-attendance", at, reader=liaison)).answer
    arrived = (await ask("arrivals-by-delegation", asked_at(questions)[4], reader=liaison)).answer
    verdicts = await ask("scan-verdicts", _END, reader=liaison)

    phones = [vip["phone"] for vip in answers[18]["missing_vips"]]
    assert [vip["phone"] for vip in masked["missing_vips"]] == [
        "•" * (len(phone) - 4) + phone[-4:] for phone in phones
    ]
    assert mine["missing_vips"] == answers[18]["missing_vips"][:1]
    assert arrived["delegations"] == {"D02": answers[4]["delegations"]["D02"]}
    numbers = {row["number"] for row in await fetch("SELECT number FROM guest WHERE delegation = $1", own.id)}
    assert {row[4] for row in verdicts.rows} <= numbers
