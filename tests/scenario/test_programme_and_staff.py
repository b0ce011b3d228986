"""The programme and the badge list come in whole; ticks become bookings; printing counts by class."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from event.checkin.imports import KINDS
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.registration.importing.reports import ImportReport
from tests.cast import NOW
from tests.printing.reading import codes, texts


async def _import(kind: str, folder: Path) -> ImportReport:
    content = (folder / f"{kind}.xlsx").read_bytes()
    return await KINDS[kind](
        content, file_name=f"{kind}.xlsx", gathering=None, dry_run=False, by=COMMAND_LINE, now=NOW
    )


async def test_halls_sessions_and_checkpoints_come_in_and_a_second_time_changes_nothing(
    db: str, scenario: Path, facts: dict[str, Any]
) -> None:
    await _import("guests", scenario)

    first, second = await _import("agenda", scenario), await _import("agenda", scenario)

    sheets = openpyxl.load_workbook(scenario / "agenda.xlsx", read_only=True)
    expected = sum(sheets[name].max_row - 3 for name in ("会场", "日程", "检票点", "晚宴桌次", "对接洽谈"))
    assert first.counts == {"create": expected, "update": 0, "skip": 0, "refuse": 0}
    assert second.counts == {"create": 0, "update": 0, "skip": expected, "refuse": 0}
    held = await Gathering.objects().first()
    days = tuple(date.fromisoformat(facts["event"][name]) for name in ("first_day", "last_day"))
    assert (held.first_day, held.last_day) == days
    halls = {row[0] for row in sheets["会场"].iter_rows(min_row=4, values_only=True)}
    elsewhere = [
        row[0]
        for row in sheets["检票点"].iter_rows(min_row=4, values_only=True)
        if row[3] and row[3] not in halls
    ]
    assert [row.number for row in first.rows if row.warnings] == elsewhere


async def test_ticks_become_bookings_whichever_list_comes_first(db: str, scenario: Path) -> None:
    await _import("guests", scenario)
    await _import("agenda", scenario)
    rows = await fetch(
        "SELECT s.code, count(*) AS booked FROM booking b JOIN agenda_session s ON s.id = b.agenda_session GROUP BY 1"
    )

    extra = json.loads((scenario / "questions.json").read_text())["extra"]["session_bookings"]

    booked = {row["code"]: row["booked"] for row in rows}
    assert {code: booked[code] for code in extra} == extra


async def test_everybody_gets_a_badge_that_reads_and_shows_the_whole_name(
    db: str, scenario: Path, answers: dict[int, Any]
) -> None:
    for kind in ("guests", "agenda", "staff"):
        await _import(kind, scenario)
    held = await Gathering.objects().first()

    printed = await print_document("badges", held, Wanted(), by=COMMAND_LINE, now=NOW)

    rows = await fetch(
        "SELECT g.name_zh, g.latin_surname, t.badge_number, c.code FROM guest g"
        " JOIN ticket t ON t.guest = g.id JOIN guest_class c ON c.id = g.guest_class"
    )
    assert Counter(row["code"] for row in rows) == answers[23]["planned"]
    by_badge = {row["badge_number"]: row for row in rows}
    pages = texts(printed.pdf)
    assert printed.problems == ()
    assert len(pages) == len(rows)
    for text in pages:
        row = next(by_badge[word] for word in text.split() if word in by_badge)
        assert (row["name_zh"] or row["latin_surname"].upper()) in text.replace("\u3000", "").replace(
            "\r\n", ""
        )
    assert len({code for page in codes(printed.pdf) for code in page}) == len(rows)
