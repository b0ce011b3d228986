"""The office's reply list comes in whole, with every planted fault said, and twice as once."""

from pathlib import Path
from typing import Any

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.imports import import_guests
from event.registration.importing.reports import ImportReport
from tests.cast import NOW


async def _import(scenario: Path, *, dry_run: bool = False) -> ImportReport:
    content = (scenario / "guests.xlsx").read_bytes()
    return await import_guests(
        content, file_name="guests.xlsx", gathering=None, dry_run=dry_run, by=COMMAND_LINE, now=NOW
    )


def _warned(report: ImportReport, sentence: str) -> list[str]:
    return [row.number for row in report.rows if any(sentence in said.told("en") for said in row.warnings)]


async def test_a_dry_run_says_what_would_happen_and_saves_nothing(
    db: str, scenario: Path, facts: Any
) -> None:
    report = await _import(scenario, dry_run=True)

    approved = sum(delegation["approved"] for delegation in facts["delegations"])
    assert report.counts == {"create": approved, "update": 0, "skip": 1, "refuse": 0}
    assert not report.written
    assert report.title == facts["event"]["title"]
    assert (await fetch("SELECT count(*) AS n FROM gathering"))[0]["n"] == 0


async def test_the_list_sets_up_the_gathering_its_title_names(db: str, scenario: Path, facts: Any) -> None:
    report = await _import(scenario)

    held = await Gathering.objects().first()
    assert report.made_gathering
    assert held is not None
    assert (held.title_zh, held.edition, held.federation_zh) == (
        facts["event"]["title"], facts["event"]["edition"], facts["event"]["federation"],
    )  # fmt: skip


async def test_delegations_countries_and_regions_are_the_offices(db: str, scenario: Path, facts: Any) -> None:
    report = await _import(scenario)

    rows = await fetch(
        "SELECT d.code, d.name_zh, count(*) AS guests FROM guest g JOIN delegation d ON d.id = g.delegation"
        " WHERE g.standing = 'approved' GROUP BY 1, 2"
    )
    stored = sorted((row["name_zh"], row["guests"]) for row in rows)
    assert stored == sorted((one["name"], one["approved"]) for one in facts["delegations"])
    assert report.figures["delegations"] == len(facts["delegations"])


async def test_every_guest_has_one_ticket(db: str, scenario: Path) -> None:
    report = await _import(scenario)

    tickets = await fetch("SELECT count(*) AS n, count(DISTINCT guest) AS guests FROM ticket")
    assert (tickets[0]["n"], tickets[0]["guests"]) == (report.counts["create"], report.counts["create"])


async def test_a_second_time_changes_nothing(db: str, scenario: Path) -> None:
    first = await _import(scenario)
    before = await fetch("SELECT id, updated_at, xmin::text FROM guest ORDER BY id")

    second = await _import(scenario)

    assert [(row.number, row.changes) for row in second.rows if row.action != "skip"] == []
    assert second.counts["skip"] == len(first.rows)
    assert [dict(row) for row in await fetch("SELECT id, updated_at, xmin::text FROM guest ORDER BY id")] == [
        dict(row) for row in before
    ]


async def test_every_planted_fault_of_documents_is_said(
    db: str, scenario: Path, answers: dict[int, Any]
) -> None:
    report = await _import(scenario)

    expected = answers[7]
    assert _warned(report, "does not have the form") == expected["format"]
    assert _warned(report, "less than six months") == expected["expiring"]
    assert _warned(report, "the same document") == sorted(n for pair in expected["duplicated"] for n in pair)
    assert _warned(report, "证件号码: is missing") == answers[5]["no_document"]
    missing = {*_warned(report, "抵达/航班/车次: flight"), *_warned(report, "离开/航班/车次: flight")}
    assert missing >= set(answers[5]["no_flight"])
    assert set(_warned(report, "抵达/航班/车次: flight")) == set(answers[5]["no_flight"])


async def test_no_warning_is_of_another_kind(db: str, scenario: Path) -> None:
    report = await _import(scenario)

    known = ("does not have the form", "less than six months", "the same document", "is missing")
    others = [
        (row.number, said.told("en"))
        for row in report.rows
        for said in row.warnings
        if not any(kind in said.told("en") for kind in known)
    ]
    assert others == []
