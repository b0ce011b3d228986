"""Halls and how to find them, as doors tell guests who stand at the wrong one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.faults import TOO_LONG
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.text import tidy

LONGEST = 120


class HallView(msgspec.Struct, frozen=True):
    """A hall; `way` says how to find it: second floor, left of the lift."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    capacity: int | None
    way_zh: str
    way_en: str


class Way(msgspec.Struct, frozen=True):
    """How a hall is called in English and how to find it."""

    name_en: str = ""
    way_zh: str = ""
    way_en: str = ""


async def halls_of(gathering: Gathering) -> list[HallView]:
    """The gathering's halls by code."""
    rows = await fetch(
        "SELECT id, code, name_zh, name_en, capacity, way_zh, way_en FROM hall WHERE gathering = $1 ORDER BY code",
        gathering.id,
    )
    return [HallView(**dict(row)) for row in rows]


async def set_ways(ways: Mapping[str, Way], *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Keep how halls, by code, are found; others stay. Raises Invalid, fields being CODE.way_zh and the like."""
    kept = {
        code: {name: tidy(text.replace("\x00", "")) for name, text in msgspec.structs.asdict(way).items()}
        for code, way in ways.items()
    }
    problems: dict[str, Problem] = {
        f"{code}.{name}": Problem(TOO_LONG, {"most": LONGEST, "length": len(text)})
        for code, told in kept.items()
        for name, text in told.items()
        if len(text) > LONGEST
    }
    if problems:
        raise Invalid(problems)
    async with writing():
        changed: list[Any] = await fetch(
            "UPDATE hall SET name_en = w.name_en, way_zh = w.way_zh, way_en = w.way_en"
            " FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS w (code, name_en, way_zh, way_en)"
            " WHERE hall.gathering = $1 AND hall.code = w.code"
            " AND (hall.name_en, hall.way_zh, hall.way_en) <> (w.name_en, w.way_zh, w.way_en) RETURNING hall.code",
            gathering.id, list(kept), *([told[name] for told in kept.values()] for name in Way.__struct_fields__),
        )  # fmt: skip
        if changed:
            await record(
                "hall.set_ways", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
                halls=sorted(row["code"] for row in changed),
            )  # fmt: skip
