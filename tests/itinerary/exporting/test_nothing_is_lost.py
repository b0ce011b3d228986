"""A visit in which every field says something goes out, and comes in elsewhere as it was."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.exporting.operations import export_workbook
from event.people.rules import COMMAND_LINE, SYSTEM
from event.registration.deciding import decide
from event.registration.tables import Standing
from tests import cast
from tests.checkin.lists import take, told
from tests.itinerary.exporting.filled import filled, guests, venue
from tests.scenario.conftest import FILES

DATA = Path(__file__).parents[2] / "scenario" / "data"
KINDS = ("hotels", "visit", "transfers")
_PLACE = (
    "coalesce((SELECT 'stop ' || code FROM stop WHERE id = t.{0}), (SELECT 'canteen ' || code FROM canteen WHERE id = t.{0}),"
    " (SELECT 'hotel ' || code FROM hotel WHERE id = t.{0}), (SELECT 'venue ' || code FROM venue WHERE id = t.{0})) AS {0}"
)
_GUEST = "(SELECT number FROM guest WHERE id = t.{0}) AS {0}"
_CODE = "(SELECT code FROM {0} WHERE id = t.{0}) AS {0}"
_ROOM = "(SELECT number FROM room WHERE id = t.room) AS room"
_SERVICE = "(SELECT number || ' ' || on_day FROM service WHERE id = t.service) AS service"
_OWN = "t.gathering = $1"
TABLES: dict[str, tuple[str, str]] = {
    "stop": ("", _OWN), "stop_hours": (_CODE.format("stop"), "t.stop IN (SELECT id FROM stop WHERE gathering = $1)"),
    "canteen": ("", _OWN), "route": ("", _OWN),
    "route_day": (
        f"{_CODE.format('route')}, {_CODE.format('canteen')}", "t.route IN (SELECT id FROM route WHERE gathering = $1)",
    ),
    "route_visit": (
        f"{_CODE.format('route')}, {_CODE.format('stop')}", "t.route IN (SELECT id FROM route WHERE gathering = $1)",
    ),
    "vehicle": (f"{_CODE.format('route')}, {_CODE.format('hotel')}", _OWN),
    "vehicle_crew": (_CODE.format("vehicle"), "t.vehicle IN (SELECT id FROM vehicle WHERE gathering = $1)"),
    "crew_member": ("", _OWN), "travel_time": (f"{_PLACE.format('origin')}, {_PLACE.format('target')}", _OWN),
    "visit_day": ("", _OWN), "bond": (f"{_GUEST.format('one')}, {_GUEST.format('other')}", _OWN),
    "vehicle_seat": (
        f"{_CODE.format('vehicle')}, {_GUEST.format('guest')}", "t.vehicle IN (SELECT id FROM vehicle WHERE gathering = $1)",
    ),
    "hotel": ("", _OWN), "hotel_block": (_CODE.format("hotel"), "t.hotel IN (SELECT id FROM hotel WHERE gathering = $1)"),
    "room": (_CODE.format("hotel"), "t.hotel IN (SELECT id FROM hotel WHERE gathering = $1)"),
    "rooming": (
        f"{_CODE.format('hotel')}, {_GUEST.format('guest')}, {_GUEST.format('planned_for')}, {_ROOM}",
        "t.hotel IN (SELECT id FROM hotel WHERE gathering = $1)",
    ),
    "transfer_wave": ("", _OWN), "service": ("(SELECT code FROM transfer_wave WHERE id = t.wave) AS wave", _OWN),
    "service_seen": (_SERVICE, "t.service IN (SELECT id FROM service WHERE gathering = $1)"),
    "transfer": (
        f"{_GUEST.format('guest')}, {_CODE.format('vehicle')}, {_SERVICE}, (SELECT code FROM transfer_wave WHERE id = t.wave) AS wave",
        "t.guest IN (SELECT id FROM guest WHERE gathering = $1)",
    ),
}  # fmt: skip
"""Each table with what its keys stand for, and which of its rows are a gathering's."""
NO_FURTHER = frozenset({"翻译编号", "翻译", "点1", "点2", "点3", "点4", "普通标间"})
"""Columns of the office's kind, although the scenario's lists do not have them."""
_NOT_TOLD = {"id", "gathering", "booked_at"}
_SEALED = ("contact_phone", "greeter_phone")


