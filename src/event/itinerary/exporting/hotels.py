"""Hotels, rooms and who sleeps where, as the office's workbook has them."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from event.gathering.tables import Gathering
from event.itinerary.beside.columns import cells_of, names_of
from event.itinerary.exporting.given_up import given_up
from event.itinerary.exporting.people import listed
from event.itinerary.lodging.imports import BLOCKS, HOTELS, ROOMING, ROOMS
from event.itinerary.lodging.listed import (
    HOTEL_BESIDE,
    is_a_column,
    stored_hotels,
    stored_rooms,
)
from event.itinerary.lodging.rooming_listed import CANCELLED, stored_rooming
from event.itinerary.visiting import in_order
from event.registration.exporting.office import OfficeSheet, note_of

_SINGLE = 1
_HOTEL = (
    "酒店代码", "酒店", "地址", "总台电话", "单人房", "双人房", "房间合计", "机动房", "计划入住人数",
)  # fmt: skip
_ROOM = ("酒店代码", "酒店", "房号", "房型", "床位", "状态")
_ROOMING = (
    "序号", "编号", "姓名", "性别", "代表团", "酒店", "房号", "房型", "同住", "同住编号", "同行组", "入住", "离店", "早餐", "备注",
    "原定编号", "状态",
)  # fmt: skip
_BLOCK = ("酒店代码", "房型", "间数")
Rooms = dict[tuple[str, str], dict[str, Any]]


async def hotel_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """The office's three lists, rooms, beds and who is still to be given one counted anew, and types that are no columns."""
    hotels = dict(sorted((await stored_hotels(gathering)).items(), key=lambda one: in_order(one[0])))
    rooms = dict(
        sorted(
            (await stored_rooms(gathering)).items(),
            key=lambda one: (in_order(one[0][0]), in_order(one[0][1])),
        )
    )
    rooming = await stored_rooming(gathering)
    note = note_of(gathering, now)
    beds = {room["room_type"]: room["beds"] for room in rooms.values()}
    kinds = {kind for hotel in hotels.values() for kind in hotel["blocks"]}
    types = sorted(
        {kind for kind in kinds if is_a_column(kind, kinds)},
        key=lambda kind: (beds.get(kind, 0), kind),
    )
    blocks = _blocks(hotels, types)
    return [
        OfficeSheet(HOTELS, "驻地酒店一览", note, (*_HOTEL, *types, *names_of(HOTEL_BESIDE)), _hotels(hotels, rooms, rooming, types)),
        OfficeSheet(ROOMS, "客房清单", "状态为编制时的分房进度。", _ROOM, _rooms(hotels, rooms, rooming)),
        OfficeSheet(
            ROOMING, f"来宾住宿分配表({len(rooming)}人)", note, _ROOMING, await _rooming(gathering, hotels, rooms, rooming)
        ),
        *([OfficeSheet(BLOCKS, "其他房型", "名称不能作酒店表列名的房型。", _BLOCK, blocks)] if blocks else []),
    ]  # fmt: skip


def _hotels(
    hotels: dict[str, Any], rooms: Rooms, rooming: dict[UUID, Any], types: list[str]
) -> list[tuple[Any, ...]]:
    rows = []
    for code, hotel in hotels.items():
        own = [room for (place, _), room in rooms.items() if place == code]
        single = sum(room["beds"] == _SINGLE for room in own if not room["spare"])
        spare = sum(room["spare"] for room in own)
        rows.append(
            (
                code, hotel["name_zh"], hotel["address"], hotel["phone"], single, len(own) - spare - single, len(own) - spare,
                spare, sum(one["hotel_code"] == code for one in rooming.values()),
                *(hotel["blocks"].get(kind) for kind in types), *cells_of(hotel, HOTEL_BESIDE),
            )
        )  # fmt: skip
    return rows


def _blocks(hotels: dict[str, Any], types: list[str]) -> list[tuple[Any, ...]]:
    """What a hotel keeps of types without a column, and of which it keeps none although it has them."""
    return [
        (code, kind, count)
        for code, hotel in hotels.items()
        for kind, count in sorted(hotel["blocks"].items())
        if kind not in types or not count
    ]


def _rooms(hotels: dict[str, Any], rooms: Rooms, rooming: dict[UUID, Any]) -> list[tuple[Any, ...]]:
    taken = Counter((one["hotel_code"], one["room_number"]) for one in rooming.values())
    return [
        (code, hotels[code]["name_zh"], number, room["room_type"], room["beds"], _state(room, taken[code, number]))
        for (code, number), room in rooms.items()
    ]  # fmt: skip


def _state(room: dict[str, Any], taken: int) -> str:
    if room["spare"]:
        return "机动"
    free = room["beds"] - taken
    return "已满" if free <= 0 else f"缺{free}人" if taken else "待分"


async def _rooming(
    gathering: Gathering, hotels: dict[str, Any], rooms: Rooms, rooming: dict[UUID, Any]
) -> list[tuple[Any, ...]]:
    """Who sleeps where; behind them who does not come any more, with the room that was theirs."""
    free = await _given_up(gathering, hotels, rooms)
    first = [one["planned_for"] for one in (*rooming.values(), *free)]
    guests = await listed(gathering, [*rooming, *(one["guest"] for one in free), *first])
    together: dict[UUID, list[UUID]] = {}
    for guest, one in rooming.items():
        if one["room"] is not None:
            together.setdefault(one["room"], []).append(guest)
    ordered = sorted(rooming.values(), key=lambda one: guests[one["guest"]].number)
    rows = []
    for number, one in enumerate((*ordered, *free), start=1):
        who, comes = guests[one["guest"]], number <= len(ordered)
        others = (
            [guests[other] for other in together.get(one["room"], ()) if other != one["guest"]]
            if comes
            else []
        )
        rows.append(
            (
                number, who.number, who.name, who.sex, who.delegation, hotels[one["hotel_code"]]["name_zh"],
                one["room_number"], one["room_type"], "、".join(other.name for other in others),
                "、".join(other.number for other in others), who.party, one["check_in"], one["check_out"],
                "含" if one["breakfast"] else "不含", one["note"],
                guests[one["planned_for"]].number if one["planned_for"] in guests else None, None if comes else CANCELLED,
            )
        )  # fmt: skip
    return rows


async def _given_up(gathering: Gathering, hotels: dict[str, Any], rooms: Rooms) -> list[dict[str, Any]]:
    """Where guests were to sleep who do not come any more."""
    codes = {hotel["id"]: code for code, hotel in hotels.items()}
    numbers = {room["id"]: number for (_, number), room in rooms.items()}
    return [
        place | {"hotel_code": codes[place["hotel"]], "room_number": numbers.get(place["room"])}
        for place in await given_up("rooming", gathering.id)
        if place["hotel"] in codes
    ]
