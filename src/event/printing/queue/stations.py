"""Print stations: made by an organizer, let in by a code that works once, revoked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from event.checkin.errors import UnknownDevice
from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.people import browsers
from event.people.browsers import Kind, LetIn
from event.people.rules import Actor, Permission
from event.people.sessions import token_hash
from event.printing.queue.errors import StationNameTaken, StationNotLetIn, UnknownStation

TOKEN = "evp_"  # noqa: S105 - how a station's key begins, no key
_KEPT_AFTER = timedelta(days=7)
"""So long after the last day, or after it was let in, a station still prints."""


@dataclass(frozen=True)
class KnownStation:
    """A station as its key names it."""

    id: UUID
    gathering: UUID
    name: str
    size: str

    @property
    def actor(self) -> Actor:
        return STATION.actor(self.id)


STATION = Kind(
    "print_station", TOKEN, "station", "make", Permission.PRINT, UnknownStation, StationNameTaken,
    renewed=", page = NULL, page_until = NULL", ended=", page = NULL, page_until = NULL", given=("print_scanner", "station"),
)  # fmt: skip


async def make_station(name: str, *, size: str, gathering: Gathering, by: Actor, now: datetime) -> LetIn:
    """Make a station that a computer may be let in to within half an hour. Raises StationNameTaken."""
    return await browsers.let_in(STATION, {"name": name, "size": size}, gathering=gathering, by=by, now=now)


async def let_in_another(station: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> LetIn:
    """A new code, as for another computer; the key so far ends. Raises UnknownStation."""
    return await browsers.let_in_again(STATION, station, gathering=gathering, by=by, now=now)


async def enrol_station(code: str, *, now: datetime) -> tuple[str, KnownStation]:
    """Exchange a code for a key, once, whoever is first. Raises WrongEnrolment."""
    token, row = await browsers.enrol(STATION, code, now=now)
    return token, KnownStation(row["id"], row["gathering"], row["name"], row["size"])


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
    async with browsers.changing(
        STATION, station, {"name": name, "size": size}, gathering=gathering, by=by, now=now,
        scanners=sorted(str(one) for one in scanners),
    ):  # fmt: skip
        await _give_scanners(station, scanners, gathering, by, now)


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
    return await browsers.revoke(STATION, station, gathering=gathering, by=by, now=now)


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
