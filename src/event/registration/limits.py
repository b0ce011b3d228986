"""Delegations, and how many places they, the classes and the whole gathering have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.faults import MISSING
from event.gathering.tables import Gathering, GuestClass
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.registration.deciding import promote
from event.registration.tables import Delegation, Guest
from event.text import tidy

_NOT_A_NUMBER = Message("Please give a whole number, or nothing for no limit.")
_TWICE = Message("There is a delegation with this code or name already.")
_MOST = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Places by class id and delegation id, and of all guests together; None: no limit."""

    gathering: int | None
    classes: Mapping[UUID, int | None]
    delegations: Mapping[UUID, int | None]


def parse_limits(typed: Mapping[str, str], *, classes: list[UUID], delegations: list[UUID]) -> Limits:
    """Understand the page of places, or raise Invalid with every field that is no number."""
    problems: dict[str, Problem] = {}

    def number(name: str) -> int | None:
        text = typed.get(name, "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) < _MOST):
            problems[name] = Problem(_NOT_A_NUMBER)
            return None
        return int(text)

    limits = Limits(
        number("places"),
        {one: number(f"class_{one}") for one in classes},
        {one: number(f"delegation_{one}") for one in delegations},
    )
    if problems:
        raise Invalid(problems)
    return limits


async def set_limits(limits: Limits, *, gathering: Gathering, by: Actor, now: datetime) -> list[Guest]:
    """Keep how many places there are; whoever waits and now fits moves up at once."""
    async with writing():
        await lock(gathering)
        await fetch("UPDATE gathering SET places = $2 WHERE id = $1", gathering.id, limits.gathering)
        for table, told in (("guest_class", limits.classes), ("delegation", limits.delegations)):
            for key, places in told.items():
                await fetch(
                    f"UPDATE {table} SET places = $3 WHERE id = $1 AND gathering = $2",  # noqa: S608 - our own names
                    key, gathering.id, places,
                )  # fmt: skip
        await record(
            "gathering.set_places",
            subject=f"gathering:{gathering.id}",
            by=by,
            now=now,
            gathering=gathering.id,
        )
        return await promote(gathering, now=now)


async def add_delegation(
    gathering: Gathering, *, code: str, name_zh: str, name_en: str, by: Actor, now: datetime
) -> Delegation:
    """Add a delegation. Raises Invalid where code or name is missing or taken."""
    code, name_zh, name_en = tidy(code)[:20], tidy(name_zh)[:120], tidy(name_en)[:120]
    missing = {"code": code, "name_zh": name_zh}
    if problems := {name: Problem(MISSING) for name, text in missing.items() if not text}:
        raise Invalid(problems)
    async with writing():
        await lock(gathering)
        taken = await fetch(
            "SELECT 1 FROM delegation WHERE gathering = $1 AND (code = $2 OR name_zh = $3)",
            gathering.id, code, name_zh,
        )  # fmt: skip
        if taken:
            raise Invalid({"code": Problem(_TWICE)})
        made = Delegation(id=uuid4(), gathering=gathering.id, code=code, name_zh=name_zh, name_en=name_en)
        await made.save()
        await record(
            "delegation.add", subject=f"delegation:{made.id}", by=by, now=now, gathering=gathering.id
        )
    return made


@dataclass(frozen=True)
class Taken:
    """A class or delegation with its limit and how many of its guests are approved and wait."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    places: int | None
    approved: int
    waiting: int


async def places_taken(gathering: Gathering) -> tuple[list[Taken], list[Taken]]:
    """Classes and delegations in order, each with its figures."""
    counted = (
        " count(g.id) FILTER (WHERE g.standing = 'approved') AS approved,"
        " count(g.id) FILTER (WHERE g.standing = 'waitlisted') AS waiting"
    )
    classes = await fetch(
        f"SELECT c.id, c.code, c.name_zh, c.name_en, c.places, {counted} FROM guest_class c"  # noqa: S608 - our own words
        " LEFT JOIN guest g ON g.guest_class = c.id WHERE c.gathering = $1 GROUP BY c.id ORDER BY c.position",
        gathering.id,
    )
    delegations = await fetch(
        f"SELECT d.id, d.code, d.name_zh, d.name_en, d.places, {counted} FROM delegation d"  # noqa: S608 - our own words
        " LEFT JOIN guest g ON g.delegation = d.id WHERE d.gathering = $1 GROUP BY d.id ORDER BY d.code",
        gathering.id,
    )
    return [Taken(**dict(row)) for row in classes], [Taken(**dict(row)) for row in delegations]


async def online_classes(codes: set[str], *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Which classes guests may choose online."""
    async with writing():
        await lock(gathering)
        await GuestClass.update({GuestClass.offered_online: False}).where(
            GuestClass.gathering == gathering.id
        )
        if codes:
            await GuestClass.update({GuestClass.offered_online: True}).where(
                (GuestClass.gathering == gathering.id) & GuestClass.code.is_in(sorted(codes))
            )
        await record(
            "gathering.set_online_classes", subject=f"gathering:{gathering.id}", by=by, now=now,
            gathering=gathering.id, codes=sorted(codes),
        )  # fmt: skip
