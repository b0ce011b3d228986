"""The plan of the visit for the board and for other programs: read, changed, checked, undone."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Meta, Struct

from event.gathering.tables import Gathering
from event.http import language_of
from event.itinerary.planning import drafting
from event.itinerary.planning.deciding import reasons
from event.itinerary.planning.edits import Edit
from event.itinerary.planning.errors import Reason, RuleBroken
from event.itinerary.planning.gathered import facts_of
from event.itinerary.planning.reading import plan_view
from event.itinerary.planning.view import PlanView
from event.itinerary.planning.why import why_not_as_wished
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_PLAN = "/api/v1/gatherings/{slug:str}/visit/plan"
Moved = Annotated[int, Meta(ge=0)]


class EditAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A change; `moved` is the number of the plan it was decided on."""

    edit: Edit
    moved: Moved = 0


class TurnAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """Undo or redo of the plan numbered `moved`."""

    moved: Moved


class ReasonsView(Struct, frozen=True):
    """Why something cannot be; nothing where it can."""

    reasons: tuple[Reason, ...]


@get(_PLAN, opt={"permission": Permission.GUESTS_READ})
async def plan_now(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> PlanView:
    """The draft of the visit with all that the board shows: lines, buses, parties, places, how full, what is wrong."""
    return await plan_view(gathering, language=language_of(request, staff=True), scope=reach)


@post(f"{_PLAN}/edits", opt={"permission": Permission.GUESTS_WRITE})
async def edit_plan(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    data: JSONBody[EditAsked],
) -> Response[Any]:
    """Change the newest draft. 409 with reasons and remedies where a rule would break, or where it was seen otherwise."""
    language = language_of(request, staff=True)
    try:
        standing = await drafting.edit(
            data.edit, gathering=gathering, language=language, by=access.actor, now=now
        )
    except RuleBroken as refusal:
        return await _refused(refusal, gathering, language)
    return Response(await plan_view(gathering, language=language, standing=standing), status_code=201)


@post(f"{_PLAN}/check", opt={"permission": Permission.GUESTS_WRITE}, status_code=200)
async def check_edit(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], data: JSONBody[EditAsked]
) -> ReasonsView:
    """What a change would break; nothing is changed."""
    language = language_of(request, staff=True)
    facts = await facts_of(gathering)
    standing = await drafting.current(gathering, language=language, facts=facts)
    return ReasonsView(reasons(data.edit, standing.draft, facts, language))


@post(f"{_PLAN}/undo", opt={"permission": Permission.GUESTS_WRITE})
async def undo_edit(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    data: JSONBody[TurnAsked],
) -> PlanView:
    """Go back one step; 409 where the plan was changed since, or there is none."""
    language = language_of(request, staff=True)
    standing = await drafting.undo(
        gathering=gathering, moved=data.moved, language=language, by=access.actor, now=now
    )
    return await plan_view(gathering, language=language, standing=standing)


@post(f"{_PLAN}/redo", opt={"permission": Permission.GUESTS_WRITE})
async def redo_edit(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    data: JSONBody[TurnAsked],
) -> PlanView:
    """Do again what was undone last."""
    language = language_of(request, staff=True)
    standing = await drafting.redo(
        gathering=gathering, moved=data.moved, language=language, by=access.actor, now=now
    )
    return await plan_view(gathering, language=language, standing=standing)


@get(f"{_PLAN}/explain", opt={"permission": Permission.GUESTS_WRITE})
async def explain_guest(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    guest: FromQuery[UUID],
) -> ReasonsView:
    """Why a guest rides on neither of the routes they wished, or on none: which rule keeps them off each bus."""
    language = language_of(request, staff=True)
    facts = await facts_of(gathering)
    standing = await drafting.current(gathering, language=language, facts=facts)
    return ReasonsView(why_not_as_wished(guest, standing.draft, facts, language))


async def _refused(refusal: RuleBroken, gathering: Gathering, language: str) -> Response[Any]:
    standing = await drafting.current(gathering, language=language)
    content = {
        "status": 409, "kind": "RuleBroken", "detail": refusal.told(language), "problems": {},
        "reasons": msgspec.to_builtins(refusal.reasons), "moved": standing.moved,
    }  # fmt: skip
    return Response(content, status_code=409, media_type="application/problem+json")


HANDLERS = [plan_now, edit_plan, check_edit, undo_edit, redo_edit, explain_guest]
