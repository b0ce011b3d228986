"""Whether the ceremony can begin, as a board that goes on by itself while people come through the doors."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.response import Redirect, ServerSentEvent

from event.checkin.streaming import Parts, stream
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, now_utc, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.sessions import access_of
from event.signing.ceremony.cards import mark_cards
from event.signing.ceremony.ready import readiness_of
from event.signing.rules import TEXT_STATES, party_mark
from event.signing.tables import TextState
from event.templating import rendered

PARTS = ("figures", "calls", "items")
_READY = Message("The table cards are marked: they lie ready.")
_TAKEN_BACK = Message("The table cards are marked: they do not lie ready.")


@get(
    "/console/{slug:str}/signing/ready", opt={"permission": Permission.SIGNING_READ}, include_in_schema=False
)
async def ready_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """The board; it goes on by itself where scripts run."""
    may = request.state.get("permissions", frozenset())
    return page(
        request, "signing/ceremony/ready.html", staff=True, parts=PARTS,
        **await _context(gathering, now, may_write=Permission.SIGNING_WRITE in may),
    )  # fmt: skip


@get(
    "/console/{slug:str}/signing/ready/live",
    opt={"permission": Permission.SIGNING_READ},
    include_in_schema=False,
)
async def ready_live(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """What has changed on the board, on any web node; it ends with the reader's session."""
    language, token = language_of(request, staff=True), request.state["session_token"]
    csrf = request.state.get("form_token", "")

    async def parts() -> Parts | None:
        now = now_utc()
        access = await access_of(token, now=now)
        if access is None or not access.may(Permission.SIGNING_READ, gathering.id):
            return None
        may_write = access.may(Permission.SIGNING_WRITE, gathering.id)
        told = await _context(gathering, now, may_write=may_write)
        return {
            name: rendered(
                f"signing/ceremony/ready/{name}.html", language=language, held=gathering, csrf=csrf, **told
            )
            for name in PARTS
        }

    return stream(gathering.id, channels, parts)


@post(
    "/console/{slug:str}/signing/ready/cards",
    opt={"permission": Permission.SIGNING_WRITE},
    include_in_schema=False,
)
async def send_cards(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Redirect:
    """Say that the table cards of some agreements lie ready, or that they do not."""
    printed = form.text("do") != "back"
    await mark_cards(form.texts("item"), gathering=gathering, by=access.actor, now=now, printed=printed)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/ready", say=_READY if printed else _TAKEN_BACK)


async def _context(gathering: Gathering, now: datetime, *, may_write: bool) -> dict[str, Any]:
    words = {state: TEXT_STATES[state][0] for state in TextState}
    return {
        "told": await readiness_of(gathering, now=now), "may_write": may_write, "party_mark": party_mark,
        "text_words": words, "now": now,
    }  # fmt: skip


HANDLERS = [ready_page, ready_live, send_cards]
