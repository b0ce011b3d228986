"""The days of the homeland visit, and who rides together or apart, in sheets beside the office's own."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.faults import ROW_LACKS, ROW_UNKNOWN
from event.itinerary.planning.rules_bonds import contradiction
from event.itinerary.planning.tables import Bond, VisitDay
from event.itinerary.reading import Planned, clock, day, once, settle, whole
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.workbook import Table

DAYS, BONDS = "家乡行日", "同行与分开"
DAY_HEADINGS = ("日期", "最早出发", "最晚返回", "午餐起", "午餐止", "行车上限")
BOND_HEADINGS = ("编号", "姓名", "另一编号", "另一姓名", "关系", "原因")
TOGETHER, APART = "同行", "分开"
_TIMES = {
    "leaves_at": ("最早出发",),
    "back_by": ("最晚返回",),
    "lunch_from": ("午餐起",),
    "lunch_until": ("午餐止",),
}
_DAY = {"day": ("日期",), "driving": ("行车上限",), **_TIMES}
_BOND = {
    "one": ("编号",), "other": ("另一编号",), "name": ("姓名",), "how": ("关系",), "reason": ("原因",),
}  # fmt: skip
_MOST_DRIVING = 1440

_BACK_FIRST = Message("buses would have to be back before they leave.")
_LUNCH_ENDS_FIRST = Message("lunch would have to begin before it may.")
_UNKNOWN_GUEST = Message("There is no guest with this number. Import the guest list first.")
Bonds = dict[frozenset[UUID], dict[str, Any]]


def plan_days(table: Table, known: Mapping[date, dict[str, Any]]) -> list[Planned]:
    """The days of the visit: when buses may leave and have to be back, when lunch may begin."""
    planned, seen = [], dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _DAY)
        on = day(cells, "day")
        times: dict[str, time | None] = {name: clock(cells, name) for name in _TIMES}
        for field, value in (("day", on), *times.items()):
            if value is None and not cells.text(field, 40):
                cells.refuse(field, ROW_LACKS)
        once(cells, "day", on, seen)
        _refuse_disorder(cells, times)
        columns = times | {"on_day": on, "driving_minutes": whole(cells, "driving", 1, _MOST_DRIVING)}
        planned.append(
            settle(Planned(cells, str(on or ""), "", columns), table.sheet, known.get(on) if on else None)
        )
    return planned


def _refuse_disorder(cells: Cells, times: Mapping[str, time | None]) -> None:
    leaves, back, begins, until = (times[name] for name in _TIMES)
    if leaves and back and leaves >= back:
        cells.refuse("back_by", _BACK_FIRST)
    if begins and until and begins > until:
        cells.refuse("lunch_until", _LUNCH_ENDS_FIRST)


async def stored_days(gathering: UUID) -> dict[date, dict[str, Any]]:
    """The days of the visit in their order."""
    rows = await fetch("SELECT * FROM visit_day WHERE gathering = $1 ORDER BY on_day", gathering)
    return {row["on_day"]: dict(row) for row in rows}


async def write_days(gathering: UUID, planned: list[Planned]) -> None:
    """Write the days that are new or others, inside the caller's `writing()`."""
    written = [one.columns for one in planned if one.writes]
    await fetch(
        "DELETE FROM visit_day WHERE gathering = $1 AND on_day = ANY($2::date[])",
        gathering, [columns["on_day"] for columns in written],
    )  # fmt: skip
    await insert_all(VisitDay, [VisitDay(id=uuid4(), gathering=gathering, **columns) for columns in written])


async def plan_bonds(table: Table, gathering: UUID, known: Bonds) -> list[Planned]:
    """Pairs of guests who ride together, or do not; a pair that contradicts the others is refused."""
    rows = await fetch("SELECT id, number, travel_party FROM guest WHERE gathering = $1", gathering)
    guests = {row["number"]: row["id"] for row in rows}
    parties = {row["id"]: row["travel_party"] for row in rows if row["travel_party"]}
    bonds = {pair: bool(row["apart"]) for pair, row in known.items()}
    planned, seen = [], dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _BOND)
        numbers = {name: cells.text(name, 40, needed=True) for name in ("one", "other")}
        for name, number in numbers.items():
            if number and number not in guests:
                cells.refuse(name, _UNKNOWN_GUEST)
        how = cells.text("how", 20, needed=True)
        if how and how not in (TOGETHER, APART):
            cells.refuse("how", ROW_UNKNOWN, text=how, known=f"{TOGETHER}、{APART}")
        columns: dict[str, Any] = {"apart": how == APART, "reason": cells.text("reason", 200)}
        pair = frozenset(guests[number] for number in numbers.values() if number in guests)
        once(cells, "other", frozenset(numbers.values()), seen)
        if not cells.reasons:
            columns["pair"] = pair
            _refuse_contradiction(cells, pair, columns["apart"], bonds, parties)
        before = known.get(pair)
        one = Planned(cells, numbers["one"], numbers["other"], columns)
        planned.append(settle(one, table.sheet, before and before | {"pair": pair}))
    return planned


def _refuse_contradiction(
    cells: Cells,
    pair: frozenset[UUID],
    apart: bool,
    bonds: dict[frozenset[UUID], bool],
    parties: Mapping[UUID, UUID],
) -> None:
    """Say what a pair contradicts; one that stands already is not asked again."""
    if bonds.get(pair) != apart:
        one, other = (*pair, *pair)[:2]
        others = [(*sorted(there), separate) for there, separate in bonds.items() if there != pair]
        if wrong := contradiction(one, other, apart=apart, bonds=others, parties=parties):  # type: ignore[arg-type] # two of a pair
            cells.refuse("other", wrong.sentence, **wrong.data)
    if len(pair) > 1:
        bonds[pair] = apart


async def stored_bonds(gathering: UUID) -> Bonds:
    """Who rides together or apart, by pair, with their numbers."""
    rows = await fetch(
        "SELECT b.*, a.number AS one_number, z.number AS other_number FROM bond b JOIN guest a ON a.id = b.one"
        " JOIN guest z ON z.id = b.other WHERE b.gathering = $1",
        gathering,
    )
    return {frozenset((row["one"], row["other"])): dict(row) for row in rows}


async def write_bonds(gathering: UUID, planned: list[Planned]) -> None:
    """Write pairs, inside the caller's `writing()`; those that a list does not name stay."""
    for one in planned:
        if one.writes:
            first, second = sorted(one.columns["pair"])
            told = {"apart": one.columns["apart"], "reason": one.columns["reason"]}
            await fetch("DELETE FROM bond WHERE one = $1 AND other = $2", first, second)
            await Bond(id=uuid4(), gathering=gathering, one=first, other=second, **told).save()
