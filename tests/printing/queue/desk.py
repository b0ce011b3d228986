"""A station with its page, as tests speak of them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.printing.queue.asking import Asked, ask
from event.printing.queue.queries import queue_of
from event.printing.queue.stations import KnownStation, enrol_station, make_station
from event.printing.queue.taking import Claimed, take
from tests.cast import NOW

WANG = Actor("user:00000000-0000-0000-0000-000000000001")


@dataclass
class Page:
    """A page of a station that is open somewhere."""

    station: KnownStation
    id: UUID = field(default_factory=uuid4)

    async def next(self, *, here: bool = False, now: datetime = NOW) -> Claimed | None:
        return (await take(self.station, page=self.id, here=here, now=now)).job

    async def badge(self, *, now: datetime = NOW) -> Claimed:
        """The next badge, which has to be there."""
        job = await self.next(now=now)
        if job is None:
            raise AssertionError(await states(self.station.gathering))
        return job


async def station(held: Gathering, name: str = "Left") -> KnownStation:
    """A station that is let in."""
    made = await make_station(name, size="90x130", gathering=held, by=WANG, now=NOW)
    _, known = await enrol_station(made.code, now=NOW)
    return known


async def asked(
    held: Gathering, at: KnownStation, guest: UUID, *, request: UUID | None = None, now: datetime = NOW
) -> Asked:
    """A guest's badge is asked for at a station."""
    return await ask(gathering=held, station=at.id, request=request or uuid4(), guest=guest, by=WANG, now=now)


async def states(gathering: UUID) -> list[tuple[str, str]]:
    """Badge numbers with where they are, in the order they were asked for."""
    rows = await fetch(
        "SELECT t.badge_number, j.state FROM print_job j JOIN ticket t ON t.id = j.ticket WHERE j.gathering = $1"
        " ORDER BY j.queued_at, j.place, t.badge_number",
        gathering,
    )
    return [(row["badge_number"], row["state"]) for row in rows]


async def steps(job: UUID) -> list[str]:
    """What happened to a job."""
    rows = await fetch("SELECT kind FROM print_step WHERE job = $1 ORDER BY at, ctid", job)
    return [row["kind"] for row in rows]


async def waiting(held: Gathering, now: datetime = NOW) -> list[str]:
    """The badges that wait."""
    return [one.badge_number for one in (await queue_of(held, now=now)).waiting]
