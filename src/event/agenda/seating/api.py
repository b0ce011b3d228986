"""Seat plans for programs: everything the pages can do."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.agenda.seating.choosing import add_from
from event.agenda.seating.circles import add_circle, remove_circle
from event.agenda.seating.errors import UnknownAction
from event.agenda.seating.operations import (
    add_named,
    change_person,
    clear,
    forget_turns,
    move,
    seat_in_order,
    set_turn,
    take_out,
)
from event.agenda.seating.plans import (
    PlanTold,
    change_plan,
    freeze,
    make_plan,
    release,
    remove_plan,
    told_plan,
)
from event.agenda.seating.proposing.operations import (
    ProposalView,
    accept_proposal,
    ask_proposal,
    last_proposal,
)
from event.agenda.seating.reading import PlanLine, chart_of, plans_of
from event.agenda.seating.steps import undo
from event.agenda.seating.views import ChartView, SitterView, chart_view, sitter_view, within
from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}/seat-plans"
_PLAN = f"{_ROOT}/{{plan:uuid}}"
_LOOK, _CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class PlanAsked(PlanTold, frozen=True):
    """A plan as it is to be; `seen` as it was answered."""

    seen: str = ""


class PlanSettings(msgspec.Struct, frozen=True):
    """A plan as it can be changed; `seen` is sent back with a change."""

    plan: PlanTold
    seen: str


class MoveAsked(msgspec.Struct, frozen=True):
    """A seat for somebody, none where `row` is null. `seen`: of the person as answered; `holds`: the id the seat was seen to hold."""

    seen: str
    row: int | None = None
    seat: int | None = None
    holds: str = ""


class PersonAsked(msgspec.Struct, frozen=True):
    """What somebody is at this session; null leaves as it is."""

    role: str | None = None
    title: str | None = None
    fixed: bool | None = None


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


class CircleAsked(msgspec.Struct, frozen=True):
    """Guests, by number, who sit together, or apart."""

    numbers: list[str]
    apart: bool = False


class CircleView(msgspec.Struct, frozen=True):
    """A wish: people, by number, who sit together, or apart."""

    number: int
    apart: bool
    numbers: list[str]


class ProposalAsked(msgspec.Struct, frozen=True):
    """How tables are proposed; the same seed gives the same proposal."""

    group_diets: bool = True
    seed: int = 1


def _plan_told(asked: PlanAsked) -> PlanTold:
    return PlanTold(**{name: getattr(asked, name) for name in PlanTold.__struct_fields__})


@get(_ROOT, opt=_LOOK, tags=["Seats"])
async def api_plans(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> list[PlanLine]:
    """Every seat plan, in the order of time."""
    return await plans_of(gathering, language=language_of(request, staff=True))


@post(_ROOT, opt=_CHANGE, tags=["Seats"])
async def api_make_plan(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> UUID:
    """Begin a plan of kind banquet, rostrum, rows or photo; answers with its id."""
    told = await read_json(request, PlanTold)
    return await make_plan(told, gathering=gathering, by=access.actor, now=now)


@get(_PLAN, opt=_LOOK, tags=["Seats"])
async def api_plan(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    view: FromQuery[str] = "audience",
) -> ChartView:
    """A plan with its seats, from the left as `view` (audience or stage) sees them, and who has none."""
    language = language_of(request, staff=True)
    chart = await chart_of(plan, gathering, language=language, needs=reach is None)
    return chart_view(chart, gathering, view=view, scope=reach, language=language)


@get(f"{_PLAN}/settings", opt=_LOOK, tags=["Seats"])
async def api_settings(plan: FromPath[UUID], gathering: NamedDependency[Gathering]) -> PlanSettings:
    """A plan's tables and rules."""
    kept = await told_plan(plan, gathering)
    return PlanSettings(kept, marks(kept))


