"""Suggestions behind the guest's own link: writing one, and reading the answers."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Conflict, Invalid
from event.feedback.labels import STATE_LABELS
from event.feedback.opening import survey_path
from event.feedback.operations import suggest
from event.feedback.queries import own_suggestions
from event.feedback.survey_queries import asked_now
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of
from event.language import Message
from event.registration.mails import guest_path
from event.registration.own.framing import own_page
from event.registration.tables import Guest


@get("/t/{code:str}/suggestions", opt={"public": True}, include_in_schema=False)
async def own_suggestions_page(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What the guest suggested so far, with the answers, and a form for more."""
    return await _page(request, own, own_gathering, now)


@post("/t/{code:str}/suggestions", opt={"public": True}, include_in_schema=False)
async def send_own_suggestion(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a suggestion in; what was typed stays where something is wrong."""
    language, content = language_of(request), form.text("content")
    try:
        await suggest(content, guest=own, gathering=own_gathering, now=now)
    except Invalid as error:
        return await _page(
            request, own, own_gathering, now, content=content, problems=error.told_fields(language)
        )
    except Conflict as error:
        return await _page(request, own, own_gathering, now, content=content, refused=error.told(language))
    await announce(own_gathering.id)
    return go(
        f"{guest_path(own.id)}/suggestions", say=Message("Thank you. The organizers read it and answer here.")
    )


async def _page(
    request: Request[Any, Any, Any],
    guest: Guest,
    gathering: Gathering,
    now: datetime,
    *,
    content: str = "",
    problems: dict[str, str] | None = None,
    refused: str = "",
) -> Response[Any]:
    return own_page(
        request, "feedback/own_suggestions.html", guest, gathering, refused=refused, problems=problems, content=content,
        suggestions=await own_suggestions(guest.id, today=local_day(now, gathering.zone)), states=STATE_LABELS,
        survey=survey_path(guest.id) if await asked_now(guest.id, gathering, now) else "",
    )  # fmt: skip


HANDLERS = [own_suggestions_page, send_own_suggestion]
