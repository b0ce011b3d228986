"""A guest's own programme on paper: one or two sheets of A4 with the ticket's QR."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.tables import Gathering
from event.http import language_of
from event.itinerary.own.queries import guest_within
from event.itinerary.own.shown import shown_programme
from event.people.rates import Rate, count
from event.people.rules import Permission
from event.printing.pdf import pdf
from event.printing.practice_mark import marked_if_practice
from event.qr import qr_address
from event.registration.adding import standing_ticket
from event.registration.mails import text_of
from event.registration.own.framing import proven
from event.registration.queries import Scope, classes_of, delegations_of
from event.registration.tables import Guest
from event.templating import rendered

_PAPER_GUEST = Rate("own programme guest", 30, 60)


@get("/t/{code:str}/programme.pdf", opt={"public": True}, include_in_schema=False)
async def own_paper(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The own programme as PDF; with the room's number after a proof."""
    await count(_PAPER_GUEST, str(own.id), now=now)
    known = proven(request, own, now=now)
    content = await programme_pdf(own, own_gathering, language=language_of(request), proven=known, now=now)
    return _sent(own, content)


@get(
    "/console/{slug:str}/guests/{guest:uuid}/programme.pdf",
    opt={"permission": Permission.GUESTS_READ},
    include_in_schema=False,
)
async def paper_for_staff(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """A guest's programme to be handed out."""
    return await _for_staff(request, guest, gathering, reach, now)


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/programme.pdf",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Guests"],
)
async def api_paper(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """A guest's programme as PDF, room included, in the guest's language or in the one asked for with `?lang=`."""
    return await _for_staff(request, guest, gathering, reach, now)


async def _for_staff(
    request: Request[Any, Any, Any], guest: UUID, gathering: Gathering, reach: Scope, now: datetime
) -> Response[bytes]:
    row = await guest_within(guest, gathering=gathering, scope=reach)
    language = language_of(request) if request.query_params.get("lang") else row.language
    return _sent(row, await programme_pdf(row, gathering, language=language, proven=True, now=now))


async def programme_pdf(
    guest: Guest, gathering: Gathering, *, language: str, proven: bool, now: datetime
) -> bytes:
    """The programme of one guest as PDF."""
    html = await programme_html(guest, gathering, language=language, proven=proven, now=now)
    made = await pdf([html], title=gathering.title(language), language=language)
    return await marked_if_practice(made, gathering)


async def programme_html(
    guest: Guest, gathering: Gathering, *, language: str, proven: bool, now: datetime, stamp: str = ""
) -> str:
    """The programme of one guest, to be set; `stamp` stands in the footer instead of the moment."""
    ticket = await standing_ticket(guest.id)
    told = await shown_programme(guest, gathering, language=language, proven=proven)
    return rendered(
        "pdf/own/programme.html", language=language, held=gathering, now=now, stamp=stamp, ticket=ticket,
        picture=qr_address(await text_of(gathering, ticket), module=6) if ticket else "",
        guest_class=next(one for one in await classes_of(gathering.id) if one.id == guest.guest_class),
        delegation=next((one for one in await delegations_of(gathering.id) if one.id == guest.delegation), None),
        **told,
    )  # fmt: skip


def _sent(guest: Guest, content: bytes) -> Response[bytes]:
    headers = {"Content-Disposition": f'inline; filename="{guest.number}-programme.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


HANDLERS = [own_paper, paper_for_staff, api_paper]
