"""What lists of hotels, rooms and who sleeps where say, against what is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

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
from event.itinerary.lodging.reading import named_together
from event.itinerary.lodging.rules import Sleeper, Stay, full_night, strangers
from event.itinerary.named import Named, People
from event.itinerary.reading import Planned, by_code, compare_count, day, once, settle, whole
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
_ROOMING = {
    "number": ("编号",), "name": ("姓名",), "hotel": ("酒店",), "room": ("房号",), "type": ("房型",),
    "check_in": ("入住",), "check_out": ("离店",), "breakfast": ("早餐",), "note": ("备注",),
    "planned_for": ("原定编号",), "state": ("状态",),
}  # fmt: skip
_BLOCK_ROW = {"hotel": ("酒店代码",), "type": ("房型",), "rooms": ("间数",)}
_SPARE, CANCELLED = "机动", "已取消"
_WITHOUT = frozenset({"", "不含", "无", "否", "no"})
_MOST_BEDS = 12
_MOST_ROOMS = 10_000

_UNKNOWN_HOTEL = Message("“{text}” is not in the list of hotels. Add it there, or correct it.")
_UNKNOWN_ROOM = Message("“{text}” is not in the list of this hotel's rooms. Add it there, or correct it.")
_TWO_ROOMS = Message("stands in row {row} already. Everybody once.")
_TOO_FULL = Message("room {room} has {beds} beds and is given to more guests for the same night.")
_NO_NIGHT = Message("leaves before the first night.")
_UNKNOWN_FIRST = Message(
    "There is no guest with this number; the room counts as planned for whom the row names."
)
_CANCELLED = Message("is cancelled in the list, although the guest comes; no room is kept.")
_BLOCK = Message("{block} rooms are kept, {listed} stand in the list of rooms.")
_OTHER_SEX = Message(
    "shares room {room} with {others}, of the other sex and of another travel party. Look at it again."
)


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
            cells.refuse("hotel", _UNKNOWN_HOTEL, text=hotel)
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
            left = held.gone or cells.text("state", 20) == CANCELLED
            if left and not held.gone:
                cells.warn("state", _CANCELLED)
            columns = {
                "guest": held.guest, "gone": held.gone, "left": left,
                "planned_for": _planned_for(cells, people, held, stored.get(held.guest)), "hotel_code": code,
                "room_number": room or None, "room_type": cells.text("type", 40), "check_in": check_in,
                "check_out": check_out, "breakfast": cells.text("breakfast", 20).lower() not in _WITHOUT,
                "note": cells.text("note"),
            }  # fmt: skip
        planned.append(Planned(cells, number, name, columns))
    _refuse_full(planned, beds, stored)
    for one in planned:
        _settle(one, table.sheet, stored)
    return planned


def _planned_for(cells: Cells, people: People, held: Named, known: Mapping[str, Any] | None) -> UUID:
    """For whom a room was first planned: whom a list tells, whom it names and somebody replaced, or whom it was before."""
    number = cells.text("planned_for", 40)
    told = people.of_number(number) if number else None
    if number and told is None:
        cells.warn("planned_for", _UNKNOWN_FIRST)
    if told is None and known and held.planned_for == held.guest:
        return UUID(str(known["planned_for"]))
    return told or held.planned_for


def _settle(one: Planned, sheet: str, stored: Mapping[UUID, dict[str, Any]]) -> None:
    known = stored.get(one.columns["guest"]) if one.columns else None
    if one.columns and one.columns["left"]:
        one.outcome = one.cells.outcome(
            sheet, one.code, one.name, known=known is not None, changes=("room",) if known else (),
            left_out=known is None,
        )  # fmt: skip
        return
    told = {key: value for key, value in one.columns.items() if key not in ("guest", "gone", "left")}
    changes = [key for key, value in told.items() if known and known[key] != value]
    one.outcome = one.cells.outcome(sheet, one.code, one.name, known=known is not None, changes=changes)


def _refuse_full(
    planned: list[Planned], beds: Mapping[tuple[str, str], int], stored: Mapping[UUID, dict[str, Any]]
) -> None:
    """No bed is given twice for one night, nor one of a guest whom the list does not tell of."""
    listed = {one.columns["guest"] for one in planned if one.columns}
    taken: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for guest, row in stored.items():
        if guest not in listed and row["room_number"] is not None:
            taken[row["hotel_code"], row["room_number"]].append(Stay(row["check_in"], row["check_out"]))
    for one in planned:
        columns = one.columns
        if not columns or columns["left"] or columns["room_number"] is None or one.cells.reasons:
            continue
        room, stay = (columns["hotel_code"], columns["room_number"]), _stay(one)
        if full_night(stay, taken[room], beds[room]) is not None:
            one.cells.refuse("room", _TOO_FULL, room=room[1], beds=beds[room])
        taken[room].append(stay)


def _stay(one: Planned) -> Stay:
    return Stay(one.columns["check_in"], one.columns["check_out"])


async def warn_of_pairs(planned: list[Planned]) -> None:
    """Say of whom the list puts together what twins are not for: one sex, one travel party, or companions."""
    rooms: dict[tuple[str, str], list[Planned]] = {}
    for one in planned:
        if one.columns and not one.columns["left"] and one.columns["room_number"]:
            rooms.setdefault((one.columns["hotel_code"], one.columns["room_number"]), []).append(one)
    rows = await fetch(
        "SELECT id, number, name_zh, latin_surname, latin_given, sex, travel_party,"
        " coalesce(answers->>'roommate', '') AS roommate FROM guest WHERE id = ANY($1::uuid[])",
        [one.columns["guest"] for together in rooms.values() for one in together],
    )
    guests, companions = {row["id"]: row for row in rows}, named_together(rows)
    for (_, number), together in rooms.items():
        sleepers = [_sleeper(one, guests, companions) for one in together]
        apart = {one.guest for one in strangers(sleepers)}
        for one in together:
            if one.columns["guest"] in apart:
                others = "、".join(
                    other.code for other in together if other is not one and other.columns["guest"] in apart
                )
                one.cells.warn("room", _OTHER_SEX, room=number, others=others)


def _sleeper(one: Planned, guests: Mapping[UUID, Any], companions: Mapping[UUID, frozenset[UUID]]) -> Sleeper:
    guest = one.columns["guest"]
    row = guests[guest]
    return Sleeper(guest, row["sex"], row["travel_party"], _stay(one), companions.get(guest, frozenset()))


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


async def stored_rooming(gathering: Gathering) -> dict[UUID, dict[str, Any]]:
    """Where each guest sleeps."""
    rows = await fetch(
        "SELECT s.*, h.code AS hotel_code, r.number AS room_number FROM rooming s JOIN hotel h ON h.id = s.hotel"
        " LEFT JOIN room r ON r.id = s.room WHERE h.gathering = $1",
        gathering.id,
    )
    return {row["guest"]: dict(row) for row in rows}
