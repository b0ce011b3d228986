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

from event.agenda.seating import people_api, wishes_api
from event.agenda.seating.addresses import CHANGE, LOOK, PLAN, ROOT
from event.agenda.seating.errors import UnknownAction
from event.agenda.seating.operations import clear, forget_turns, seat_in_order
from event.agenda.seating.plans import (
    PlanTold,
    change_plan,
    freeze,
    make_plan,
    release,
    remove_plan,
    told_plan,
)
from event.agenda.seating.reading import PlanLine, chart_of, plans_of
from event.agenda.seating.steps import undo
from event.agenda.seating.views import ChartView, chart_view
from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access
from event.registration.queries import Scope


class PlanAsked(PlanTold, frozen=True):
    """A plan as it is to be; `seen` as it was answered."""

    seen: str = ""


class PlanSettings(msgspec.Struct, frozen=True):
    """A plan as it can be changed; `seen` is sent back with a change."""

    plan: PlanTold
    seen: str


def _plan_told(asked: PlanAsked) -> PlanTold:
    return PlanTold(**{name: getattr(asked, name) for name in PlanTold.__struct_fields__})


@get(ROOT, opt=LOOK, tags=["Seats"])
async def api_plans(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> list[PlanLine]:
    """Every seat plan, in the order of time."""
    return await plans_of(gathering, language=language_of(request, staff=True))


@post(ROOT, opt=CHANGE, tags=["Seats"])
async def api_make_plan(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> UUID:
    """Begin a plan of kind banquet, rostrum, rows or photo; answers with its id."""
    told = await read_json(request, PlanTold)
    made = await make_plan(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return made


@get(PLAN, opt=LOOK, tags=["Seats"])
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


@get(f"{PLAN}/settings", opt=LOOK, tags=["Seats"])
async def api_settings(plan: FromPath[UUID], gathering: NamedDependency[Gathering]) -> PlanSettings:
    """A plan's tables and rules."""
    kept = await told_plan(plan, gathering)
    return PlanSettings(kept, marks(kept))


@put(PLAN, opt=CHANGE, tags=["Seats"])
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


@delete(PLAN, opt=CHANGE, tags=["Seats"])
async def api_remove_plan(
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a plan with its people."""
    await remove_plan(plan, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


@post(f"{PLAN}/actions/{{action:str}}", opt=CHANGE, tags=["Seats"])
async def api_do(
    plan: FromPath[UUID],
    action: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    step: FromQuery[int | None] = None,
) -> None:
    """One of: by-precedence, clear, computed-order, undo, freeze, unfreeze, release, withhold.

    `step`: the plan's as it was read; 409 where somebody else has changed the seats since. It is asked of the first four.
    """
    who: dict[str, Any] = {"plan": plan, "gathering": gathering, "by": access.actor, "now": now}
    if action not in _ACTIONS:
        raise UnknownAction(known=", ".join(_ACTIONS))
    await _ACTIONS[action](**who | ({"step": step} if action in _WHOLE else {}))
    await announce(gathering.id)


_WHOLE = ("by-precedence", "clear", "computed-order", "undo")
_ACTIONS: dict[str, Callable[..., Awaitable[Any]]] = {
    "by-precedence": seat_in_order, "clear": clear, "computed-order": forget_turns, "undo": undo,
    "freeze": partial(freeze, frozen=True), "unfreeze": partial(freeze, frozen=False),
    "release": partial(release, released=True), "withhold": partial(release, released=False),
}  # fmt: skip


HANDLERS = [
    api_plans, api_make_plan, api_plan, api_settings, api_change_plan, api_remove_plan, api_do, *people_api.HANDLERS,
    *wishes_api.HANDLERS,
]  # fmt: skip
