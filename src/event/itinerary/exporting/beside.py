"""Sheets behind the office's own: further crews, travel times, the days of the visit, who rides together or apart."""

from collections.abc import Mapping
from typing import Any

from event.gathering.tables import Gathering
from event.itinerary.beside.columns import cells_of
from event.itinerary.beside.crews import (
    MEMBER_BESIDE,
    MEMBER_HEADINGS,
    MEMBERS,
    OTHER_HEADINGS,
    OTHERS,
    stored_members,
)
from event.itinerary.beside.days import (
    APART,
    BOND_HEADINGS,
    BONDS,
    DAY_HEADINGS,
    DAYS,
    TOGETHER,
    stored_bonds,
    stored_days,
)
from event.itinerary.beside.ways import SAID, WAY_HEADINGS, WAYS, called, stored_places, stored_ways
from event.itinerary.exporting.people import listed
from event.itinerary.listed import CREW
from event.itinerary.tables import CrewRole
from event.itinerary.visiting import in_order
from event.registration.exporting.office import OfficeSheet, exactly, number_or_text


async def beside_sheets(gathering: Gathering, vehicles: Mapping[str, dict[str, Any]]) -> list[OfficeSheet]:
    """The five sheets; they are there without rows too, to be filled in."""
    return [
        OfficeSheet(OTHERS, "其他随车人员", "车辆表中同一角色的第二人及以后。", OTHER_HEADINGS, _others(vehicles)),
        OfficeSheet(
            MEMBERS, "随车人员库", "可随车的人员;起止为可工作时间。", MEMBER_HEADINGS, await _members(gathering)
        ),
        OfficeSheet(WAYS, "行车时间(分钟)", "来源:录入或导入;估算的不列。", WAY_HEADINGS, await _ways(gathering)),
        OfficeSheet(DAYS, "家乡行日", "行车上限为每天在路上的分钟数,空白为不限。", DAY_HEADINGS, await _days(gathering)),
        OfficeSheet(BONDS, "同行与分开", "关系:同行或分开。", BOND_HEADINGS, await _bonds(gathering)),
    ]  # fmt: skip


def _others(vehicles: Mapping[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Everybody of a role but the first, who stands in the list of vehicles."""
    rows = []
    for code, vehicle in vehicles.items():
        named = set[str]()
        for role, number, name in vehicle["crew"]:
            if role in named:
                rows.append((number_or_text(code), CREW[CrewRole(role)], number, name))
            named.add(role)
    return rows


async def _members(gathering: Gathering) -> list[tuple[Any, ...]]:
    members = await stored_members(gathering.id)
    return [
        (
            number, row["name"], *cells_of(row, MEMBER_BESIDE), exactly(row["begins_at"], gathering),
            exactly(row["ends_at"], gathering),
        )
        for number, row in sorted(members.items(), key=lambda one: in_order(one[0]))
    ]  # fmt: skip


async def _ways(gathering: Gathering) -> list[tuple[Any, ...]]:
    names = called(await stored_places(gathering.id))
    ways = await stored_ways(gathering.id)
    rows = [
        (names[origin], names[target], row["minutes"], SAID[row["known"]])
        for (origin, target), row in ways.items()
    ]
    return sorted(rows, key=lambda row: (in_order(row[0]), in_order(row[1])))


async def _days(gathering: Gathering) -> list[tuple[Any, ...]]:
    times = ("leaves_at", "back_by", "lunch_from", "lunch_until")
    return [
        (on, *(f"{row[name]:%H:%M}" for name in times), row["driving_minutes"])
        for on, row in (await stored_days(gathering.id)).items()
    ]


async def _bonds(gathering: Gathering) -> list[tuple[Any, ...]]:
    bonds = await stored_bonds(gathering.id)
    guests = await listed(gathering, [guest for pair in bonds for guest in pair])
    rows = []
    for row in bonds.values():
        one, other = sorted((guests[row["one"]], guests[row["other"]]), key=lambda guest: guest.number)
        how = APART if row["apart"] else TOGETHER
        rows.append((one.number, one.name, other.number, other.name, how, row["reason"]))
    return sorted(rows)
