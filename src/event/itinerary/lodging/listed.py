"""What lists of hotels and rooms say, against what is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.beside.columns import (
    Column,
    degrees,
    headings_of,
    names_of,
    refuse_half_a_point,
    text,
    told,
)
from event.itinerary.reading import Planned, by_code, compare_count, once, settle, whole
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table, heading

_HOTEL: dict[str, tuple[str, ...]] = {
    "code": ("酒店代码",),
    "name": ("酒店",),
    "address": ("地址",),
    "phone": ("总台电话",),
}
HOTEL_BESIDE: tuple[Column, ...] = (
    text("name_en", "英文名", 120), degrees("latitude", "纬度"), degrees("longitude", "经度"),
)  # fmt: skip
_COUNTED = frozenset(
    heading(name)
    for name in (
        "序号", "单人房", "双人房", "房间合计", "机动房", "计划入住人数", "备注", *names_of(HOTEL_BESIDE)
    )
)  # fmt: skip
"""Columns of hotels that are no types of rooms."""
_ROOM = {
    "hotel": ("酒店代码",), "number": ("房号",), "type": ("房型",), "beds": ("床位",), "state": ("状态",),
}  # fmt: skip
_BLOCK_ROW = {"hotel": ("酒店代码",), "type": ("房型",), "rooms": ("间数",)}
_SPARE = "机动"
_MOST_BEDS = 12
_MOST_ROOMS = 10_000

UNKNOWN_HOTEL = Message("“{text}” is not in the list of hotels. Add it there, or correct it.")
_BLOCK = Message("{block} rooms are kept, {listed} stand in the list of rooms.")


def is_a_column(kind: str, kinds: Iterable[str]) -> bool:
    """Whether a type of rooms can be the heading of a column: it is read as it is written, and as no other one."""
    known = {heading(name) for names in _HOTEL.values() for name in names} | _COUNTED
    plain = heading(kind) == kind and kind not in known
    return plain and sum(one.lower() == kind.lower() for one in kinds) == 1


def plan_hotels(
    table: Table, stored: Mapping[str, dict[str, Any]], others: Mapping[str, dict[str, int]] | None = None
) -> list[Planned]:
    """Hotels with the rooms they keep of each type; every column that is none of the usual ones is a type.

    `others`: rooms by hotel and type of a list beside it. Where none is, types that are no columns stay.
    """
    known = {heading(name) for names in _HOTEL.values() for name in names} | _COUNTED
    types = [name for name in dict.fromkeys(table.headings) if name and name not in known]
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _HOTEL | headings_of(HOTEL_BESIDE) | {name: (name,) for name in types})
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        once(cells, "code", code, seen)
        blocks = {kind: whole(cells, kind, 0, _MOST_ROOMS) for kind in types}
        columns = {
            "name_zh": name, "address": cells.text("address"), "phone": cells.text("phone", 40),
            "blocks": {kind: rooms for kind, rooms in blocks.items() if rooms},
            **told(cells, table, HOTEL_BESIDE),
        }  # fmt: skip
        refuse_half_a_point(cells, columns)
        there = stored[code]["blocks"] if code in stored else {}
        columns["blocks"] |= (
            {kind: rooms for kind, rooms in there.items() if not is_a_column(kind, there)}
            if others is None else others.get(code, {})
        )  # fmt: skip
        planned.append(settle(Planned(cells, code, name, columns), table.sheet, stored.get(code)))
    return planned


def plan_blocks(
    table: Table, hotels: Iterable[str], stored: Mapping[str, dict[str, Any]]
) -> tuple[list[Planned], dict[str, dict[str, int]]]:
    """Rooms of types that are no columns of the list of hotels, row by row, and by hotel and type."""
    planned, found, seen, known = [], dict[str, dict[str, int]](), dict[Any, int](), set(hotels)
    for row in table.rows:
        cells = Cells(row, _BLOCK_ROW)
        hotel, kind = cells.text("hotel", 20, needed=True), cells.text("type", 40, needed=True)
        if hotel and hotel not in known:
            cells.refuse("hotel", UNKNOWN_HOTEL, text=hotel)
        once(cells, "type", (hotel, kind), seen)
        rooms = whole(cells, "rooms", 0, _MOST_ROOMS) or 0
        there = stored[hotel]["blocks"] if hotel in stored else {}
        before = {"rooms": there[kind]} if kind in there else None
        planned.append(settle(Planned(cells, hotel, kind, {"rooms": rooms}), table.sheet, before))
        found.setdefault(hotel, {})[kind] = rooms
    return planned, found


def plan_rooms(
    table: Table, stored: Mapping[tuple[str, str], dict[str, Any]], hotels: set[str]
) -> list[Planned]:
    """Rooms with their type and beds; whether they are full follows from who sleeps there."""
    planned, seen = [], dict[tuple[str, str], int]()
    for row in table.rows:
        cells = Cells(row, _ROOM)
        hotel, number = cells.text("hotel", 20, needed=True), cells.text("number", 20, needed=True)
        if hotel and hotel not in hotels:
            cells.refuse("hotel", UNKNOWN_HOTEL, text=hotel)
        once(cells, "number", (hotel, number), seen)
        columns = {
            "hotel_code": hotel, "room_type": cells.text("type", 40),
            "beds": whole(cells, "beds", 1, _MOST_BEDS) or 1, "spare": cells.text("state", 20) == _SPARE,
        }  # fmt: skip
        planned.append(
            settle(Planned(cells, number, hotel, columns), table.sheet, stored.get((hotel, number)))
        )
    return planned


def compare_blocks(hotels: Iterable[Planned], rooms: Iterable[Planned]) -> None:
    """Say where a hotel keeps another number of rooms of a type than the list of rooms has."""
    listed = Counter(
        (one.columns["hotel_code"], one.columns["room_type"]) for one in rooms if not one.columns["spare"]
    )
    for one in hotels:
        kinds = {kind for hotel, kind in listed if hotel == one.code} | set(one.columns["blocks"])
        for kind in sorted(kinds):
            block, there = one.columns["blocks"].get(kind, 0), listed[one.code, kind]
            if block != there:
                one.cells.warn(kind, _BLOCK, block=block, listed=there)


def compare_counts(hotels: Iterable[Planned], rooms: Iterable[Planned], rooming: Iterable[Planned]) -> None:
    """Say where a hotel's own numbers of rooms and guests are not what the other lists come to."""
    listed = [one.columns for one in rooms]
    coming = [one.columns for one in rooming if one.columns and not one.columns["left"]]
    for one in hotels:
        own = [room for room in listed if room["hotel_code"] == one.code]
        planned = [room for room in own if not room["spare"]]
        counted = {
            "单人房": sum(room["beds"] == 1 for room in planned), "双人房": sum(room["beds"] > 1 for room in planned),
            "房间合计": len(planned), "机动房": len(own) - len(planned),
            "计划入住人数": sum(columns["hotel_code"] == one.code for columns in coming),
        }  # fmt: skip
        for column, number in counted.items():
            compare_count(one.cells, column, number)


async def stored_hotels(gathering: Gathering) -> dict[str, dict[str, Any]]:
    """Hotels by code, with the rooms they keep of each type."""
    hotels = await by_code("hotel", gathering.id)
    for one in hotels.values():
        one["blocks"] = {}
    rows = await fetch(
        "SELECT h.code, b.room_type, b.rooms FROM hotel_block b JOIN hotel h ON h.id = b.hotel WHERE h.gathering = $1",
        gathering.id,
    )
    for row in rows:
        hotels[row["code"]]["blocks"][row["room_type"]] = row["rooms"]
    return hotels


async def stored_rooms(gathering: Gathering) -> dict[tuple[str, str], dict[str, Any]]:
    """Rooms by hotel and number."""
    rows = await fetch(
        "SELECT r.*, h.code AS hotel_code FROM room r JOIN hotel h ON h.id = r.hotel WHERE h.gathering = $1",
        gathering.id,
    )
    return {(row["hotel_code"], row["number"]): dict(row) for row in rows}
