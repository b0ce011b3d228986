"""Wishes of who sits together and who sits apart."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from event.agenda.seating.errors import UnknownSitter
from event.agenda.seating.steps import held_chart
from event.agenda.seating.tables import SeatCircle
from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all

_TWO = Message("Name at least two guests of this plan by their numbers.")
_UNKNOWN = Message("Nobody in this plan has the number {numbers}.")


async def add_circle(
    numbers: Sequence[str], *, apart: bool, plan: UUID, gathering: Gathering, by: Actor, now: datetime
) -> int:
    """Guests, by number, who are to sit together, or apart; answers with the circle's number. Raises Invalid."""
    async with writing():
        chart = await held_chart(plan, gathering)
        guests = {one.number: one.guest for one in chart.people if one.guest}
        unknown = [number for number in numbers if number not in guests]
        if unknown:
            raise Invalid({"numbers": Problem(_UNKNOWN, {"numbers": "、".join(unknown)[:200]})})
        wanted = dict.fromkeys(guests[number] for number in numbers)
        if len(wanted) < 2:  # noqa: PLR2004 - one alone is no circle
            raise Invalid({"numbers": Problem(_TWO)})
        row = await fetch_one(
            "SELECT coalesce(max(number), 0) + 1 AS number FROM seat_circle WHERE plan = $1", plan
        )
        number = int(row["number"]) if row else 1
        await insert_all(
            SeatCircle,
            [SeatCircle(id=uuid4(), plan=plan, number=number, apart=apart, guest=guest) for guest in wanted],
        )
        await record(
            "seats.wish", subject=f"seat_plan:{plan}", by=by, now=now, gathering=gathering.id, apart=apart
        )
    return number


async def remove_circle(number: int, *, plan: UUID, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Forget a wish; answers with what undoes it. Raises UnknownSitter where there is none of this number."""
    async with writing():
        await held_chart(plan, gathering)
        # All wishes of the plan are looked at: numbers are given anew, and wishes may contradict each other.
        async with undoable(
            "seats.forget_wish", Rows("seat_circle", "plan", [plan]), subject=f"seat_plan:{plan}", by=by, now=now,
            gathering=gathering.id,
        ) as step:  # fmt: skip
            gone = await fetch(
                "DELETE FROM seat_circle WHERE plan = $1 AND number = $2 RETURNING id", plan, number
            )
            if not gone:
                raise UnknownSitter
        await record("seats.forget_wish", subject=f"seat_plan:{plan}", by=by, now=now, gathering=gathering.id)
    return step
