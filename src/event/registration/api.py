"""Guests for programs."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import address_of, read_json
from event.language import chosen
from event.people.rates import REGISTER_NETWORK, count, network
from event.people.rules import Access, Permission
from event.registration.asking.answered import answers_no_longer_offered
from event.registration.asking.queries import offered_of
from event.registration.asking.reading import parse_registration, parse_reply
from event.registration.asking.typed import Typed
from event.registration.changing import reply_of
from event.registration.deciding import decide, decide_all
from event.registration.errors import UnknownGuest
from event.registration.mails import guest_address
from event.registration.operations import register, reissue_ticket, replace_guest, resend_ticket, walk_in
from event.registration.own.pages import change_own
from event.registration.queries import (
    GuestFilter,
    Scope,
    classes_of,
    delegations_of,
    guest_details,
    guest_lines,
)
from event.registration.tables import Guest, Standing
from event.registration.walking_in import parse_walk_in


class GatheringView(msgspec.Struct):
    """A gathering and what its form offers."""

    slug: str
    title_zh: str
    title_en: str
    first_day: str
    last_day: str
    timezone: str
    takes_replies: bool
    classes: dict[str, str]
    delegations: dict[str, str]


class GuestView(msgspec.Struct):
    """A guest in the list."""

    id: UUID
    number: str
    name_zh: str
    latin: str
    class_code: str
    delegation: str
    residence: str
    standing: str
    badge_number: str
    arrived_at: datetime | None


class GuestsView(msgspec.Struct):
    """A page of guests."""

    guests: list[GuestView]
    total: int
    page: int
    pages: int


class GuestFull(msgspec.Struct):
    """One guest; contact is masked by role, the document always."""

    id: UUID
    number: str
    name_zh: str
    latin_surname: str
    latin_given: str
    class_code: str
    delegation: str
    nationality: str
    residence: str
    email: str
    phone: str
    document_kind: str
    document_number: str
    needs: dict[str, str]
    answers: dict[str, Any]
    standing: str
    badge_number: str


class Registered(msgspec.Struct):
    """A reply that was taken; the link is the guest's own page."""

    id: UUID
    number: str
    standing: str
    link: str


