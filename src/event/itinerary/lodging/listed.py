"""What lists of hotels, rooms and who sleeps where say, against what is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.named import People
from event.itinerary.reading import Planned, by_code, day, once, settle, whole
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table, heading

_HOTEL = {"code": ("酒店代码",), "name": ("酒店",), "address": ("地址",), "phone": ("总台电话",)}
_COUNTED = frozenset(
    heading(name) for name in ("序号", "单人房", "双人房", "房间合计", "机动房", "计划入住人数", "备注")
)
"""Columns of hotels that are no types of rooms."""
_ROOM = {
    "hotel": ("酒店代码",), "number": ("房号",), "type": ("房型",), "beds": ("床位",), "state": ("状态",),
}  # fmt: skip
_ROOMING = {
    "number": ("编号",), "name": ("姓名",), "hotel": ("酒店",), "room": ("房号",), "type": ("房型",),
    "check_in": ("入住",), "check_out": ("离店",), "breakfast": ("早餐",), "note": ("备注",),
}  # fmt: skip
_SPARE = "机动"
_WITHOUT = frozenset({"", "不含", "无", "否", "no"})
_MOST_BEDS = 12
_MOST_ROOMS = 10_000
_LONGEST = 60

_UNKNOWN_HOTEL = Message("“{text}” is not in the list of hotels. Add it there, or correct it.")
_UNKNOWN_ROOM = Message("“{text}” is not in the list of this hotel's rooms. Add it there, or correct it.")
_TWO_ROOMS = Message("stands in row {row} already. Everybody once.")
_TOO_FULL = Message("room {room} has {beds} beds and is given to more guests for the same night.")
_NO_NIGHT = Message("leaves before the first night.")
_BLOCK = Message("{block} rooms are kept, {listed} stand in the list of rooms.")
_OTHER_SEX = Message(
    "shares room {room} with {others}, of the other sex and of another travel party. Look at it again."
)


def plan_hotels(table: Table, stored: Mapping[str, dict[str, Any]]) -> list[Planned]:
    """Hotels with the rooms they keep of each type; every column that is none of the usual ones is a type."""
    known = {heading(name) for names in _HOTEL.values() for name in names} | _COUNTED
    types = [name for name in dict.fromkeys(table.headings) if name and name not in known]
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _HOTEL | {name: (name,) for name in types})
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        once(cells, "code", code, seen)
        blocks = {kind: whole(cells, kind, 0, _MOST_ROOMS) for kind in types}
        columns = {
            "name_zh": name, "address": cells.text("address"), "phone": cells.text("phone", 40),
            "blocks": {kind: rooms for kind, rooms in blocks.items() if rooms},
        }  # fmt: skip
        planned.append(settle(Planned(cells, code, name, columns), table.sheet, stored.get(code)))
    return planned


def plan_rooms(
    table: Table, stored: Mapping[tuple[str, str], dict[str, Any]], hotels: set[str]
) -> list[Planned]:
    """Rooms with their type and beds; whether they are full follows from who sleeps there."""
    planned, seen = [], dict[tuple[str, str], int]()
    for row in table.rows:
        cells = Cells(row, _ROOM)
        hotel, number = cells.text("hotel", 20, needed=True), cells.text("number", 20, needed=True)
        if hotel and hotel not in hotels:
            cells.refuse("hotel", _UNKNOWN_HOTEL, text=hotel)
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


def plan_rooming(
    table: Table,
    people: People,
    stored: Mapping[UUID, dict[str, Any]],
    *,
    hotels: Mapping[str, str],
    beds: Mapping[tuple[str, str], int],
) -> list[Planned]:
    """Who sleeps where. `hotels`: codes by name; `beds`: of each hotel's rooms."""
    planned, seen = [], dict[UUID, int]()
    for row in table.rows:
        cells = Cells(row, _ROOMING)
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        hotel, room = cells.text("hotel", 120, needed=True), cells.text("room", 20)
        code = hotels.get(hotel, hotel if hotel in hotels.values() else "")
        if hotel and not code:
            cells.refuse("hotel", _UNKNOWN_HOTEL, text=hotel)
        elif room and (code, room) not in beds:
            cells.refuse("room", _UNKNOWN_ROOM, text=room)
        check_in, check_out = day(cells, "check_in"), day(cells, "check_out")
        if check_in and check_out and check_in >= check_out:
            cells.refuse("check_out", _NO_NIGHT)
        held = people.named(cells, "number", number)
        columns: dict[str, Any] = {}
        if held is not None:
            once(cells, "number", held.guest, seen, _TWO_ROOMS)
            columns = {
                "guest": held.guest, "gone": held.gone, "planned_for": held.planned_for, "hotel_code": code,
                "room_number": room or None, "room_type": cells.text("type", 40), "check_in": check_in,
                "check_out": check_out, "breakfast": cells.text("breakfast", 20).lower() not in _WITHOUT,
                "note": cells.text("note"),
            }  # fmt: skip
        planned.append(Planned(cells, number, name, columns))
    _refuse_full(planned, beds)
    for one in planned:
        _settle(one, table.sheet, stored)
    return planned


