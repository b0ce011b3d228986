"""The log of another scanner is recorded as it came in there; rows that cannot be are refused."""

from datetime import datetime

from event.checkin.import_jobs import work_on
from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.registration.importing.runs import keep_list, report_of, run_of, take_list_in
from tests import cast
from tests.checkin.lists import table, take, told

HEAD = (
    "scan_id", "device_id", "checkpoint", "direction", "ticket_no", "guest_no", "scanned_at", "uploaded_at",
    "offline", "source",
)  # fmt: skip
ONE = (
    "R-1",
    "R",
    "REG",
    "in",
    "",
    "EX2026-001",
    "2026-10-15T09:04:18+08:00",
    "2026-10-15T09:34:21+08:00",
    "1",
    "scan",
)


async def test_a_scan_keeps_its_name_its_device_and_both_its_times(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.lin(held)

    report = await take("scans", table(HEAD, ONE, ONE, ("R-2", *ONE[1:6], "2026-10-15 09:05:10")), held)

    assert report.counts == {"create": 2, "update": 0, "skip": 1, "refuse": 0}
    assert report.figures == {"scans": 2, "repeats": 1, "admitted": 1, "already_in": 1}
    row = (await fetch("SELECT * FROM scan WHERE name = 'R-1'"))[0]
    assert (row["device"], row["offline"], row["verdict"]) == ("R", True, "admitted")
    assert row["at"] == datetime.fromisoformat(ONE[6])
    assert row["recorded_at"] == datetime.fromisoformat(ONE[7])
    other = (await fetch("SELECT at, recorded_at, offline FROM scan WHERE name = 'R-2'"))[0]
    assert tuple(other) == (*(datetime.fromisoformat("2026-10-15T09:05:10+08:00"),) * 2, False)
    assert [dict(one) for one in await fetch("SELECT count(*) AS n FROM scan_repeat")] == [{"n": 1}]


async def test_a_dry_run_says_what_would_happen_and_records_nothing(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.lin(held)

    report = await take("scans", table(HEAD, ONE, ONE), held, dry_run=True)

    assert [outcome for outcome, _ in told(report)] == ["create", "unchanged"]
    assert await fetch("SELECT 1 FROM scan UNION ALL SELECT 1 FROM scan_repeat") == []


async def test_rows_that_cannot_be_are_refused_with_what_to_do(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.lin(held)

    report = await take(
        "scans",
        table(
            HEAD,
            ONE,
            ("", "R", "GATE", "in", "AAA", "", ONE[6]),
            ("R-3", "R", "REG", "out", "", "EX2026-007", "noon"),
            ("R-4", "R", "REG", "in", "", "", ONE[6], "", "maybe", "radio"),
        ),
        held,
    )

    assert not report.written
    reasons = [" ".join(texts) for _, texts in told(report)]
    assert reasons[0] == ""
    assert "scan_id: is missing." in reasons[1]
    assert "checkpoint: “GATE” is no checkpoint. Import the checkpoints first." in reasons[1]
    assert "direction: this checkpoint counts people in." in reasons[2]
    assert "guest_no: There is no guest with this number. Correct it, or remove the row." in reasons[2]
    assert "scanned_at: “noon” is no day and time" in reasons[2]
    assert "ticket_no: give the ticket, or the guest's number." in reasons[3]
    assert "offline: “maybe” is neither yes nor no; write 1 or 0." in reasons[3]
    assert "source: “radio” is no source. Known: scan, desk, paper, party." in reasons[3]
    assert await fetch("SELECT 1 FROM scan") == []


async def test_taken_in_by_the_page_it_is_one_list_of_the_trail(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.lin(held)
    run = await keep_list(
        table(HEAD, ONE), kind="scans", file_name="log.csv", gathering=held, by=COMMAND_LINE, language="en", now=cast.NOW
    )  # fmt: skip

    await work_on(run, dry_run=True, language="en")
    shown = await report_of(await run_of(run, held))
    await take_list_in(run, gathering=held, good_rows=False, approve=False, language="en")
    await work_on(run, dry_run=False, language="en")

    assert shown is not None
    assert (shown["written"], shown["counts"]["create"]) == (False, 1)
    runs = await fetch("SELECT kind, state, created FROM import_run")
    assert [tuple(row) for row in runs] == [("scans", "done", 1)]
    assert len(await fetch("SELECT 1 FROM scan")) == 1
