"""The console's pages on mails to many guests: first who gets one, then for real."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.gathering.tables import Gathering
from event.http import go, page
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.reminding.operations import announce_programme, remind
from event.registration.reminding.queries import Reader, approved_readers, to_be_reminded

_ON_THEIR_WAY = Message("The mails are on their way.")
_NO_MAILS = Message("No mails were written: everybody had one already.")


@get(
    "/console/{slug:str}/mail/reminders", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False
)
async def reminders_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """To whom details are missing, and which."""
    return _page(request, "reminder", await to_be_reminded(gathering, now=now))


@post(
    "/console/{slug:str}/mail/reminders", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False
)
async def send_reminders(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[Any]:
    """Remind them."""
    written = await remind(gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/mail", say=_ON_THEIR_WAY if written else _NO_MAILS)


@get(
    "/console/{slug:str}/mail/programme", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False
)
async def announcement_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Who would be told that the programme has changed."""
    return _page(request, "programme", await approved_readers(gathering))


@post(
    "/console/{slug:str}/mail/programme", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False
)
async def send_announcement(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[Any]:
    """Tell them."""
    written = await announce_programme(gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/mail", say=_ON_THEIR_WAY if written else _NO_MAILS)


def _page(request: Request[Any, Any, Any], occasion: str, readers: list[Reader]) -> Response[Any]:
    return page(
        request, "registration/reminding.html", staff=True, occasion=occasion, readers=readers,
        mails=len([one for one in readers if not one.told]),
    )  # fmt: skip


HANDLERS = [reminders_page, send_reminders, announcement_page, send_announcement]
