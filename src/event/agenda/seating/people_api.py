"""The people of a seat plan for programs: taken in, seated, moved, put in order, taken out."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.seating.addresses import CHANGE, LOOK, PLAN
from event.agenda.seating.choosing import add_from
from event.agenda.seating.operations import add_named, change_person, move, set_turn, take_out
from event.agenda.seating.reading import chart_of
from event.agenda.seating.views import SitterView, sitter_view, within
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access
from event.registration.queries import Scope


class MoveAsked(msgspec.Struct, frozen=True):
    """A seat for somebody, none where `row` is null. `seen`: of the person as answered; `holds`: the id the seat was seen to hold."""

    seen: str
    row: int | None = None
    seat: int | None = None
    holds: str = ""


class PersonAsked(msgspec.Struct, frozen=True):
    """What somebody is at this session; null leaves as it is; `seen`: `seen_words` as answered."""

    role: str | None = None
    title: str | None = None
    fixed: bool | None = None
    seen: str = ""


class PeopleAsked(msgspec.Struct, frozen=True):
    """Whom to take in: everybody, booked, session, class:V, delegation:01, or numbers with spaces."""

    source: str
    role: str = ""


class LeaderAsked(msgspec.Struct, frozen=True):
    """A leader who is no guest of the list."""

    name: str
    title: str = ""
    role: str = ""


class TurnAsked(msgspec.Struct, frozen=True):
    """A place in the order of precedence, from 1; `seen`: the turn as it was answered."""

    turn: int
    seen: int


@get(f"{PLAN}/people", opt=LOOK, tags=["Seats"])
async def api_people(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> list[SitterView]:
    """Everybody of a plan in the order of precedence."""
    chart = await chart_of(plan, gathering, language=language_of(request, staff=True))
    return [sitter_view(chart, one) for one in chart.ordered if within(one, reach)]


@post(f"{PLAN}/people", opt=CHANGE, tags=["Seats"])
async def api_add_people(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> int:
    """Take guests in who come and are not in the plan yet; answers with how many."""
    asked, chart = await read_json(request, PeopleAsked), await chart_of(plan, gathering)
    added = await add_from(
        asked.source, chart, role=asked.role[:20], gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    return added


@post(f"{PLAN}/leaders", opt=CHANGE, tags=["Seats"])
async def api_add_leader(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> UUID:
    """Add a leader who is no guest; answers with their id in the plan."""
    asked = await read_json(request, LeaderAsked)
    made = await add_named(
        asked.name[:80],
        plan=plan,
        title=asked.title[:120],
        role=asked.role[:20],
        gathering=gathering,
        by=access.actor,
        now=now,
    )
    await announce(gathering.id)
    return made


@put(f"{PLAN}/people/{{seat:uuid}}/seat", opt=CHANGE, tags=["Seats"])
async def api_move(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SitterView:
    """Give somebody a seat or none; who has it exchanges with them. 409 where either was moved since."""
    asked = await read_json(request, MoveAsked)
    to = (asked.row, asked.seat) if asked.row is not None and asked.seat is not None else None
    await move(
        seat, to, plan=plan, seen=asked.seen, holds=asked.holds, gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    chart = await chart_of(plan, gathering)
    return sitter_view(chart, chart.sitter(seat))


@put(f"{PLAN}/people/{{seat:uuid}}", opt=CHANGE, tags=["Seats"])
async def api_change_person(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SitterView:
    """Say what somebody is at this session, or fix their seat; 409 where somebody else did since."""
    asked = await read_json(request, PersonAsked)
    await change_person(
        seat,
        plan=plan,
        role=asked.role,
        title=asked.title,
        fixed=asked.fixed,
        seen=asked.seen,
        gathering=gathering,
        by=access.actor,
        now=now,
    )
    await announce(gathering.id)
    chart = await chart_of(plan, gathering)
    return sitter_view(chart, chart.sitter(seat))


@delete(f"{PLAN}/people/{{seat:uuid}}", opt=CHANGE, tags=["Seats"])
async def api_take_out(
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Take somebody out of a plan."""
    await take_out([seat], plan=plan, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


@put(f"{PLAN}/people/{{seat:uuid}}/turn", opt=CHANGE, tags=["Seats"])
async def api_turn(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Give somebody a place in the order by hand."""
    asked = await read_json(request, TurnAsked)
    await set_turn(
        seat, asked.turn, plan=plan, seen=asked.seen, gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)


HANDLERS = [api_people, api_add_people, api_add_leader, api_move, api_change_person, api_take_out, api_turn]
