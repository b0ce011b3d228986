"""Wishes of who sits together or apart, and proposals that keep them, for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.seating.addresses import CHANGE, PLAN
from event.agenda.seating.circles import add_circle, remove_circle
from event.agenda.seating.proposing.operations import (
    ProposalView,
    accept_proposal,
    ask_proposal,
    last_proposal,
)
from event.agenda.seating.reading import chart_of
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access


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


@get(f"{PLAN}/wishes", opt=CHANGE, tags=["Seats"])
async def api_wishes(plan: FromPath[UUID], gathering: NamedDependency[Gathering]) -> list[CircleView]:
    """Who is to sit together, and who apart."""
    chart = await chart_of(plan, gathering)
    return [
        CircleView(
            one.number, one.apart, [member.number for member in chart.ordered if member.id in one.members]
        )
        for one in chart.circles
    ]


@post(f"{PLAN}/wishes", opt=CHANGE, tags=["Seats"])
async def api_add_wish(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> int:
    """Guests, by number, who sit together or apart; answers with the number of the wish."""
    asked = await read_json(request, CircleAsked)
    number = await add_circle(
        asked.numbers, apart=asked.apart, plan=plan, gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    return number


@delete(f"{PLAN}/wishes/{{number:int}}", opt=CHANGE, tags=["Seats"])
async def api_remove_wish(
    plan: FromPath[UUID],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Forget a wish."""
    await remove_circle(number, plan=plan, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


@post(f"{PLAN}/proposals", opt=CHANGE, tags=["Seats"])
async def api_propose(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> UUID:
    """Ask for tables for everybody; it is made in the background. Answers with its id."""
    asked = await read_json(request, ProposalAsked, otherwise=b"{}")
    made = await ask_proposal(
        plan=plan,
        group_diets=asked.group_diets,
        seed=asked.seed,
        gathering=gathering,
        by=access.actor,
        now=now,
    )
    await announce(gathering.id)
    return made


@get(f"{PLAN}/proposals/last", opt=CHANGE, tags=["Seats"])
async def api_proposal(
    request: Request[Any, Any, Any], plan: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> ProposalView | None:
    """The last proposal that is not taken over: how far it is, whom it would move, what it could not keep and why."""
    language = language_of(request, staff=True)
    return await last_proposal(await chart_of(plan, gathering, language=language), language)


@post(f"{PLAN}/proposals/{{proposal:uuid}}/accept", opt=CHANGE, tags=["Seats"])
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


HANDLERS = [api_wishes, api_add_wish, api_remove_wish, api_propose, api_proposal, api_accept]
