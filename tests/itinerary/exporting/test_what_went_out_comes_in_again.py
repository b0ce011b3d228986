"""The visit, hotels and transfers go out as the office's workbooks and come in again as they were."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from event.database import fetch
from event.gathering.operations import the_gathering
from event.itinerary.exporting.errors import UnknownList
from event.itinerary.exporting.operations import export_workbook
from event.people.rules import SYSTEM
from event.text import is_chinese
from event.workbook import unmarked
from tests import cast
from tests.scenario.conftest import FILES, take

DATA = Path(__file__).parents[2] / "scenario" / "data"
NOW = datetime(2026, 10, 14, 4, 0, tzinfo=UTC)
KEYS = {
    "线路": ("线路", "顺序"), "考察点": ("考察点编号",), "车辆": ("车号",), "用餐": ("用餐点编号",), "乘车名单": ("编号",),
    "酒店": ("酒店代码",), "客房": ("酒店代码", "房号"), "住宿分配": ("编号",), "批次": ("批次",), "航班动态": ("航班/车次",),
    "接站名单": ("编号",), "自行及本地": ("编号",), "送站名单": ("编号",),
}  # fmt: skip
CANCELLED = "已取消"
"""Rows that say of themselves that nobody is fetched or taken are not kept."""
TABLES = (
    "SELECT * FROM stop", "SELECT * FROM canteen", "SELECT * FROM route",
    "SELECT d.*, r.code FROM route_day d JOIN route r ON r.id = d.route",
    "SELECT v.*, r.code, s.code AS place FROM route_visit v JOIN route r ON r.id = v.route JOIN stop s ON s.id = v.stop",
    "SELECT * FROM vehicle", "SELECT c.*, v.code FROM vehicle_crew c JOIN vehicle v ON v.id = c.vehicle",
    "SELECT s.*, v.code FROM vehicle_seat s JOIN vehicle v ON v.id = s.vehicle",
    "SELECT * FROM hotel", "SELECT b.*, h.code FROM hotel_block b JOIN hotel h ON h.id = b.hotel",
    "SELECT r.*, h.code FROM room r JOIN hotel h ON h.id = r.hotel",
    "SELECT s.*, h.code, r.number FROM rooming s JOIN hotel h ON h.id = s.hotel LEFT JOIN room r ON r.id = s.room",
    "SELECT * FROM transfer_wave", "SELECT s.*, w.code FROM service s LEFT JOIN transfer_wave w ON w.id = s.wave",
    "SELECT n.*, s.number, s.on_day FROM service_seen n JOIN service s ON s.id = n.service",
    "SELECT t.*, s.number AS comes_by, s.on_day FROM transfer t LEFT JOIN service s ON s.id = t.service",
    "SELECT t.guest, t.direction, v.code FROM transfer t JOIN vehicle v ON v.id = t.vehicle",
    "SELECT t.guest, t.direction, w.code FROM transfer t JOIN transfer_wave w ON w.id = t.wave",
)  # fmt: skip
EMPTIED = (
    "transfer", "service_seen", "service", "transfer_wave", "rooming", "room", "hotel_block", "vehicle_seat",
    "vehicle_crew", "vehicle", "route_visit", "route_day", "route", "stop", "canteen", "hotel", "given_up_place",
)  # fmt: skip
MADE_ANEW = frozenset({
    "id", "gathering", "route", "stop", "canteen", "vehicle", "hotel", "room", "service", "wave", "contact_phone",
    "greeter_phone", "booked_at", "planned_for",
})  # fmt: skip
"""Keys and seals are others each time; a seat counts from when its list came."""


async def _taken_in(*kinds: str) -> None:
    for kind in kinds:
        report = await take(kind, (DATA / FILES[kind]).read_bytes())
        assert report.written, [row.reasons for row in report.rows if row.reasons]


async def _out(kind: str) -> bytes:
    return (await export_workbook(kind, await the_gathering(), by=SYSTEM, now=NOW)).content


def _rows(content: bytes) -> dict[str, dict[Any, dict[str, Any]]]:
    """Rows of the office's own sheets by sheet and key; without the rows of who is cancelled, and their numbers in order."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True):
        if sheet.title not in KEYS:
            continue
        names, *rows = list(sheet.iter_rows(values_only=True))[2:]
        cells = [dict(zip(names, map(unmarked, row), strict=True)) for row in rows]
        for row in cells:
            row.pop("序号", None)
        found[sheet.title] = {
            tuple(row[name] for name in KEYS[sheet.title]): row
            for row in cells
            if row.get("状态") != CANCELLED
        }
    return found


