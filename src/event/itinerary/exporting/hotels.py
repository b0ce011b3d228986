"""Hotels, rooms and who sleeps where, as the office's workbook has them."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from event.gathering.tables import Gathering
from event.itinerary.exporting.people import listed
from event.itinerary.exporting.sheets import OfficeSheet, note_of
from event.itinerary.exporting.visit import in_order
from event.itinerary.lodging.imports import HOTELS, ROOMING, ROOMS
from event.itinerary.lodging.listed import stored_hotels, stored_rooming, stored_rooms

_SINGLE = 1
_HOTEL = (
    "酒店代码", "酒店", "地址", "总台电话", "单人房", "双人房", "房间合计", "机动房", "计划入住人数",
)  # fmt: skip
_ROOM = ("酒店代码", "酒店", "房号", "房型", "床位", "状态")
_ROOMING = (
    "序号", "编号", "姓名", "性别", "代表团", "酒店", "房号", "房型", "同住", "同住编号", "同行组", "入住", "离店", "早餐", "备注",
)  # fmt: skip
Rooms = dict[tuple[str, str], dict[str, Any]]


async def hotel_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """The three lists; rooms, beds and who is still to be given one are counted anew."""
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
    types = sorted(
        {kind for hotel in hotels.values() for kind in hotel["blocks"]},
        key=lambda kind: (beds.get(kind, 0), kind),
    )
    return [
        OfficeSheet(HOTELS, "驻地酒店一览", note, (*_HOTEL, *types), _hotels(hotels, rooms, rooming, types)),
        OfficeSheet(ROOMS, "客房清单", "状态为编制时的分房进度。", _ROOM, _rooms(hotels, rooms, rooming)),
        OfficeSheet(
            ROOMING, f"来宾住宿分配表({len(rooming)}人)", note, _ROOMING, await _rooming(gathering, hotels, rooming)
        ),
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
                *(hotel["blocks"].get(kind) for kind in types),
            )
        )  # fmt: skip
    return rows


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
    gathering: Gathering, hotels: dict[str, Any], rooming: dict[UUID, Any]
) -> list[tuple[Any, ...]]:
    guests = await listed(gathering, rooming)
    together: dict[UUID, list[UUID]] = {}
    for guest, one in rooming.items():
        if one["room"] is not None:
            together.setdefault(one["room"], []).append(guest)
    rows = []
    for number, key in enumerate(sorted(rooming, key=lambda key: guests[key].number), start=1):
        one, who = rooming[key], guests[key]
        others = [guests[other] for other in together.get(one["room"], ()) if other != key]
        rows.append(
            (
                number, who.number, who.name, who.sex, who.delegation, hotels[one["hotel_code"]]["name_zh"],
                one["room_number"], one["room_type"], "、".join(other.name for other in others),
                "、".join(other.number for other in others), who.party, one["check_in"], one["check_out"],
                "含" if one["breakfast"] else "不含", one["note"],
            )
        )  # fmt: skip
    return rows
