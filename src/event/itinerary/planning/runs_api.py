"""Runs of the planner for the board and for other programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct, field

from event.gathering.tables import Gathering
from event.http import language_of
from event.itinerary.planning.api import Moved, TurnAsked
from event.itinerary.planning.asked import Asked, Goal, Happened
from event.itinerary.planning.reading import plan_view
from event.itinerary.planning.runs import RunView, accept_run, ask_run, cancel_run, latest_run, run_now
from event.itinerary.planning.view import PlanView
from event.people.rules import Access, Permission

_RUNS = "/api/v1/gatherings/{slug:str}/visit/plan/runs"


class RunAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A run on the plan numbered `moved`: everything anew, seats only, or mending after what happened."""

    moved: Moved
    what: Goal
    seconds: int = 30
    seed: int = 1
    changes: tuple[Happened, ...] = field(default_factory=tuple)


@post(_RUNS, opt={"permission": Permission.GUESTS_WRITE})
async def start_run(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    data: JSONBody[RunAsked],
) -> RunView:
    """Ask the planner for a plan; 409 where the plan was changed since, or another run is under way."""
    language = language_of(request, staff=True)
    asked = Asked(data.what, max(1, min(600, data.seconds)), max(0, data.seed), data.changes)
    run = await ask_run(
        asked, gathering=gathering, moved=data.moved, language=language, by=access.actor, now=now
    )
    return await run_now(run, gathering=gathering, language=language)


class LatestRun(Struct, frozen=True):
    """The run of the last hour that is under way or waits to be taken over; none where there is none."""

    run: RunView | None


@get(f"{_RUNS}/latest", opt={"permission": Permission.GUESTS_WRITE})
async def read_latest_run(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> LatestRun:
    """The run that was asked for last, by whomever: for who comes back to the board, or comes later."""
    return LatestRun(await latest_run(gathering, language=language_of(request, staff=True), now=now))


@get(f"{_RUNS}/{{run:uuid}}", opt={"permission": Permission.GUESTS_WRITE})
async def read_run(
    request: Request[Any, Any, Any], run: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> RunView:
    """How far a run is and, once done, what it would change."""
    return await run_now(run, gathering=gathering, language=language_of(request, staff=True))


@post(f"{_RUNS}/{{run:uuid}}/cancel", opt={"permission": Permission.GUESTS_WRITE})
async def stop_run(
    request: Request[Any, Any, Any], run: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> RunView:
    """A run, or what it came to, is not wanted any more."""
    await cancel_run(run, gathering=gathering)
    return await run_now(run, gathering=gathering, language=language_of(request, staff=True))


@post(f"{_RUNS}/{{run:uuid}}/accept", opt={"permission": Permission.GUESTS_WRITE})
async def take_over_run(
    request: Request[Any, Any, Any],
    run: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    data: JSONBody[TurnAsked],
) -> PlanView:
    """The plan of a run becomes the draft; undo brings the old one back."""
    language = language_of(request, staff=True)
    standing = await accept_run(
        run, gathering=gathering, moved=data.moved, language=language, by=access.actor, now=now
    )
    return await plan_view(gathering, language=language, standing=standing)


HANDLERS = [start_run, read_latest_run, read_run, stop_run, take_over_run]
