"""The checkpoints at which buses are counted: found by the bus their rule names, and made where some are lacking."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from event.checkin.tables import Admits, CheckpointKind
from event.checkin.visit.rules import BACK, START, Point, tails
from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.riding import BusNow, buses_now
from event.itinerary.transfers.board import vehicle_label
from event.itinerary.visiting import RouteNow, Site, routes_now
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock

_BOARDING, _RETURN, _AFTER = Message("Boarding"), Message("Return"), Message("After {stop}")
_OF_A_DAY = Message("{what}, day {day}")
_BUS = "bus:"


async def points_of(gathering: Gathering, *, bus: str = "") -> list[Point]:
    """The roll calls of all buses, or of one, in the office's order."""
    rows = await fetch(
        "SELECT id, code, name_zh, name_en, active, rule FROM checkpoint"
        " WHERE gathering = $1 AND kind = 'bus' AND direction = 'in' ORDER BY position, code",
        gathering.id,
    )
    found = [
        Point(row["id"], row["code"], key, row["code"].rpartition("/")[2], row["name_zh"], row["name_en"], row["active"])
        for row in rows
        for key in _buses_in(row["rule"])
    ]  # fmt: skip
    return [one for one in found if bus in ("", one.bus)]


def _buses_in(rule: str) -> list[str]:
    booked = [key for clause in json.loads(rule) for key in clause.get("booked", ())]
    return [key.removeprefix(_BUS) for key in booked if key.startswith(_BUS)]


async def lacking_points(gathering: Gathering) -> list[tuple[BusNow, str]]:
    """The roll calls that have no checkpoint yet, each with its bus."""
    routes, buses = await routes_now(gathering), await buses_now(gathering)
    return _lacking(buses, routes, await points_of(gathering), gathering)


async def make_points(gathering: Gathering, *, by: Actor, now: datetime) -> int:
    """Make every checkpoint that the roll calls of the buses lack; returns how many. Again it makes none."""
    async with writing():
        await lock(gathering)
        routes, buses = await routes_now(gathering), await buses_now(gathering)
        lacking = _lacking(buses, routes, await points_of(gathering), gathering)
        made = 0
        for bus, tail in lacking:
            made += len(await fetch(_ADD, uuid4(), gathering.id, *_columns(bus, tail)))
        if made:
            await record(
                "checkpoint.add", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
                roll_calls=made,
            )  # fmt: skip
    return made


def label(point: Point, stops: dict[str, Site], *, language: str) -> str:
    """What a roll call is called: Boarding, After 侨史馆, Return."""
    for mark, said in ((START, _BOARDING), (BACK, _RETURN)):
        day = point.tail.removeprefix(mark)
        if point.tail.startswith(mark) and (not day or day.isdigit()):
            what = translated(said, language)
            return translated(_OF_A_DAY, language).format(what=what, day=day) if day else what
    if point.tail in stops:
        return translated(_AFTER, language).format(stop=stops[point.tail].name(language))
    return point.name_en or point.name_zh if language == "en" else point.name_zh


def _lacking(
    buses: list[BusNow], routes: dict[str, RouteNow], points: list[Point], gathering: Gathering
) -> list[tuple[BusNow, str]]:
    there = {(one.bus, one.tail) for one in points}
    return [
        (bus, tail)
        for bus in buses
        for tail in tails(routes[bus.route], gathering.zone)
        if (bus.code, tail) not in there
    ]


def _columns(bus: BusNow, tail: str) -> tuple[Any, ...]:
    zh, en = (
        ("上车", "boarding") if tail.startswith(START) else ("返程点名", "return") if tail.startswith(BACK)
        else (f"离开{tail}点名", f"after {tail}")
    )  # fmt: skip
    rule = json.dumps([{"booked": [f"{_BUS}{bus.code}"]}])
    return (
        f"BUS{bus.code}/{tail}", f"{vehicle_label(bus.code)} {zh}", f"Bus {bus.code}, {en}", CheckpointKind.BUS.value,
        Admits.ONCE.value, rule,
    )  # fmt: skip


_ADD = """
INSERT INTO checkpoint (id, gathering, position, active, code, name_zh, name_en, kind, direction, admits, rule,
    counts_inside, hands_out_zh, hands_out_en)
VALUES ($1, $2, coalesce((SELECT max(position) + 1 FROM checkpoint WHERE gathering = $2), 0), true, $3, $4, $5, $6,
    'in', $7, $8, false, '', '')
ON CONFLICT (gathering, code) DO NOTHING RETURNING id
"""
