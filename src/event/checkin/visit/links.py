"""The link of a bus's guide: derived, not stored; a new one ends those before it, and every one ends with the visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from event.checkin.visit.errors import BusLinksEnded, UnknownBusLink
from event.crypto import ring
from event.database import fetch_one, writing
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.settings import settings

_PLAIN, _WITH_PHONES = "bus", "bus with phones"
_MOVED, _SHARED = "bus_link.move", "bus_link.with_phones"
_ENDS = timedelta(days=3)
"""So long after the gathering's last day a link still leads to its bus: roll calls are sent later, too."""


@dataclass(frozen=True)
class BusLink:
    """What a link leads to: the bus by its code, and whether guests' telephone numbers are shown."""

    vehicle: UUID
    bus: str
    gathering: Gathering
    phones: bool

    @property
    def actor(self) -> Actor:
        return Actor(f"bus:{self.vehicle}")


async def bus_address(vehicle: UUID, *, phones: bool) -> str:
    """The address of a bus's page for its guide."""
    return settings().address + await bus_path(vehicle, phones=phones)


async def bus_path(vehicle: UUID, *, phones: bool) -> str:
    """The same without the server; two secrets, one of which shows the guests' telephone numbers."""
    generation = await _generation(vehicle)
    return f"/b/{ring().link_code(_purpose(phones=phones), vehicle, generation)}"


async def bus_behind(code: str, *, now: datetime) -> BusLink:
    """What a link leads to. Raises UnknownBusLink."""
    named = ring().link_subject(code)
    row: Any = named and await fetch_one("SELECT id, code, gathering FROM vehicle WHERE id = $1", named[0])
    gathering = row and await Gathering.objects().get(Gathering.id == row["gathering"])
    if named is None or not row or not gathering:
        raise UnknownBusLink
    generation = await _generation(named[0])
    for phones in (False, True):
        if ring().link_holds(named[1], _purpose(phones=phones), named[0], generation):
            if links_ended(gathering, now):
                raise UnknownBusLink
            return BusLink(named[0], row["code"], gathering, phones)
    raise UnknownBusLink


def links_ended(gathering: Gathering, now: datetime) -> bool:
    """Whether the visit has been over for so long that no link leads to a bus any more."""
    return local_day(now - _ENDS, gathering.zone) > gathering.last_day


async def move_link(vehicle: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Give a bus another link; those so far lead nowhere any more."""
    async with writing():
        await record(_MOVED, subject=f"vehicle:{vehicle}", by=by, now=now, gathering=gathering.id)


async def share_phones(vehicle: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> str:
    """The address with the guests' telephone numbers; that it was given out is recorded. Raises BusLinksEnded."""
    if links_ended(gathering, now):
        raise BusLinksEnded
    async with writing():
        await record(_SHARED, subject=f"vehicle:{vehicle}", by=by, now=now, gathering=gathering.id)
    return await bus_address(vehicle, phones=True)


def _purpose(*, phones: bool) -> str:
    return _WITH_PHONES if phones else _PLAIN


async def _generation(vehicle: UUID) -> int:
    """How often the link was changed, by the audit trail, from which nothing is ever taken away."""
    row: Any = await fetch_one(
        "SELECT count(*) AS moved FROM audit_entry WHERE action = $1 AND subject = $2",
        _MOVED, f"vehicle:{vehicle}",
    )  # fmt: skip
    return 1 + int(row["moved"])