def _settle(one: Planned, sheet: str, stored: Mapping[UUID, dict[str, Any]]) -> None:
    known = stored.get(one.columns["guest"]) if one.columns else None
    if one.columns and one.columns["gone"]:
        one.outcome = one.cells.outcome(
            sheet, one.code, one.name, known=known is not None, changes=("room",) if known else (),
            left_out=known is None,
        )  # fmt: skip
        return
    told = {key: value for key, value in one.columns.items() if key not in ("guest", "gone")}
    changes = [key for key, value in told.items() if known and known[key] != value]
    one.outcome = one.cells.outcome(sheet, one.code, one.name, known=known is not None, changes=changes)


def _refuse_full(planned: list[Planned], beds: Mapping[tuple[str, str], int]) -> None:
    """No bed is given twice for one night."""
    taken: Counter[tuple[str, str, date | None]] = Counter()
    for one in planned:
        columns = one.columns
        if not columns or columns["gone"] or columns["room_number"] is None or one.cells.reasons:
            continue
        room = (columns["hotel_code"], columns["room_number"])
        nights = _nights(columns["check_in"], columns["check_out"])
        if any(taken[*room, night] >= beds[room] for night in nights):
            one.cells.refuse("room", _TOO_FULL, room=room[1], beds=beds[room])
        taken.update((*room, night) for night in nights)


def _nights(first: date | None, last: date | None) -> list[date | None]:
    if first is None or last is None or not 0 < (last - first).days <= _LONGEST:
        return [first]
    return [first + timedelta(days=number) for number in range((last - first).days)]


async def warn_of_pairs(planned: list[Planned]) -> None:
    """Say of whom the list puts together what twins are not for: one sex, or one travel party."""
    rooms: dict[tuple[str, str], list[Planned]] = {}
    for one in planned:
        if one.columns and not one.columns["gone"] and one.columns["room_number"]:
            rooms.setdefault((one.columns["hotel_code"], one.columns["room_number"]), []).append(one)
    guests = {
        row["id"]: row
        for row in await fetch(
            "SELECT id, sex, travel_party FROM guest WHERE id = ANY($1::uuid[])",
            [one.columns["guest"] for together in rooms.values() for one in together],
        )
    }
    for (_, number), together in rooms.items():
        told = [guests[one.columns["guest"]] for one in together]
        if not may_share(told):
            for one in together:
                others = "、".join(other.code for other in together if other is not one)
                one.cells.warn("room", _OTHER_SEX, room=number, others=others)


def may_share(guests: Iterable[Any]) -> bool:
    """Whether guests may sleep in one room: all of one sex, or all of one travel party."""
    told = list(guests)
    sexes = {row["sex"] for row in told} - {""}
    parties = {row["travel_party"] for row in told}
    return len(sexes) <= 1 or (len(parties) == 1 and None not in parties)


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


async def stored_rooming(gathering: Gathering) -> dict[UUID, dict[str, Any]]:
    """Where each guest sleeps."""
    rows = await fetch(
        "SELECT s.*, h.code AS hotel_code, r.number AS room_number FROM rooming s JOIN hotel h ON h.id = s.hotel"
        " LEFT JOIN room r ON r.id = s.room WHERE h.gathering = $1",
        gathering.id,
    )
    return {row["guest"]: dict(row) for row in rows}
