"""Guests as lists and pages show them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.crypto import ring
from event.database import fetch, fetch_one
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, GuestClass
from event.language import in_language
from event.people.rules import Access
from event.registration.adding import standing_ticket
from event.registration.errors import UnknownGuest, UnknownTicketLink
from event.registration.sealed import index_of, masked, opened
from event.registration.tables import Delegation, Guest, Journey, Ticket
from event.text import folded, latin_of

PAGE = 50
Scope = frozenset[UUID] | None
"""The delegations a reader is limited to; None for all."""


@dataclass(frozen=True)
class GuestFilter:
    """What the list is asked for; empty: everything."""

    text: str = ""
    class_code: str = ""
    delegation: str = ""
    standing: str = ""
    page: int = 1


@dataclass(frozen=True)
class GuestLine:
    """A guest as a line of the list."""

    id: UUID
    number: str
    name_zh: str
    latin: str
    class_code: str
    class_name: str
    delegation: str
    residence: str
    standing: str
    badge_number: str
    arrived_at: datetime | None


@dataclass(frozen=True)
class GuestPage:
    """One page of the list."""

    lines: list[GuestLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class GuestDetails:
    """All that one reader may see of a guest; `phone` and the like are masked by role."""

    guest: Guest
    guest_class: GuestClass
    delegation: Delegation | None
    party_code: str
    ticket: Ticket | None
    journeys: dict[str, Journey]
    phone: str
    wechat: str
    document_number: str
    needs: dict[str, str]
    answers: dict[str, Any]
    arrivals: list[tuple[str, datetime]]


async def scope_of(access: Access, gathering: Gathering) -> Scope:
    """The delegations a user is limited to in a gathering, or None for all."""
    if access.sees_all_delegations(gathering.id):
        return None
    rows = await fetch(
        "SELECT id FROM delegation WHERE gathering = $1 AND liaison = $2", gathering.id, access.user
    )
    return frozenset(row["id"] for row in rows)


async def guest_lines(
    gathering: Gathering, wanted: GuestFilter, *, scope: Scope, language: str, size: int = PAGE
) -> GuestPage:
    """A page of guests, by number, those of other lists (staff, media) after them; one query."""
    text = folded(wanted.text)
    plain = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    is_tail = text.isdigit() and len(text) == 4  # noqa: PLR2004 - the last digits of a phone
    page = max(1, wanted.page)
    rows = await fetch(
        "SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.residence,"
        " g.standing, c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en,"
        " d.name_zh AS delegation_zh, d.name_en AS delegation_en, t.badge_number, count(*) OVER () AS total,"
        " (SELECT min(a.scanned_at) FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint"
        "   WHERE a.guest = g.id AND p.kind = 'arrival') AS arrived_at"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " LEFT JOIN delegation d ON d.id = g.delegation"
        " LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " WHERE g.gathering = $1 AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))"
        " AND ($3 = '' OR c.code = $3) AND ($4 = '' OR d.code = $4) AND ($5 = '' OR g.standing = $5)"
        " AND ($6 = '' OR g.search LIKE '%' || $6 || '%' OR ($7 <> '' AND g.phone_tail_index = $7))"
        " ORDER BY starts_with(g.number, $10) DESC, g.number, g.id LIMIT $8 OFFSET $9",
        gathering.id,
        list(scope) if scope is not None else None,
        wanted.class_code,
        wanted.delegation,
        wanted.standing,
        plain,
        index_of("phone tail", gathering.id, text) if is_tail else "",
        size,
        (page - 1) * size,
        gathering.number_prefix,
    )
    total = rows[0]["total"] if rows else 0
    lines = [_line(row, language) for row in rows]
    return GuestPage(lines, total, page, max(1, -(-total // size)))


async def guest_details(
    guest: UUID,
    *,
    gathering: Gathering,
    scope: Scope,
    contact: bool,
    documents: bool,
    language: str = "zh-Hans",
) -> GuestDetails:
    """One guest; contact and documents in clear only where said. Raises UnknownGuest."""
    row = await Guest.objects().where((Guest.id == guest) & (Guest.gathering == gathering.id)).first()
    if row is None or (scope is not None and row.delegation not in scope):
        raise UnknownGuest
    clear = opened(await keys_of(gathering.id), row.id, row.to_dict())
    guest_class = await GuestClass.objects().get(GuestClass.id == row.guest_class)
    delegation = await Delegation.objects().get(Delegation.id == row.delegation) if row.delegation else None
    party = await fetch_one("SELECT code FROM travel_party WHERE id = $1", row.travel_party)
    journeys = await Journey.objects().where(Journey.guest == row.id)
    arrivals = await fetch(
        "SELECT p.name_zh, p.name_en, a.scanned_at FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint"
        " WHERE a.guest = $1 ORDER BY a.scanned_at",
        row.id,
    )
    return GuestDetails(
        guest=row, guest_class=guest_class, delegation=delegation,  # type: ignore[arg-type] # restricted key
        party_code=party["code"] if party else "",
        ticket=await standing_ticket(row.id),
        journeys={journey.direction: journey for journey in journeys},
        phone=clear.phone if contact else masked(clear.phone),
        wechat=clear.wechat if contact else masked(clear.wechat),
        document_number=clear.document_number if documents else masked(clear.document_number),
        needs=clear.needs if contact else {},
        answers=json.loads(row.answers) if isinstance(row.answers, str) else row.answers,
        arrivals=[
            (in_language(language, zh=one["name_zh"], en=one["name_en"]), one["scanned_at"]) for one in arrivals
        ],
    )  # fmt: skip


async def guest_behind(code: str) -> Guest:
    """The guest whose own link this is. Raises UnknownTicketLink."""
    named = ring().link_subject(code)
    if named is None or not ring().link_holds(named[1], "guest", named[0]):
        raise UnknownTicketLink
    row = await Guest.objects().where(Guest.id == named[0]).first()
    if row is None:
        raise UnknownTicketLink
    return row


async def delegations_of(gathering: UUID) -> list[Delegation]:
    """The gathering's delegations in order."""
    rows = await Delegation.objects().where(Delegation.gathering == gathering).order_by(Delegation.code)
    return list(rows)


async def classes_of(gathering: UUID, *, online: bool = False) -> list[GuestClass]:
    """The gathering's classes in order; `online`: those a guest may choose."""
    chosen = (GuestClass.gathering == gathering) & (
        GuestClass.offered_online.eq(True) if online else GuestClass.code != ""
    )
    return list(await GuestClass.objects().where(chosen).order_by(GuestClass.position))


def _line(row: Any, language: str) -> GuestLine:
    return GuestLine(
        id=row["id"],
        number=row["number"],
        name_zh=row["name_zh"],
        latin=latin_of(row),
        class_code=row["class_code"],
        class_name=in_language(language, zh=row["class_zh"], en=row["class_en"]),
        delegation=in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
        residence=country_name(row["residence"], language),
        standing=row["standing"],
        badge_number=row["badge_number"] or "",
        arrived_at=row["arrived_at"],
    )