async def _stored(held: Gathering) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables, keys as codes and numbers, telephone numbers in clear."""
    keys, found = await keys_of(held.id), {}
    for table, (names, own) in TABLES.items():
        rows = await fetch(f"SELECT t.*{', ' if names else ''}{names} FROM {table} t WHERE {own}", held.id)
        clear = []
        for row in rows:
            one = {name: value for name, value in dict(row).items() if name not in _NOT_TOLD}
            for name in set(_SEALED) & set(one):
                one[name] = keys.open(row[name], table=table, column=name, row=row["id"])
            if table == "bond":
                one["one"], one["other"] = sorted((one["one"], one["other"]))
            clear.append(one)
        found[table] = sorted(clear, key=str)
    return found


async def _out(held: Gathering) -> dict[str, bytes]:
    return {kind: (await export_workbook(kind, held, by=SYSTEM, now=cast.NOW)).content for kind in KINDS}


async def _another() -> Gathering:
    """A gathering with the same guests and the same hall, and nothing else."""
    held = await cast.gathering(slug="again", title_zh="2026示例县另一示例活动")
    await guests(held)
    await venue(held)
    return held


async def test_every_field_comes_in_as_it_went_out(db: str) -> None:
    held = await cast.gathering()
    await filled(held)
    sent, again = await _out(held), await _another()

    reports = {kind: await take(kind, content, again) for kind, content in sent.items()}

    assert {
        kind: [texts for outcome, texts in told(one) if outcome == "refuse"] for kind, one in reports.items()
    } == {"hotels": [], "visit": [], "transfers": []}
    assert await _stored(again) == await _stored(held)


async def test_what_went_out_changes_nothing_where_it_came_from(db: str) -> None:
    held = await cast.gathering()
    await filled(held)
    before = await _stored(held)

    reports = {kind: await take(kind, content, held) for kind, content in (await _out(held)).items()}

    counts = {kind: (one.counts["create"], one.counts["update"]) for kind, one in reports.items()}
    assert counts == dict.fromkeys(KINDS, (0, 0))
    assert await _stored(held) == before


def _bare(kind: str, content: bytes) -> bytes:
    """The office's own columns and sheets of a workbook, types of rooms among them."""
    office = {sheet.title: _headings(sheet) for sheet in openpyxl.load_workbook(DATA / FILES[kind])}
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        if sheet.title not in office:
            book.remove(sheet)
            continue
        for column, name in reversed(list(enumerate(_headings(sheet), start=1))):
            if name not in office[sheet.title] and name not in NO_FURTHER:
                sheet.delete_cols(column)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _headings(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[3]]


async def test_every_field_of_the_visit_that_goes_out_says_something(db: str) -> None:
    held = await cast.gathering()
    await filled(held)

    silent = {
        f"{table}.{name}"
        for table, rows in (await _stored(held)).items()
        for name in (rows[0] if rows else {"rows": None})
        if not any(row.get(name) not in (None, "", [], 0, False) for row in rows)
    }
    assert silent == set()


async def test_places_that_were_given_up_stand_in_the_lists_as_cancelled(db: str) -> None:
    held = await cast.gathering()
    await filled(held)
    again = await _another()
    for one in (held, again):
        (guest,) = await fetch("SELECT id FROM guest WHERE gathering = $1 AND number = 'EX2026-001'", one.id)
        await decide(guest["id"], Standing.WITHDRAWN, gathering=one, by=COMMAND_LINE, now=cast.NOW)

    for kind, content in (await _out(held)).items():
        assert (await take(kind, content, again)).written

    assert await _stored(again) == await _stored(held)
    assert await _given_up(again) == await _given_up(held)


async def _given_up(held: Gathering) -> list[tuple[Any, ...]]:
    rows = await fetch(
        "SELECT p.kind, p.place - ARRAY['id', 'guest', 'vehicle', 'hotel', 'room', 'service', 'wave', 'booked_at', 'planned_for',"
        " 'greeter_phone']::text[] AS place FROM given_up_place p JOIN guest g ON g.id = p.guest WHERE g.gathering = $1"
        " ORDER BY 1, 2",
        held.id,
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_list_without_them_changes_nothing_of_them(db: str, kind: str) -> None:
    """The office's own columns and sheets only, as they went out."""
    held = await cast.gathering()
    await filled(held)
    before, content = await _stored(held), (await _out(held))[kind]

    report = await take(kind, _bare(kind, content), held)

    assert report.written
    after = await _stored(held)
    if kind == "transfers":  # the board says once more what it showed when it was read
        seen = after.pop("service_seen")
        assert [row for row in before.pop("service_seen") if row not in seen] == []
    assert after == before


async def test_what_somebody_changes_on_the_board_that_went_out_is_its_newest_news(db: str) -> None:
    held = await cast.gathering()
    await filled(held)
    book = openpyxl.load_workbook(io.BytesIO((await _out(held))["transfers"]))
    board = book["航班动态"]
    (row,) = (row for row in board.iter_rows(min_row=4) if row[0].value == "ZZ9")
    row[_headings(board).index("状态")].value = "延误"
    output = io.BytesIO()
    book.save(output)

    report = await take("transfers", output.getvalue(), held)

    assert [one.number for one in report.rows if one.outcome == "update"] == ["ZZ9"]
    seen = await fetch(
        "SELECT n.state, n.seen_at FROM service_seen n JOIN service s ON s.id = n.service WHERE s.number = 'ZZ9'"
        " ORDER BY n.seen_at"
    )
    assert [row["state"] for row in seen] == ["cancelled", "delayed"]
