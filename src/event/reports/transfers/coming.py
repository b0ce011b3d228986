"""How each guest comes, and what the boards had shown of their flight or train by the moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.itinerary.as_of import places_as_of
from event.itinerary.transfers.tables import ServiceState
from event.registration.as_of import WHO
from event.reports.doors.people import Person, everybody, known_of
from event.reports.told import Asked

LANDED, DELAYED, NOT_DUE, SELF, LOCAL = "landed", "delayed", "not_due", "self", "local"
REASONS = (LANDED, DELAYED, NOT_DUE, SELF, LOCAL)


@dataclass(frozen=True)
class Coming:
    """A guest on the way: `transfer` and `service` are rows, None where there are none."""

    person: Person
    how: str
    transfer: Any | None
    service: Any | None

    @property
    def fetched(self) -> bool:
        return self.how not in (SELF, LOCAL)


async def coming(asked: Asked) -> list[Coming]:
    """Expected guests with how far they are; a reply tells how somebody comes whom no list of transfers has."""
    services = await _services(asked)
    by_number = {(row["number"], row["on_day"]): row for row in services.values()}
    people = await everybody(asked)
    transfers = {
        place.then.id: place.row
        for place in await places_as_of(
            "transfer",
            asked.gathering,
            asked.at,
            scope=asked.scope,
            columns=WHO,
            direction="arrival",
            known=known_of(asked, people),
        )
    }
    journeys = {
        row["guest"]: row
        for row in await fetch(
            "SELECT j.guest, j.mode, j.number, j.on_day FROM journey j JOIN guest g ON g.id = j.guest WHERE g.gathering = $1"
            " AND j.direction = 'arrival'",
            asked.gathering.id,
        )
    }
    found = []
    for person in people:
        if not (person.approved and person.counts):
            continue
        transfer, journey = transfers.get(person.then.id), journeys.get(person.then.id)
        told = transfer or journey
        service = services.get(transfer["service"]) if transfer else None
        if transfer is None and journey is not None:
            service = by_number.get((journey["number"], journey["on_day"]))
        mode = told["mode"] if told else ""
        found.append(Coming(person, _how(mode, service, asked.at), transfer, service))
    return found


def _how(mode: str, service: Any | None, at: datetime) -> str:
    if mode in (SELF, LOCAL):
        return mode
    if service is None or service["state"] is None:
        return NOT_DUE
    if service["arrived_at"] is not None and service["arrived_at"] <= at:
        return LANDED
    return DELAYED if service["state"] == ServiceState.DELAYED else NOT_DUE


async def _services(asked: Asked) -> dict[UUID, Any]:
    """Flights and trains with what the newest board of the moment showed."""
    rows = await fetch(
        "SELECT s.*, n.state, n.estimated_at, n.arrived_at FROM service s LEFT JOIN LATERAL (SELECT * FROM service_seen e"
        "   WHERE e.service = s.id AND e.seen_at <= $2 ORDER BY e.seen_at DESC LIMIT 1) n ON true"
        " WHERE s.gathering = $1",
        asked.gathering.id, asked.at,
    )  # fmt: skip
    return {row["id"]: row for row in rows}
