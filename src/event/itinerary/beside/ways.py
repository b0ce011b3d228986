"""Travel times in a sheet beside the office's own: places by their codes, with the kind of place where two share one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.faults import ROW_LACKS, ROW_UNKNOWN
from event.itinerary.planning.tables import Known, TravelTime
from event.itinerary.reading import Planned, once, settle, whole
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.workbook import Table

WAYS = "行车时间"
WAY_HEADINGS = ("起点", "终点", "分钟", "来源")
_WAY = {"origin": ("起点",), "target": ("终点",), "minutes": ("分钟",), "known": ("来源",)}
SAID = {str(Known.ENTERED): "录入", str(Known.IMPORTED): "导入"}
_KNOWN = {said: known for known, said in SAID.items()} | {"": str(Known.IMPORTED)}
_KINDS = {"stop": "考察点", "canteen": "用餐点", "hotel": "酒店", "venue": "场馆"}
_LONGEST = 1440

_UNKNOWN_PLACE = Message(
    "“{text}” is no stop, canteen, hotel or venue of this gathering; the row is left out."
)
_SAME = Message("A way leads from one place to another.")
Place = tuple[str, str]
"""Its kind and its code."""


async def stored_places(gathering: UUID) -> dict[Place, UUID]:
    """The places of a gathering between which buses drive."""
    found = {}
    for kind in _KINDS:
        for row in await fetch(f"SELECT id, code FROM {kind} WHERE gathering = $1", gathering):  # noqa: S608 - our own names
            found[kind, row["code"]] = row["id"]
    return found


async def stored_ways(gathering: UUID) -> dict[tuple[Place, Place], dict[str, Any]]:
    """What is known of the ways between places."""
    places = {key: place for place, key in (await stored_places(gathering)).items()}
    rows = await fetch("SELECT * FROM travel_time WHERE gathering = $1", gathering)
    return {
        (places[row["origin"]], places[row["target"]]): dict(row)
        for row in rows
        if row["origin"] in places and row["target"] in places
    }


def called(places: Iterable[Place]) -> dict[Place, str]:
    """What lists call the places: their codes, with the kind before one that several have."""
    every = list(places)
    times = Counter(code for _, code in every)
    return {(kind, code): code if times[code] == 1 else _long(kind, code) for kind, code in every}


def _long(kind: str, code: str) -> str:
    return f"{_KINDS[kind]} {code}"


def plan_ways(
    table: Table, known: Mapping[tuple[Place, Place], dict[str, Any]], places: Iterable[Place]
) -> list[Planned]:
    """Minutes from place to place; a row with a place that is not known is left out."""
    every = list(places)
    names = {_long(*place): place for place in every} | {text: place for place, text in called(every).items()}
    planned, seen = [], dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _WAY)
        ends = [_end(cells, field, names) for field in ("origin", "target")]
        minutes, said = whole(cells, "minutes", 0, _LONGEST), cells.text("known", 20)
        if minutes is None and not cells.text("minutes", 20):
            cells.refuse("minutes", ROW_LACKS)
        if said not in _KNOWN:
            cells.refuse("known", ROW_UNKNOWN, text=said, known="、".join(SAID.values()))
        one = Planned(cells, cells.text("origin", 120), cells.text("target", 120), {})
        planned.append(one)
        if None in ends:
            one.outcome = cells.outcome(table.sheet, one.code, one.name, known=False, left_out=True)
            continue
        if ends[0] == ends[1]:
            cells.refuse("target", _SAME)
        once(cells, "target", tuple(ends), seen)
        one.columns = {"ends": tuple(ends), "minutes": minutes, "known": _KNOWN.get(said)}
        before = known.get((ends[0], ends[1]))  # type: ignore[arg-type] # both are known here
        settle(one, table.sheet, before and before | {"ends": tuple(ends)})
    return planned


def _end(cells: Cells, field: str, names: Mapping[str, Place]) -> Place | None:
    text = cells.text(field, 120, needed=True)
    if text and text not in names:
        cells.warn(field, _UNKNOWN_PLACE, text=text)
    return names.get(text)


async def write_ways(gathering: UUID, planned: list[Planned]) -> None:
    """Write travel times, inside the caller's `writing()`; those that a list does not tell stay."""
    places = await stored_places(gathering)
    rows = [
        TravelTime(
            id=uuid4(), gathering=gathering, origin=places[one.columns["ends"][0]],
            target=places[one.columns["ends"][1]], minutes=one.columns["minutes"], known=one.columns["known"],
        )
        for one in planned
        if one.writes
    ]  # fmt: skip
    await fetch(
        "DELETE FROM travel_time t USING unnest($2::uuid[], $3::uuid[]) AS w (origin, target)"
        " WHERE t.gathering = $1 AND t.origin = w.origin AND t.target = w.target",
        gathering, [row.origin for row in rows], [row.target for row in rows],
    )  # fmt: skip
    await insert_all(TravelTime, rows)
