"""The board of a gathering as one reader sees it now."""

from event.database import fetch_one
from event.gathering.tables import Gathering
from event.itinerary.planning.drafting import Standing, current, settled
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.gathered import facts_of
from event.itinerary.planning.plan import Draft
from event.itinerary.planning.stored import stands
from event.itinerary.planning.view import PlanView
from event.itinerary.planning.viewing import view
from event.registration.queries import Scope


async def plan_view(
    gathering: Gathering, *, language: str, scope: Scope = None, standing: Standing | None = None, facts: Facts | None = None
) -> PlanView:  # fmt: skip
    """The draft with everything the board shows beside it."""
    facts = facts or await facts_of(gathering)
    standing = standing or await current(gathering, language=language, facts=facts)
    row = await fetch_one("SELECT max(number) AS number FROM publication WHERE gathering = $1", gathering.id)
    now = settled(await stands(gathering), facts)
    return view(
        standing, facts, published=row["number"] if row else None, unpublished=differs(standing.draft, now),
        language=language, scope=scope,
    )  # fmt: skip


def differs(one: Draft, other: Draft) -> bool:
    """Whether two plans say something else to guests and crews; what is only held, or stays at home, does not."""
    return _said(one) != _said(other)


def _said(draft: Draft) -> tuple[object, ...]:
    lines = {
        line.id: (
            line.code, line.name_zh, line.name_en,
            [(call.what, call.ref, call.begins, call.ends) for call in line.calls],
            {(day.on_day, day.leaves_at, day.returns_at) for day in line.days},
        )
        for line in draft.lines
    }  # fmt: skip
    rides = {ride.vehicle: (ride.line, ride.guide) for ride in draft.rides if ride.line and not ride.out}
    seats = {seat.guest: (seat.vehicle, seat.label) for seat in draft.seats}
    return lines, rides, seats
