"""What organizers do with the people of a plan: seat, move, exchange, order; undone by `steps.undo`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from event.agenda.seating.chart import Chart, Place, State
from event.agenda.seating.errors import PersonChanged, SeatChanged
from event.agenda.seating.rules import seats_by_rank
from event.agenda.seating.steps import held_chart, take_step
from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.rules import Actor
from event.registration.tables import Standing

NOBODY = ""
_NAME = Message("Please give a name.")


async def move(
    seat: UUID,
    to: Place | None,
    *,
    plan: UUID,
    seen: str,
    holds: str,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> Chart:
    """Give somebody a seat, or none; who has it gets the other's place, or none.

    `seen`: the mark of the place they were seen at; `holds`: the id of whom the seat was seen to hold, empty for nobody.
    Raises UnknownPlan, PlanFrozen, UnknownSitter, NoSuchSeat, SeatChanged.
    """
    async with writing():
        chart = await held_chart(plan, gathering)
        one = chart.sitter(seat)
        if one.mark != seen:
            raise SeatChanged(name=one.name)
        wanted: dict[UUID, State | None] = {seat: replace(one.state, place=to)}
        if to is not None:
            chart.layout.refuse_beyond(to)
            there = chart.at.get(to)
            if (str(there.id) if there else NOBODY) != holds:
                raise SeatChanged(name=there.name if there else one.name)
            if there is not None and there.id != seat:
                wanted[there.id] = replace(there.state, place=one.place)
        await take_step(chart, "move", wanted, gathering=gathering, by=by, now=now)
        return chart


async def change_person(
    seat: UUID,
    *,
    plan: UUID,
    role: str | None = None,
    title: str | None = None,
    fixed: bool | None = None,
    seen: str = "",
    **who: Any,
) -> None:
    """Say what somebody is at this session, what stands on the card, whether a proposal leaves them where they are.

    `seen`: the mark of what they were seen to be, empty for whatever it is. Raises UnknownSitter, PersonChanged.
    """
    async with writing():
        chart = await held_chart(plan, who["gathering"])
        one = chart.sitter(seat)
        if seen and one.words != seen:
            raise PersonChanged(name=one.name)
        state = one.state
        told = {"role": role, "title": title, "fixed": fixed}
        wanted = replace(state, **{name: value for name, value in told.items() if value is not None})
        await take_step(chart, "person", {seat: wanted}, **who)


async def take_out(seats: Sequence[UUID], *, plan: UUID, **who: Any) -> None:
    """Take people out of the plan."""
    async with writing():
        chart = await held_chart(plan, who["gathering"])
        await take_step(chart, "out", {chart.sitter(seat).id: None for seat in seats}, **who)


async def add_named(name: str, *, plan: UUID, title: str = "", role: str = "", **who: Any) -> UUID:
    """Add a leader who is no guest of the list. Raises Invalid without a name."""
    if not name.strip():
        raise Invalid({"name": Problem(_NAME)})
    async with writing():
        chart, key = await held_chart(plan, who["gathering"]), uuid4()
        await take_step(chart, "add", {key: State(name=name, title=title, role=role)}, **who)
        return key


async def add_guests(guests: Sequence[UUID], *, plan: UUID, role: str = "", **who: Any) -> int:
    """Add guests who come and are not in the plan yet; answers with how many were added."""
    async with writing():
        chart = await held_chart(plan, who["gathering"])
        known = {one.guest for one in chart.people}
        rows = await fetch(
            "SELECT id FROM guest WHERE gathering = $1 AND standing = $2 AND id = ANY($3::uuid[]) ORDER BY number",
            who["gathering"].id, Standing.APPROVED.value, list(guests),
        )  # fmt: skip
        wanted = {uuid4(): State(guest=row["id"], role=role) for row in rows if row["id"] not in known}
        await take_step(chart, "add", wanted, **who)
        return len(wanted)


async def set_turn(seat: UUID, turn: int, *, plan: UUID, seen: int, **who: Any) -> None:
    """Give somebody a place in the order by hand; `seen`: the turn they were seen at. Raises SeatChanged."""
    async with writing():
        chart = await held_chart(plan, who["gathering"])
        one = chart.sitter(seat)
        if chart.turn[seat] != seen:
            raise SeatChanged(name=one.name)
        order = [other for other in chart.ordered if other.id != seat]
        order.insert(min(max(turn, 1), len(chart.people)) - 1, one)
        wanted = {
            other.id: replace(other.state, precedence=place)
            for place, other in enumerate(order, 1)
            if other.id == seat or other.state.precedence is not None
        }
        await take_step(chart, "order", wanted, **who)


async def forget_turns(*, plan: UUID, step: int | None = None, **who: Any) -> None:
    """Go back to the computed order. `step`: the last step that was seen. Raises PlanChanged."""
    async with writing():
        chart = await held_chart(plan, who["gathering"], step=step)
        wanted = {
            one.id: replace(one.state, precedence=None)
            for one in chart.people
            if one.state.precedence is not None
        }
        await take_step(chart, "order", wanted, **who)


async def seat_in_order(*, plan: UUID, step: int | None = None, **who: Any) -> int:
    """Seat everybody by rank, the first on the first seat; fixed ones stay. Answers with how many got no seat.

    `step`: the last step that was seen. Raises PlanChanged.
    """
    async with writing():
        chart = await held_chart(plan, who["gathering"], step=step)
        layout = chart.layout
        kept = {one.place for one in chart.people if one.fixed and one.place}
        free = (
            place
            for place in seats_by_rank(layout.kind, layout.rows, rule=layout.rule, even=layout.even)
            if place not in kept
        )
        people = [one for one in chart.ordered if not (one.fixed and one.place)]
        wanted = {one.id: replace(one.state, place=next(free, None)) for one in people}
        await take_step(chart, "rank", wanted, **who)
        return sum(state.place is None for state in wanted.values())


async def clear(*, plan: UUID, step: int | None = None, **who: Any) -> None:
    """Take the seats of all but the fixed ones away. `step`: the last step that was seen. Raises PlanChanged."""
    async with writing():
        chart = await held_chart(plan, who["gathering"], step=step)
        wanted = {
            one.id: replace(one.state, place=None) for one in chart.people if one.place and not one.fixed
        }
        await take_step(chart, "clear", wanted, **who)
