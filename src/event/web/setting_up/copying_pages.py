"""Taking a set-up over from another gathering, chosen by ticks."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Conflict, Invalid, Problem
from event.gathering.copying import PARTS, copy_set_up, offered_parts
from event.gathering.live import announce
from event.gathering.operations import change_columns, gathering_at
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, read_json
from event.language import Message
from event.people.rules import Access, NotAllowed, Permission

_WRITE = {"permission": Permission.GATHERING_WRITE}
_NOTHING = Message("Please choose what to take over.")


class HasItAlready(Conflict):
    """What is to be taken over stands in the gathering already."""

    sentence = Message(
        "This gathering has some of these already: {parts}. Only what is empty can be taken over."
    )


@get("/console/{slug:str}/set-up/copy", opt=_WRITE, include_in_schema=False)
async def copy_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """What the last edition has, with ticks."""
    return await _page(request, gathering, access)


@post("/console/{slug:str}/set-up/copy", opt=_WRITE, include_in_schema=False)
async def send_copy(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the ticked parts over."""
    language = language_of(request, staff=True)
    try:
        await _take_over(form.text("source"), form.texts("part"), gathering, access, now, language)
    except Invalid as error:
        return await _page(request, gathering, access, form, error.told_fields(language))
    except Conflict as error:
        return await _page(request, gathering, access, form, {"part": error.told(language)})
    return go(
        f"/console/{gathering.slug}/set-up", say=Message("It is taken over. Please look through the steps.")
    )


@post("/api/v1/gatherings/{slug:str}/set-up/copy", opt=_WRITE, tags=["Setting up"], status_code=200)
async def api_copy(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Take parts over from another gathering: {"source": its slug, "parts": ["halls", "tasks"]}; how many rows of each came.

    Parts: halls, classes, checkpoints, form, designs, mail, texts, tasks, hotels, visit, vehicles. Never guests. Days
    move with the first day.
    """
    told = await read_json(request, dict[str, Any])
    parts = [str(part) for part in told.get("parts", [])]
    return await _take_over(
        str(told.get("source", "")), parts, gathering, access, now, language_of(request, staff=True)
    )


async def _take_over(
    slug: str, parts: list[str], gathering: Gathering, access: Access, now: datetime, language: str
) -> dict[str, int]:
    source = await gathering_at(slug)
    if not access.may(Permission.GATHERING_WRITE, source.id):
        raise NotAllowed
    chosen = [part for part in PARTS if part in parts]
    if not chosen or source.id == gathering.id:
        raise Invalid({"part": Problem(_NOTHING)})
    there = (await offered_parts(gathering)).keys() - {"classes"}
    if twice := [part for part in chosen if part in there]:
        raise HasItAlready(parts=", ".join(Problem(PARTS[part][0]).told(language) for part in twice))
    counts = await copy_set_up(source, into=gathering, parts=chosen, by=access.actor, now=now)
    await change_columns(
        gathering.id, action="gathering.copied_from", by=access.actor, now=now, copied_from=source.id
    )
    await announce(gathering.id)
    return counts


async def sources_for(gathering: Gathering, access: Access) -> list[Gathering]:
    """The gatherings a set-up can be taken over from by this user, the latest first."""
    others = (Gathering.id != gathering.id) & (Gathering.practice == False)  # noqa: E712 - a clause of SQL
    every = await Gathering.objects().where(others).order_by(Gathering.first_day, ascending=False)
    return [one for one in every if access.may(Permission.GATHERING_WRITE, one.id)]


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    access: Access,
    form: Form | None = None,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    sources = await sources_for(gathering, access)
    wanted = form.text("source") if form else request.query_params.get("source", "")
    source = next((one for one in sources if one.slug == wanted), sources[0] if sources else None)
    there = await offered_parts(gathering)
    parts = await offered_parts(source) if source else {}
    ticked = (
        form.texts("part") if form else [part for part in parts if part not in there or part == "classes"]
    )
    return page(
        request, "web/setting_up/copy.html", status=422 if problems else 200, staff=True, sources=sources, source=source,
        parts=[(part, PARTS[part][0], count) for part, count in parts.items()], ticked=ticked, there={part: PARTS[part][0] for part in there if part != "classes"},
        problems=problems or {},
    )  # fmt: skip


HANDLERS = [copy_page, send_copy, api_copy]
