"""The settings of a gathering: what it is called, when it is, and whether guests may register."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid
from event.gathering.forms import parse_settings, typed_settings
from event.gathering.live import announce
from event.gathering.operations import change_settings
from event.gathering.tables import Gathering, Review
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path

REVIEW_LABELS = {
    Review.AT_ONCE: Message("The ticket comes at once"),
    Review.BY_STAFF: Message("Staff approve every reply first"),
    Review.TWICE: Message("Two reviews: first review, then final review"),
}


@get("/console/{slug:str}/settings", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def settings_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """What is set now."""
    return _page(request, gathering, now=now, typed=typed_settings(gathering))


@post("/console/{slug:str}/settings", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def send_settings(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save the settings; what was typed stays where something is wrong."""
    try:
        wanted = parse_settings(form.typed)
    except Invalid as error:
        language = language_of(request, staff=True)
        problems = error.told_fields(language)
        return _page(request, gathering, now=now, typed=form.typed, problems=problems)
    await change_settings(gathering.id, wanted=wanted, by=access.actor, now=now)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/settings", say=Message("Saved."))


@post(
    "/console/{slug:str}/settings/registration",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_registration_switch(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Open registration now, or close it now, with one button."""
    typed = typed_settings(gathering)
    if form.text("switch") == "open":
        typed |= {"registration_opens": now.isoformat(), "registration_closes": ""}
        say = Message("Registration is open.")
    else:
        typed |= {"registration_closes": now.isoformat()}
        say = Message("Registration is closed.")
    step = await change_settings(gathering.id, wanted=parse_settings(typed), by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/settings", say=say, undo=undo_path(step, gathering))


def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    now: datetime,
    typed: dict[str, str],
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    return page(
        request, "gathering/settings.html", status=422 if problems else 200, staff=True, typed=typed,
        problems=problems or {}, reviews=REVIEW_LABELS, takes_replies=gathering.takes_replies(now),
    )  # fmt: skip


HANDLERS = [settings_page, send_settings, send_registration_switch]
