"""What lists of who sleeps where say, against what is stored."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.lodging.listed import UNKNOWN_HOTEL
from event.itinerary.lodging.reading import named_together
from event.itinerary.lodging.rules import Sleeper, Stay, full_night, strangers
from event.itinerary.named import Named, People
from event.itinerary.reading import Planned, day, once
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table

_ROOMING = {
    "number": ("编号",), "name": ("姓名",), "hotel": ("酒店",), "room": ("房号",), "type": ("房型",),
    "check_in": ("入住",), "check_out": ("离店",), "breakfast": ("早餐",), "note": ("备注",),
    "planned_for": ("原定编号",), "state": ("状态",),
}  # fmt: skip
CANCELLED = "已取消"
_WITHOUT = frozenset({"", "不含", "无", "否", "no"})

_UNKNOWN_ROOM = Message("“{text}” is not in the list of this hotel's rooms. Add it there, or correct it.")
_TWO_ROOMS = Message("stands in row {row} already. Everybody once.")
_TOO_FULL = Message("room {room} has {beds} beds and is given to more guests for the same night.")
_NO_NIGHT = Message("leaves before the first night.")
_UNKNOWN_FIRST = Message(
    "There is no guest with this number; the room counts as planned for whom the row names."
)
_CANCELLED = Message("is cancelled in the list, although the guest comes; no room is kept.")
_OTHER_SEX = Message(
    "shares room {room} with {others}, of the other sex and of another travel party. Look at it again."
)


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
            cells.refuse("hotel", UNKNOWN_HOTEL, text=hotel)
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


async def stored_rooming(gathering: Gathering) -> dict[UUID, dict[str, Any]]:
    """Where each guest sleeps."""
    rows = await fetch(
        "SELECT s.*, h.code AS hotel_code, r.number AS room_number FROM rooming s JOIN hotel h ON h.id = s.hotel"
        " LEFT JOIN room r ON r.id = s.room WHERE h.gathering = $1",
        gathering.id,
    )
    return {row["guest"]: dict(row) for row in rows}
