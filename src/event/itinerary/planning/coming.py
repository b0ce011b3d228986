"""Who of a plan comes now, and which of its places and buses are still there."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.planning.plan import Draft, Seat, What
from event.registration.rules import LEFT


async def present(draft: Draft, gathering: Gathering) -> Draft:
    """The plan with who comes now: a substitute has the seat of whom they replace, who does not come has none.

    Places and buses that are not there any more are left out too.
    """
    guests = await fetch("SELECT id, standing, replaces FROM guest WHERE gathering = $1", gathering.id)
    there: dict[str, set[UUID]] = {"stop": set(), "canteen": set(), "vehicle": set()}
    for row in await fetch(
        "SELECT 'stop' AS kind, id FROM stop WHERE gathering = $1 UNION ALL SELECT 'canteen', id FROM canteen"
        " WHERE gathering = $1 UNION ALL SELECT 'vehicle', id FROM vehicle WHERE gathering = $1",
        gathering.id,
    ):
        there[row["kind"]].add(row["id"])
    return replace(
        draft,
        lines=tuple(
            replace(
                line,
                calls=tuple(one for one in line.calls if one.what is What.SESSION or one.ref in there[one.what]),
            )
            for line in draft.lines
        ),
        rides=tuple(one for one in draft.rides if one.vehicle in there["vehicle"]),
        seats=coming(draft.seats, guests),
    )  # fmt: skip


def coming(seats: Iterable[Seat], guests: Iterable[Mapping[str, Any]]) -> tuple[Seat, ...]:
    """The seats of who comes; a substitute with a seat of their own keeps it."""
    rows = {row["id"]: row for row in guests}
    instead = {row["replaces"]: row["id"] for row in rows.values() if row["replaces"]}
    told = list(seats)
    own, found = {one.guest for one in told}, list[Seat]()
    for one in told:
        guest = one.guest
        while guest in instead:
            guest = instead[guest]
        comes = guest in rows and rows[guest]["standing"] not in LEFT
        if comes and (guest == one.guest or guest not in own):
            own.add(guest)
            found.append(replace(one, guest=guest))
    return tuple(found)
