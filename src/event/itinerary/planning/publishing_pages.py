"""Publishing in the console: what would change for whom before it is accepted, and the versions that were published."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.planning.changes import of
from event.itinerary.planning.publishing import ChangedMeanwhile, NothingToPublish, publish_current
from event.itinerary.planning.publishing_views import read_again, views_of, would_change
from event.itinerary.planning.reading import plan_view
from event.itinerary.planning.showing import Kind
from event.itinerary.planning.telling import Who, together, unreached, whom_to_tell
from event.itinerary.planning.versions import version_of, versions_of
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.history import names_of_actors
from event.registration.queries import Scope

_PUBLISH = "/console/{slug:str}/visit/publish"
_VERSIONS = "/console/{slug:str}/visit/versions"
WHO: dict[Who, Message] = {
    Who.CAPTAIN: Message("Bus captain"), Who.GUIDE: Message("Guide"), Who.DRIVER: Message("Driver"),
    Who.STOP: Message("Stop"), Who.CANTEEN: Message("Canteen"), Who.LIAISON: Message("Liaison"),
}  # fmt: skip


@get(_PUBLISH, opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def publish_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """What publishing would change now, for whom, and whom to tell."""
    return await _page(request, gathering, {"word": "", "tell": "on"})


@post(_PUBLISH, opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_publish(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Publish what was looked at; where it has changed in the meantime, it is shown as it is now."""
    typed = {"word": form.text("word"), "tell": form.text("tell")}
    try:
        made = await publish_current(
            gathering=gathering, word=form.text("word"), tell=form.ticked("tell"), by=access.actor, now=now,
            seen=form.text("seen") or "nothing",
        )  # fmt: skip
    except Invalid as error:
        return await _page(request, gathering, typed, problems=error.problems, status=422)
    except (ChangedMeanwhile, NothingToPublish) as error:
        told = error.told(language_of(request, staff=True))
        return await _page(request, gathering, typed, conflict=told, status=409)
    await announce(gathering.id)
    return go(
        f"/console/{gathering.slug}/visit/versions/{made.number}", say=Message("The plan is published.")
    )


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    typed: dict[str, str],
    *,
    problems: dict[str, Problem] | None = None,
    conflict: str = "",
    status: int = 200,
) -> Response[Any]:
    language = language_of(request, staff=True)
    plan = await plan_view(gathering, language=language)
    return page(
        request, "itinerary/planning/publish.html", status=status, staff=True, typed=typed, conflict=conflict,
        troubles=[one.text for one in plan.troubles],
        told=await would_change(gathering, language=language), who=WHO, together=together,
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


@get(_VERSIONS, opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def versions_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Every published version, newest first."""
    versions = await versions_of(gathering)
    actors = await names_of_actors({one.by for one in versions}, language=language_of(request, staff=True))
    return page(request, "itinerary/planning/versions.html", staff=True, versions=versions, actors=actors)


@get(_VERSIONS + "/{number:int}", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def version_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """One version: what it changed, whom to tell, and the plan as it was; telephone numbers for who may publish."""
    language = language_of(request, staff=True)
    told = await version_of(number, gathering, scope=reach)
    views: dict[str, Any] = {**views_of(told.changes, gathering, language=language)}
    calls = access.may(Permission.GUESTS_WRITE, gathering.id)
    return page(
        request, "itinerary/planning/version.html", staff=True, version=told.version, who=WHO, together=together, calls=calls,
        **views,
        tell=await whom_to_tell(told.changes, gathering, language=language) if calls else (),
        unreached=await unreached(of(told.changes, Kind.GUEST), gathering) if calls else (),
        plan=await read_again(told.draft, gathering, language=language),
        actors=await names_of_actors({told.version.by}, language=language),
    )  # fmt: skip


HANDLERS = [publish_page, send_publish, versions_page, version_page]