def _as_the_guest_list_has_it(name: str, cell: Any) -> bool:
    """Telephone numbers and Latin names are written as they are stored, however a list spells them."""
    return name == "手机" or (name in ("姓名", "同住") and not is_chinese(cell))


async def _stored() -> list[list[tuple[Any, ...]]]:
    found = []
    for query in TABLES:
        rows = [dict(row) for row in await fetch(query)]
        told = [tuple(str(row[name]) for name in sorted(set(row) - MADE_ANEW)) for row in rows]
        found.append(sorted(told))
    return found


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("visit", ("guests", "staff")), ("hotels", ("guests",)),
        ("transfers", ("guests", "staff", "hotels", "visit", "changes")),
    ],
)  # fmt: skip
async def test_every_cell_of_the_offices_workbook_comes_back(
    db: str, kind: str, before: tuple[str, ...]
) -> None:
    await _taken_in(*before, kind)

    out, office = _rows(await _out(kind)), _rows((DATA / FILES[kind]).read_bytes())

    differing = {
        (sheet, key, name): (cell, out[sheet].get(key, {}).get(name))
        for sheet, rows in office.items()
        for key, row in rows.items()
        for name, cell in row.items()
        if out[sheet].get(key, {}).get(name) != cell and not _as_the_guest_list_has_it(name, cell)
    }
    assert differing == {}
    assert {sheet: set(out[sheet]) for sheet in office} == {
        sheet: set(rows) for sheet, rows in office.items()
    }


async def test_everything_is_as_it_was_when_what_went_out_comes_in_again(db: str) -> None:
    await _taken_in("guests", "staff", "hotels", "visit", "changes", "transfers")
    before, sent = await _stored(), {kind: await _out(kind) for kind in ("hotels", "visit", "transfers")}
    for table in EMPTIED:
        await fetch(f"DELETE FROM {table}")

    reports = {kind: await take(kind, content) for kind, content in sent.items()}

    assert {kind: (one.written, one.counts["refuse"]) for kind, one in reports.items()} == {
        "hotels": (True, 0), "visit": (True, 0), "transfers": (True, 0),
    }  # fmt: skip
    assert await _stored() == before
    again = {kind: (await take(kind, await _out(kind))).counts for kind in sent}
    assert {kind: (one["create"], one["update"]) for kind, one in again.items()} == dict.fromkeys(
        sent, (0, 0)
    )


async def test_a_bus_that_leaves_on_another_day_keeps_its_day(db: str) -> None:
    await _taken_in("guests", "staff", "hotels", "visit")
    await fetch("UPDATE vehicle SET departs_at = departs_at + interval '1 day' WHERE code = '8'")
    before, sent = await _stored(), await _out("visit")
    for table in EMPTIED[:-2]:
        await fetch(f"DELETE FROM {table} WHERE '{table}' NOT IN ('rooming', 'room', 'hotel_block')")

    assert (await take("visit", sent)).written
    assert await _stored() == before


async def test_what_leaves_is_in_the_audit_trail(db: str) -> None:
    await cast.gathering()

    made = await export_workbook("hotels", await the_gathering(), by=SYSTEM, now=NOW)

    rows = await fetch("SELECT details FROM audit_entry WHERE action = 'itinerary.export'")
    assert [json.loads(row["details"]) for row in rows] == [{"kind": "hotels", "count": 0}]
    assert (made.name, made.count) == ("example-hotels.xlsx", 0)


async def test_an_unknown_list_names_the_known_ones(db: str) -> None:
    await cast.gathering()

    with pytest.raises(UnknownList, match="visit, hotels, transfers"):
        await _out("horses")
