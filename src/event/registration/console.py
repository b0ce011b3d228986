"""The console's pages on guests: the list, one guest, and what is done to one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.database import writing
from event.errors import Invalid
from event.gathering.countries import country_name
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, refuse_unless_typed, with_query
from event.language import Message
from event.messages.queries import mails_of_guest
from event.people.audit import record
from event.people.rules import Access, Permission
from event.registration.asking.queries import form_of
from event.registration.deciding import decide
from event.registration.errors import UnknownGuest
from event.registration.history import files_of, history_of, names_of_actors, replaced_by
from event.registration.labels import (
    ANSWER_LABELS,
    DECISION_LABELS,
    DIET_LABELS,
    NEED_LABELS,
    STANDING_LABELS,
)
from event.registration.mails import guest_path
from event.registration.operations import reissue_ticket, resend_ticket
from event.registration.own.operations import erase
from event.registration.queries import (
    GuestFilter,
    Scope,
    classes_of,
    delegations_of,
    guest_details,
    guest_lines,
)
from event.registration.rules import LEFT, NEXT
from event.registration.tables import Guest, Standing

_PAGES = 99_999


@get("/console/{slug:str}/guests", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def guest_list(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Response[Any]:
    """The list with search, filters and paging."""
    wanted = wanted_guests(request)
    found = await guest_lines(gathering, wanted, scope=reach, language=language_of(request, staff=True))
    own = f"/console/{gathering.slug}/guests"
    query = {"q": wanted.text, "class": wanted.class_code, "delegation": wanted.delegation, "standing": wanted.standing}  # fmt: skip
    return page(
        request, "registration/guests.html", staff=True, wanted=wanted, found=found,
        page_url=lambda number: with_query(own, **query, page=number), classes=await classes_of(gathering.id),
        delegations=await delegations_of(gathering.id), standings=STANDING_LABELS, decisions=DECISION_LABELS,
    )  # fmt: skip


def wanted_guests(request: Request[Any, Any, Any]) -> GuestFilter:
    """What the list is asked for in the address."""
    asked = request.query_params
    number = asked.get("page", "1")
    return GuestFilter(
        text=asked.get("q", "")[:80].replace("\x00", ""),
        class_code=asked.get("class", "")[:2],
        delegation=asked.get("delegation", "")[:20],
        standing=asked.get("standing", "")[:20],
        page=int(number) if number.isascii() and number.isdigit() and int(number[:9]) <= _PAGES else 1,
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
    "/console/{slug:str}/guests/{guest:uuid}/decide",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def decide_guest(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take one decision about one guest; the mail goes out with it."""
    to = form.text("to")
    if to in DECISION_LABELS:
        await decide(
            guest, Standing(to), gathering=gathering, by=access.actor, now=now, reason=form.text("reason")
        )
        await announce(gathering.id)
    return go(f"/console/{gathering.slug}/guests/{guest}", say=Message("The decision is taken."))


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


@post(
    "/console/{slug:str}/guests/{guest:uuid}/reissue",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def reissue_badge(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A lost badge: a new number and code, the old ones void."""
    await reissue_ticket(guest, gathering=gathering, reason=form.text("reason"), by=access.actor, now=now)
    return go(
        f"/console/{gathering.slug}/guests/{guest}",
        say=Message("A new ticket is issued; the old one no longer admits."),
    )


@post(
    "/console/{slug:str}/guests/{guest:uuid}/erase",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def erase_guest(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Erase what is known of somebody who does not come; whoever does it types the guest's number."""
    row = await Guest.objects().get((Guest.id == guest) & (Guest.gathering == gathering.id))
    if row is None:
        raise UnknownGuest
    try:
        refuse_unless_typed(form, row.number)
    except Invalid as error:
        told = error.told_fields(language_of(request, staff=True))["typed"]
        return await _guest(
            request, guest, gathering=gathering, access=access, scope=reach, documents=False,
            erase_problem=told, erase_typed=form.text("typed"),
        )  # fmt: skip
    await erase(guest, gathering=gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/guests/{guest}", say=Message("The data are erased."))


async def _guest(
    request: Request[Any, Any, Any],
    guest: UUID,
    *,
    gathering: Gathering,
    access: Access,
    scope: Scope,
    documents: bool,
    erase_problem: str = "",
    erase_typed: str = "",
) -> Response[Any]:
    contact = access.may(Permission.GUESTS_CONTACT, gathering.id)
    language = language_of(request, staff=True)
    details = await guest_details(
        guest, gathering=gathering, scope=scope, contact=contact, documents=documents, language=language
    )
    row = details.guest
    writes = access.may(Permission.GUESTS_WRITE, gathering.id)
    happened = await history_of(row, language=language) if writes else []
    form = await form_of(gathering.id)
    asked = {question.key: question.words.said(language) for question in form.questions}
    return page(
        request, "registration/guest.html", staff=True, details=details, guest=row, documents=documents,
        standing=STANDING_LABELS[Standing(row.standing)], country=country_name,
        own_path=guest_path(guest) if writes else "", answer_labels=ANSWER_LABELS, asked=asked,
        need_labels=NEED_LABELS, diet_labels=DIET_LABELS, standings=STANDING_LABELS, happened=happened,
        actors=await names_of_actors({one.by for one in happened}, language=language),
        next_standings=[(to, DECISION_LABELS[to]) for to in DECISION_LABELS if to in NEXT[Standing(row.standing)]],
        may_erase=Standing(row.standing) in LEFT and row.erased_at is None,
        mails=await mails_of_guest(guest) if writes else [], files=await files_of(row) if writes else [],
        substitute=await replaced_by(guest), replaces=row.replaces, erase_problem=erase_problem, erase_typed=erase_typed,
        status=422 if erase_problem else 200,
    )  # fmt: skip


HANDLERS = [
    guest_list, guest_page, show_document, decide_guest, send_ticket_again, reissue_badge, erase_guest,
]  # fmt: skip