@get("/api/v1/gatherings/{slug:str}", opt={"public": True}, tags=["Gathering"])
async def api_gathering(
    gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> GatheringView:
    """What anybody may know of a gathering."""
    return GatheringView(
        slug=gathering.slug, title_zh=gathering.title_zh, title_en=gathering.title_en,
        first_day=gathering.first_day.isoformat(), last_day=gathering.last_day.isoformat(),
        timezone=gathering.timezone, takes_replies=gathering.takes_replies(now),
        classes={one.code: one.name_zh for one in await classes_of(gathering.id, online=True)},
        delegations={one.code: one.name_zh for one in await delegations_of(gathering.id)},
    )  # fmt: skip


@get("/api/v1/gatherings/{slug:str}/guests", opt={"permission": Permission.GUESTS_READ}, tags=["Guests"])
async def api_guests(
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    q: FromQuery[str] = "",
    class_code: FromQuery[str] = "",
    delegation: FromQuery[str] = "",
    standing: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> GuestsView:
    """Guests by number, 50 a page; `q` searches names in any script, pinyin, numbers, phone tail."""
    wanted = GuestFilter(q.replace("\x00", ""), class_code, delegation, standing, min(max(page, 1), 100_000))
    found = await guest_lines(gathering, wanted, scope=reach, language="zh-Hans")
    return GuestsView(
        [
            GuestView(
                line.id, line.number, line.name_zh, line.latin, line.class_code, line.delegation,
                line.residence, line.standing, line.badge_number, line.arrived_at,
            )
            for line in found.lines
        ],
        found.total, found.page, found.pages,
    )  # fmt: skip


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Guests"],
)
async def api_guest(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> GuestFull:
    """One guest."""
    contact = access.may(Permission.GUESTS_CONTACT, gathering.id)
    told = await guest_details(guest, gathering=gathering, scope=reach, contact=contact, documents=False)
    row = told.guest
    return GuestFull(
        id=row.id, number=row.number, name_zh=row.name_zh, latin_surname=row.latin_surname,
        latin_given=row.latin_given, class_code=told.guest_class.code,
        delegation=told.delegation.name_zh if told.delegation else "", nationality=row.nationality,
        residence=row.residence, email=row.email if contact else "", phone=told.phone,
        document_kind=row.document_kind, document_number=told.document_number, needs=told.needs,
        answers=told.answers, standing=row.standing,
        badge_number=told.ticket.badge_number if told.ticket else "",
    )  # fmt: skip


@post("/api/v1/gatherings/{slug:str}/guests", opt={"public": True}, tags=["Guests"])
async def api_register(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Registered:
    """Register as a guest: the fields of the form, as texts or lists of texts; companions are companion_1_….

    Problems are told per field.
    """
    await count(REGISTER_NETWORK, network(address_of(request)), now=now)
    typed = await read_json(request, dict[str, str | list[str]])
    offered = await offered_of(gathering)
    told = parse_registration(
        typed, offered=offered, language=chosen(str(typed.get("language", ""))) or "zh-Hans",
        today=local_day(now, gathering.zone), first_day=gathering.first_day,
    )  # fmt: skip
    guest = await register(gathering, reply=told, form=offered.form, now=now)
    await announce(gathering.id)
    return Registered(guest.id, guest.number, guest.standing, guest_address(guest.id))


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/approve",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
    status_code=200,
)
async def api_approve(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, str]:
    """Approve a waiting reply; the ticket goes out by mail."""
    row = await decide(guest, Standing.APPROVED, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return {"standing": row.standing}


class Reason(msgspec.Struct):
    """Why."""

    reason: str = ""


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/withdraw",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
    status_code=200,
)
async def api_withdraw(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, str]:
    """Take a guest off; the ticket stops admitting at once. Body: {"reason": "…"}."""
    asked = await read_json(request, Reason, otherwise=b"{}")
    row = await decide(
        guest, Standing.WITHDRAWN, gathering=gathering, reason=asked.reason, by=access.actor, now=now
    )
    await announce(gathering.id)
    return {"standing": row.standing}


class Asked(msgspec.Struct):
    """A decision: one of first_reviewed, approved, waitlisted, declined, withdrawn, submitted."""

    to: Standing
    guests: list[UUID]
    reason: str = ""


@post(
    "/api/v1/gatherings/{slug:str}/decisions",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
    status_code=200,
)
async def api_decide(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Take one decision about guests, all or none: {"to": "approved", "guests": [ids], "reason": "…"}."""
    asked = await read_json(request, Asked)
    rows = await decide_all(
        asked.guests, asked.to, gathering=gathering, by=access.actor, now=now, reason=asked.reason
    )
    await announce(gathering.id)
    return {"decided": len(rows)}


@put(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
    status_code=204,
)
async def api_change(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Change a reply: all fields of the form as texts or lists of texts, as staff see it; consents stay."""
    row = await Guest.objects().get((Guest.id == guest) & (Guest.gathering == gathering.id))
    if row is None:
        raise UnknownGuest
    typed = Typed.of(await read_json(request, dict[str, str | list[str]]))
    offered = await offered_of(gathering, staff=True)
    offered = replace(offered, kept=answers_no_longer_offered(await reply_of(row), offered.form))
    await change_own(
        row, typed, gathering=gathering, offered=offered, language=row.language, by=access.actor, now=now
    )
    await announce(gathering.id)


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/replacement",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
)
async def api_replace(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Registered:
    """Somebody else comes instead: the fields of the form, and `reason`. The old ticket is void."""
    typed = await read_json(request, dict[str, str | list[str]])
    offered = await offered_of(gathering, staff=True)
    classes = {one.id: one.code for one in await classes_of(gathering.id)}
    gone = await Guest.objects().get((Guest.id == guest) & (Guest.gathering == gathering.id))
    if gone is None:
        raise UnknownGuest
    offered = replace(offered, fixed={"guest_class": classes[gone.guest_class]})
    reply = parse_reply(typed, offered=offered, language=gone.language, today=local_day(now, gathering.zone))
    made, _ = await replace_guest(
        guest, reply, gathering=gathering, reason=str(typed.get("reason", "")), by=access.actor, now=now
    )
    await announce(gathering.id)
    return Registered(made.id, made.number, made.standing, guest_address(made.id))


@post("/api/v1/gatherings/{slug:str}/walk-ins", opt={"permission": Permission.GUESTS_WRITE}, tags=["Guests"])
async def api_walk_in(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Registered:
    """Somebody at the desk: name, residence, guest_class; approved and with a ticket at once."""
    typed = await read_json(request, dict[str, str])
    reply = parse_walk_in(
        typed, classes={one.code: one.id for one in await classes_of(gathering.id)},
        delegations={one.code: one.id for one in await delegations_of(gathering.id)},
        language=chosen(typed.get("language", "")) or "zh-Hans",
    )  # fmt: skip
    guest, _ = await walk_in(gathering, reply, by=access.actor, now=now)
    await announce(gathering.id)
    return Registered(guest.id, guest.number, guest.standing, guest_address(guest.id))


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/reissue",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
    status_code=200,
)
async def api_reissue(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, str]:
    """A lost badge: a new ticket with a number of its own, the old one void. Body: {"reason": "…"}."""
    asked = await read_json(request, Reason, otherwise=b"{}")
    ticket = await reissue_ticket(guest, gathering=gathering, reason=asked.reason, by=access.actor, now=now)
    return {"badge_number": ticket.badge_number}


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/ticket",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
    status_code=202,
)
async def api_send_ticket(
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Mail the ticket again."""
    await resend_ticket(guest, gathering=gathering, by=access.actor, now=now)


HANDLERS = [
    api_decide, api_change, api_replace, api_walk_in, api_reissue,
    api_gathering, api_guests, api_guest, api_register, api_approve, api_withdraw, api_send_ticket,
]  # fmt: skip
