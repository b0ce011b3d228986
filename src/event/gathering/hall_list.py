"""The halls of a gathering as a list that is typed: name, seats and the house they are in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.faults import MISSING, TOO_LONG
from event.gathering.halls import LONGEST
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.text import tidy

_SEATS = Message("Please give a number of 1 or more, or nothing.")
_IN_USE = Message("The programme or a checkpoint is in a hall you removed: it stays until nothing is in it.")


class HallTold(msgspec.Struct, frozen=True):
    """A hall; `code` empty for a new one, `house` the hotel or centre it is in, no capacity: no limit known."""

    name_zh: str
    code: str = ""
    name_en: str = ""
    house: str = ""
    capacity: int | None = None


async def halls_told(gathering: Gathering) -> list[HallTold]:
    """The gathering's halls by code, each with its house."""
    rows = await fetch(
        "SELECT h.code, h.name_zh, h.name_en, coalesce(v.name_zh, '') AS house, h.capacity FROM hall h"
        " LEFT JOIN venue v ON v.id = h.venue WHERE h.gathering = $1 ORDER BY h.code", gathering.id,
    )  # fmt: skip
    return [HallTold(**dict(row)) for row in rows]


async def set_halls(told: Sequence[HallTold], *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Have these halls and no others. Raises Invalid, fields being NUMBER.name_zh and the like, NUMBER from 0."""
    kept = [
        msgspec.structs.replace(
            one, name_zh=tidy(one.name_zh), name_en=tidy(one.name_en), house=tidy(one.house)
        )
        for one in told
    ]
    if problems := _problems(kept):
        raise Invalid(problems)
    coded = _coded(kept)
    try:
        async with writing():
            await fetch(
                "DELETE FROM hall WHERE gathering = $1 AND code <> ALL($2::text[])",
                gathering.id, [one.code for one in coded],
            )  # fmt: skip
            houses = await _houses([one.house for one in coded], gathering)
            for one in coded:
                await fetch(
                    "INSERT INTO hall (id, gathering, venue, code, name_zh, name_en, capacity, way_zh, way_en)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, '', '') ON CONFLICT (gathering, code)"
                    " DO UPDATE SET venue = $3, name_zh = $5, name_en = $6, capacity = $7",
                    uuid4(), gathering.id, houses.get(one.house), one.code, one.name_zh, one.name_en, one.capacity,
                )  # fmt: skip
            await record(
                "hall.set", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
                halls=[one.code for one in coded],
            )  # fmt: skip
    except (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError):
        raise Invalid({"halls": Problem(_IN_USE)}) from None


def _problems(kept: Sequence[HallTold]) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    for number, one in enumerate(kept):
        if not one.name_zh:
            problems[f"{number}.name_zh"] = Problem(MISSING)
        if one.capacity is not None and not 0 < one.capacity < 2**31:
            problems[f"{number}.capacity"] = Problem(_SEATS)
        for name in ("name_zh", "name_en", "house"):
            if (length := len(getattr(one, name))) > LONGEST:
                problems[f"{number}.{name}"] = Problem(TOO_LONG, {"most": LONGEST, "length": length})
    return problems


def _coded(kept: Sequence[HallTold]) -> list[HallTold]:
    """Every hall with a code: its own, or the next H with a number."""
    taken = {one.code for one in kept}
    free = (f"H{number}" for number in range(1, 10_000) if f"H{number}" not in taken)
    return [one if one.code else msgspec.structs.replace(one, code=next(free)) for one in kept]


async def _houses(names: Sequence[str], gathering: Gathering) -> dict[str, UUID]:
    """The venues of these names, new ones made."""
    rows = await fetch("SELECT id, code, name_zh FROM venue WHERE gathering = $1", gathering.id)
    known, codes = {row["name_zh"]: row["id"] for row in rows}, {row["code"] for row in rows}
    free = (f"V{number}" for number in range(1, 10_000) if f"V{number}" not in codes)
    for name in dict.fromkeys(names):
        if name and name not in known:
            known[name] = uuid4()
            await fetch(
                "INSERT INTO venue (id, gathering, code, name_zh, name_en, address) VALUES ($1, $2, $3, $4, '', '')",
                known[name], gathering.id, next(free), name,
            )  # fmt: skip
    return known
