"""The console's pages on guests: the list, one guest, decisions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.database import writing
from event.gathering.countries import country_name
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.language import Message
from event.people.audit import record
from event.people.rules import Access, Permission
from event.registration.deciding import decide
from event.registration.labels import DIET_LABELS, NEED_LABELS, STANDING_LABELS
from event.registration.mails import guest_path
from event.registration.operations import resend_ticket
from event.registration.queries import (
    GuestFilter,
    Scope,
    classes_of,
    delegations_of,
    guest_details,
    guest_lines,
)
from event.registration.tables import Standing

ANSWER_LABELS = {
    "sessions": Message("Sessions"), "route_1": Message("First route"), "route_2": Message("Second route"),
    "lodging": Message("Lodging"), "hotel": Message("Hotel"), "room_wish": Message("Room"),
    "check_in": Message("Check-in day"), "check_out": Message("Check-out day"),
    "languages": Message("Languages"), "liaison": Message("Liaison officer"), "remark": Message("Remark"),
    "past_editions": Message("Earlier editions"), "retention": Message("Data kept"),
    "portrait_consent": Message("Pictures may be used"), "visa_letter": Message("Visa letter wanted"),
    "consulate": Message("Consulate"), "first_review": Message("First review"),
    "final_review": Message("Final review"), "duty": Message("Duty"), "unit": Message("Unit"),
    "post": Message("Post"),
}  # fmt: skip


@get("/console/{slug:str}/guests", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def guest_list(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Response[Any]:
    """The list with search, filters and paging."""
    asked = request.query_params
    number = asked.get("page", "1")
    wanted = GuestFilter(
        text=asked.get("q", "")[:80].replace("\x00", ""),
        class_code=asked.get("class", "")[:2],
        delegation=asked.get("delegation", "")[:20],
        standing=asked.get("standing", "")[:12],
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,  # noqa: PLR2004
    )
    language = language_of(request, staff=True)
    found = await guest_lines(gathering, wanted, scope=reach, language=language)
    own = f"/console/{gathering.slug}/guests"
    query = {"q": wanted.text, "class": wanted.class_code, "delegation": wanted.delegation, "standing": wanted.standing}  # fmt: skip
    return page(
        request,
        "registration/guests.html",
        staff=True,
        wanted=wanted,
        found=found,
        page_url=lambda number: with_query(own, **query, page=number),
        classes=await classes_of(gathering.id),
        delegations=await delegations_of(gathering.id),
        standings=STANDING_LABELS,
    )


@get(
    "/console/{slug:str}/guests/{guest:uuid}",
    opt={"permission": Permission.GUESTS_READ},
    include_in_schema=False,
)
async def guest_page(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """One guest, documents masked."""
    return await _guest(request, guest, gathering=gathering, access=access, scope=reach, documents=False)


@post(
    "/console/{slug:str}/guests/{guest:uuid}/document",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    include_in_schema=False,
    status_code=200,
)
async def show_document(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One guest with the identity document in clear; every look is in the audit trail."""
    async with writing():
        await record(
            "guest.read_document", subject=f"guest:{guest}", by=access.actor, now=now, gathering=gathering.id
        )
    return await _guest(request, guest, gathering=gathering, access=access, scope=reach, documents=True)


@post(
    "/console/{slug:str}/guests/{guest:uuid}/approve",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def approve_guest(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Approve a waiting reply; the ticket goes out by mail."""
    await decide(guest, Standing.APPROVED, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return go(
        f"/console/{gathering.slug}/guests/{guest}",
        say=Message("Approved; the ticket is on its way by mail."),
    )


@post(
    "/console/{slug:str}/guests/{guest:uuid}/withdraw",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def withdraw_guest(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a guest off; the ticket stops admitting at once."""
    await decide(
        guest, Standing.WITHDRAWN, gathering=gathering, reason=form.text("reason"), by=access.actor, now=now
    )
    await announce(gathering.id)
    return go(
        f"/console/{gathering.slug}/guests/{guest}", say=Message("Withdrawn; the ticket no longer admits.")
    )


@post(
    "/console/{slug:str}/guests/{guest:uuid}/ticket",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_ticket_again(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Mail the ticket again."""
    await resend_ticket(guest, gathering=gathering, by=access.actor, now=now)
    return go(
        f"/console/{gathering.slug}/guests/{guest}", say=Message("The ticket is on its way by mail again.")
    )


async def _guest(
    request: Request[Any, Any, Any],
    guest: UUID,
    *,
    gathering: Gathering,
    access: Access,
    scope: Scope,
    documents: bool,
) -> Response[Any]:
    contact = access.may(Permission.GUESTS_CONTACT, gathering.id)
    details = await guest_details(
        guest,
        gathering=gathering,
        scope=scope,
        contact=contact,
        documents=documents,
        language=language_of(request, staff=True),
    )
    writes = access.may(Permission.GUESTS_WRITE, gathering.id)
    return page(
        request,
        "registration/guest.html",
        staff=True,
        details=details,
        guest=details.guest,
        documents=documents,
        standing=STANDING_LABELS[Standing(details.guest.standing)],
        country=country_name,
        own_path=guest_path(guest) if writes else "",
        answer_labels=ANSWER_LABELS,
        need_labels=NEED_LABELS,
        diet_labels=DIET_LABELS,
    )


HANDLERS = [
    guest_list, guest_page, show_document, approve_guest, withdraw_guest, send_ticket_again,
]  # fmt: skip