@put(_PLAN, opt=_CHANGE, tags=["Seats"])
async def api_change_plan(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> PlanSettings:
    """Change tables and rules; 409 where the plan is frozen, somebody sits where it would end, or it was changed since."""
    asked = await read_json(request, PlanAsked)
    await change_plan(plan, _plan_told(asked), seen=asked.seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    kept = await told_plan(plan, gathering)
    return PlanSettings(kept, marks(kept))


@delete(_PLAN, opt=_CHANGE, tags=["Seats"])
async def api_remove_plan(
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a plan with its people."""
    await remove_plan(plan, gathering=gathering, by=access.actor, now=now)


@get(f"{_PLAN}/people", opt=_LOOK, tags=["Seats"])
async def api_people(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> list[SitterView]:
    """Everybody of a plan in the order of precedence."""
    chart = await chart_of(plan, gathering, language=language_of(request, staff=True))
    return [sitter_view(chart, one) for one in chart.ordered if within(one, reach)]


@post(f"{_PLAN}/people", opt=_CHANGE, tags=["Seats"])
async def api_add_people(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> int:
    """Take guests in who come and are not in the plan yet; answers with how many."""
    asked, chart = await read_json(request, PeopleAsked), await chart_of(plan, gathering)
    return await add_from(
        asked.source, chart, role=asked.role[:20], gathering=gathering, by=access.actor, now=now
    )


@post(f"{_PLAN}/leaders", opt=_CHANGE, tags=["Seats"])
async def api_add_leader(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> UUID:
    """Add a leader who is no guest; answers with their id in the plan."""
    asked = await read_json(request, LeaderAsked)
    return await add_named(
        asked.name[:80],
        plan=plan,
        title=asked.title[:120],
        role=asked.role[:20],
        gathering=gathering,
        by=access.actor,
        now=now,
    )


@put(f"{_PLAN}/people/{{seat:uuid}}/seat", opt=_CHANGE, tags=["Seats"])
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


@put(f"{_PLAN}/people/{{seat:uuid}}", opt=_CHANGE, tags=["Seats"])
async def api_change_person(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SitterView:
    """Say what somebody is at this session, or fix their seat."""
    asked = await read_json(request, PersonAsked)
    await change_person(
        seat,
        plan=plan,
        role=asked.role,
        title=asked.title,
        fixed=asked.fixed,
        gathering=gathering,
        by=access.actor,
        now=now,
    )
    chart = await chart_of(plan, gathering)
    return sitter_view(chart, chart.sitter(seat))


@delete(f"{_PLAN}/people/{{seat:uuid}}", opt=_CHANGE, tags=["Seats"])
async def api_take_out(
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Take somebody out of a plan."""
    await take_out([seat], plan=plan, gathering=gathering, by=access.actor, now=now)


@put(f"{_PLAN}/people/{{seat:uuid}}/turn", opt=_CHANGE, tags=["Seats"])
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


@get(f"{_PLAN}/wishes", opt=_CHANGE, tags=["Seats"])
async def api_wishes(plan: FromPath[UUID], gathering: NamedDependency[Gathering]) -> list[CircleView]:
    """Who is to sit together, and who apart."""
    chart = await chart_of(plan, gathering)
    return [
        CircleView(
            one.number, one.apart, [member.number for member in chart.ordered if member.id in one.members]
        )
        for one in chart.circles
    ]


@post(f"{_PLAN}/wishes", opt=_CHANGE, tags=["Seats"])
async def api_add_wish(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> int:
    """Guests, by number, who sit together or apart; answers with the number of the wish."""
    asked = await read_json(request, CircleAsked)
    return await add_circle(
        asked.numbers, apart=asked.apart, plan=plan, gathering=gathering, by=access.actor, now=now
    )


@delete(f"{_PLAN}/wishes/{{number:int}}", opt=_CHANGE, tags=["Seats"])
async def api_remove_wish(
    plan: FromPath[UUID],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Forget a wish."""
    await remove_circle(number, plan=plan, gathering=gathering, by=access.actor, now=now)


@post(f"{_PLAN}/actions/{{action:str}}", opt=_CHANGE, tags=["Seats"])
async def api_do(
    plan: FromPath[UUID],
    action: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """One of: by-precedence, clear, computed-order, undo, freeze, unfreeze, release, withhold."""
    who: dict[str, Any] = {"plan": plan, "gathering": gathering, "by": access.actor, "now": now}
    if action not in _ACTIONS:
        raise UnknownAction(known=", ".join(_ACTIONS))
    await _ACTIONS[action](**who)
    await announce(gathering.id)


_ACTIONS: dict[str, Callable[..., Awaitable[Any]]] = {
    "by-precedence": seat_in_order, "clear": clear, "computed-order": forget_turns, "undo": undo,
    "freeze": partial(freeze, frozen=True), "unfreeze": partial(freeze, frozen=False),
    "release": partial(release, released=True), "withhold": partial(release, released=False),
}  # fmt: skip


@post(f"{_PLAN}/proposals", opt=_CHANGE, tags=["Seats"])
async def api_propose(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> UUID:
    """Ask for tables for everybody; it is made in the background. Answers with its id."""
    asked = await read_json(request, ProposalAsked, otherwise=b"{}")
    return await ask_proposal(
        plan=plan,
        group_diets=asked.group_diets,
        seed=asked.seed,
        gathering=gathering,
        by=access.actor,
        now=now,
    )


@get(f"{_PLAN}/proposals/last", opt=_CHANGE, tags=["Seats"])
async def api_proposal(
    request: Request[Any, Any, Any], plan: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> ProposalView | None:
    """The last proposal that is not taken over: how far it is, whom it would move, what it could not keep and why."""
    language = language_of(request, staff=True)
    return await last_proposal(await chart_of(plan, gathering, language=language), language)


@post(f"{_PLAN}/proposals/{{proposal:uuid}}/accept", opt=_CHANGE, tags=["Seats"])
async def api_accept(
    plan: FromPath[UUID],
    proposal: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Seat everybody as proposed; 409 where what it rests on has changed."""
    await accept_proposal(proposal, plan=plan, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


HANDLERS = [
    api_plans, api_make_plan, api_plan, api_settings, api_change_plan, api_remove_plan, api_people, api_add_people,
    api_add_leader, api_move, api_change_person, api_take_out, api_turn, api_wishes, api_add_wish, api_remove_wish, api_do,
    api_propose, api_proposal, api_accept,
]  # fmt: skip
