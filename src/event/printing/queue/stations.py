"""Print stations: made by an organizer, let in by a code that works once, revoked at once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from event.checkin.devices import CODE_HOLDS
from event.checkin.errors import UnknownDevice, WrongEnrolment
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.sessions import token_hash
from event.people.undoing import Rows, undoable
from event.printing.queue.errors import StationNameTaken, StationNotLetIn, UnknownStation
from event.printing.queue.tables import PrintStation

TOKEN = "evp_"  # noqa: S105 - how a station's key begins, no key
_KEPT_AFTER = timedelta(days=7)
"""So long after the last day, or after it was let in, a station still prints."""


@dataclass(frozen=True)
class StationMade:
    """A station's row and the code that lets a computer in, told once."""

    station: UUID
    code: str


@dataclass(frozen=True)
class KnownStation:
    """A station as its key names it."""

    id: UUID
    gathering: UUID
    name: str
    size: str

    @property
    def actor(self) -> Actor:
        return Actor(f"station:{self.id}")


async def make_station(
    name: str, *, size: str, gathering: Gathering, by: Actor, now: datetime
) -> StationMade:
    """Make a station that a computer may be let in to within half an hour. Raises StationNameTaken."""
    code = secrets.token_urlsafe(32)
    station = PrintStation(
        id=uuid4(), gathering=gathering.id, name=name, size=size, code_hash=token_hash(code),
        code_expires_at=now + CODE_HOLDS, created_at=now, created_by=by.mark,
    )  # fmt: skip
    try:
        async with writing():
            await station.save()
            await record(
                "print_station.make", subject=f"station:{station.id}", by=by, now=now, gathering=gathering.id
            )
    except asyncpg.UniqueViolationError:
        raise StationNameTaken(name=name) from None
    return StationMade(station.id, code)


async def let_in_another(station: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> StationMade:
    """A new code, as for another computer; the key so far ends. Raises UnknownStation."""
    code = secrets.token_urlsafe(32)
    async with writing():
        row = await fetch_one(
            "UPDATE print_station SET code_hash = $3, code_expires_at = $4, token_hash = '', revoked_at = NULL,"
            " enrolled_at = NULL, page = NULL, page_until = NULL WHERE id = $1 AND gathering = $2 RETURNING id",
            station, gathering.id, token_hash(code), now + CODE_HOLDS,
        )  # fmt: skip
        if row is None:
            raise UnknownStation
        await record(
            "print_station.let_in_again", subject=f"station:{station}", by=by, now=now, gathering=gathering.id
        )
    return StationMade(station, code)


async def enrol_station(code: str, *, now: datetime) -> tuple[str, KnownStation]:
    """Exchange a code for a key, once, whoever is first. Raises WrongEnrolment."""
    token = TOKEN + secrets.token_urlsafe(32)
    async with writing():
        row = await fetch_one(
            "UPDATE print_station SET token_hash = $2, code_hash = '', enrolled_at = $3, seen_at = $3"
            " WHERE code_hash = $1 AND code_expires_at > $3 AND revoked_at IS NULL RETURNING id, gathering, name, size",
            token_hash(code), token_hash(token), now,
        )  # fmt: skip
        if row is None:
            raise WrongEnrolment
        station = KnownStation(**row)
        await record(
            "print_station.enrol", subject=f"station:{station.id}", by=station.actor, now=now,
            gathering=station.gathering,
        )  # fmt: skip
    return token, station


async def change_station(
    station: UUID,
    *,
    name: str,
    size: str,
    scanners: Sequence[UUID],
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> None:
    """Change a station, and which scanners may have new badges made that it prints.

    Raises UnknownStation, UnknownDevice, StationNameTaken.
    """
    try:
        async with writing():
            row = await fetch_one(
                "UPDATE print_station SET name = $3, size = $4 WHERE id = $1 AND gathering = $2 RETURNING id",
                station, gathering.id, name, size,
            )  # fmt: skip
            if row is None:
                raise UnknownStation
            await _give_scanners(station, scanners, gathering, by, now)
            await record(
                "print_station.change", subject=f"station:{station}", by=by, now=now, gathering=gathering.id,
                scanners=sorted(str(one) for one in scanners),
            )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise StationNameTaken(name=name) from None


async def _give_scanners(
    station: UUID, scanners: Sequence[UUID], gathering: Gathering, by: Actor, now: datetime
) -> None:
    wanted = list(dict.fromkeys(scanners))
    known = await fetch(
        "SELECT id FROM device WHERE gathering = $1 AND id = ANY($2::uuid[])", gathering.id, wanted
    )
    if len(known) != len(wanted):
        raise UnknownDevice
    await fetch("DELETE FROM print_scanner WHERE station = $1 AND device <> ALL($2::uuid[])", station, wanted)
    await fetch(
        "INSERT INTO print_scanner (id, device, station, given_at, given_by)"
        " SELECT gen_random_uuid(), device, $1, $3, $4 FROM unnest($2::uuid[]) AS t (device)"
        " ON CONFLICT (device) DO UPDATE SET station = $1, given_at = $3, given_by = $4",
        station, wanted, now, by.mark,
    )  # fmt: skip


async def revoke_station(station: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """End a station's access at once; what waits for it stays and can be moved; answers with what undoes it.

    Raises UnknownStation.
    """
    access = Rows("print_station", "id", [station], only=("revoked_at", "code_hash", "token_hash"))
    async with writing():
        async with undoable(
            "print_station.revoke", access, Rows("print_scanner", "station", [station]),
            subject=f"station:{station}", by=by, now=now, gathering=gathering.id, needs=Permission.PRINT,
        ) as step:  # fmt: skip
            row = await fetch_one(
                "UPDATE print_station SET revoked_at = coalesce(revoked_at, $3), code_hash = '', page = NULL,"
                " page_until = NULL WHERE id = $1 AND gathering = $2 RETURNING id",
                station, gathering.id, now,
            )  # fmt: skip
            if row is None:
                raise UnknownStation
            await fetch("DELETE FROM print_scanner WHERE station = $1", station)
        await record(
            "print_station.revoke", subject=f"station:{station}", by=by, now=now, gathering=gathering.id
        )
    return step


async def station_of(token: str, *, now: datetime) -> KnownStation:
    """The station that has this key. Raises StationNotLetIn."""
    row = None
    if token.startswith(TOKEN):
        row = await fetch_one(
            "SELECT s.id, s.gathering, s.name, s.size FROM print_station s JOIN gathering g ON g.id = s.gathering"
            " WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND greatest(g.last_day, s.enrolled_at::date) >= $2",
            token_hash(token), (now - _KEPT_AFTER).date(),
        )  # fmt: skip
    if row is None:
        raise StationNotLetIn
    return KnownStation(**row)


async def station_for_scanner(device: UUID, *, gathering: UUID) -> KnownStation | None:
    """Where a scanner's new badges are printed; None where its holder may have none made."""
    row = await fetch_one(
        "SELECT s.id, s.gathering, s.name, s.size FROM print_scanner p JOIN print_station s ON s.id = p.station"
        " WHERE p.device = $1 AND s.gathering = $2 AND s.revoked_at IS NULL",
        device, gathering,
    )  # fmt: skip
    return KnownStation(**row) if row else None
