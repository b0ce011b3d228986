"""What a guest sees on the own page beside the ticket."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.changing import changes_of, flat, plain, reply_of
from event.registration.tables import Guest


@dataclass(frozen=True)
class OwnSession:
    """A session the guest is booked for."""

    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str


@dataclass(frozen=True)
class Happened:
    """Something that changed: a decision, or fields of the reply, by the guest or the office."""

    at: datetime
    standing: str = ""
    fields: tuple[str, ...] = ()
    by_guest: bool = False


async def own_programme(guest: UUID, *, language: str) -> list[OwnSession]:
    """The sessions a guest is booked for, in order, as the programme was published last; as it is while nothing is published."""
    rows = await fetch(
        "SELECT t.title_zh, t.title_en, t.starts_at, t.ends_at, coalesce(nullif(t.place_zh, ''), t.hall_zh, '') AS place_zh,"
        " coalesce(nullif(t.place_en, ''), t.hall_en, '') AS place_en FROM (SELECT agenda_session, guest FROM booking"
        "  UNION SELECT agenda_session, guest FROM freed_place WHERE kind = 'booking') b"
        " JOIN agenda_session s ON s.id = b.agenda_session LEFT JOIN hall h ON h.id = s.hall"
        " LEFT JOIN LATERAL (SELECT p.programme FROM programme_publication p WHERE p.gathering = s.gathering"
        "   ORDER BY p.number DESC LIMIT 1) v ON true"
        " CROSS JOIN LATERAL (SELECT s.title_zh, s.title_en, s.starts_at, s.ends_at, s.place_zh, s.place_en, h.name_zh AS hall_zh,"
        "   h.name_en AS hall_en WHERE v.programme IS NULL AND s.cancelled_at IS NULL UNION ALL SELECT x.title_zh, x.title_en, x.starts_at, x.ends_at,"
        "   x.place_zh, x.place_en, x.hall_zh, x.hall_en FROM jsonb_to_recordset(v.programme) AS x(id uuid, cancelled boolean,"
        "   title_zh text, title_en text, starts_at timestamptz, ends_at timestamptz, place_zh text, place_en text, hall_zh text,"
        "   hall_en text) WHERE x.id = s.id AND NOT coalesce(x.cancelled, false)) t"
        " WHERE b.guest = $1 ORDER BY t.starts_at, s.position",
        guest,
    )
    return [
        OwnSession(
            in_language(language, zh=row["title_zh"], en=row["title_en"]), row["starts_at"], row["ends_at"],
            in_language(language, zh=row["place_zh"], en=row["place_en"]),
        )
        for row in rows
    ]  # fmt: skip


async def visit_is_new(guest: UUID) -> bool:
    """Whether a publication changed something of the homeland visit that the guest has not read yet."""
    return bool(await fetch("SELECT 1 FROM visit_notice WHERE guest = $1 AND seen_at IS NULL LIMIT 1", guest))


async def also_there(gathering: UUID) -> dict[str, bool]:
    """Which further pages of one's own there are: sessions to sign up for, slots of the matchmaking."""
    (row,) = await fetch(
        "SELECT EXISTS (SELECT 1 FROM agenda_session WHERE gathering = $1 AND signup AND cancelled_at IS NULL) AS signs_up,"
        " EXISTS (SELECT 1 FROM match_zone WHERE gathering = $1) AS has_slots",
        gathering,
    )
    return dict(row)


async def what_happened(guest: Guest, *, limit: int = 12) -> list[Happened]:
    """Decisions and changes, newest first; without the words of a decision's reason."""
    decisions = await fetch("SELECT after, by, recorded_at FROM decision WHERE guest = $1", guest.id)
    changes = await fetch("SELECT fields, by, at FROM guest_change WHERE guest = $1", guest.id)
    own = f"guest:{guest.id}"
    told = [Happened(row["recorded_at"], row["after"], by_guest=row["by"] == own) for row in decisions]
    told += [
        Happened(row["at"], fields=tuple(json.loads(row["fields"])), by_guest=row["by"] == own)
        for row in changes
    ]
    return sorted(told, key=lambda one: one.at, reverse=True)[:limit]


async def consents_of(guest: UUID) -> dict[str, bool]:
    """The last yes or no to each purpose."""
    rows = await fetch(
        "SELECT DISTINCT ON (purpose) purpose, given FROM consent WHERE guest = $1 ORDER BY purpose, at DESC",
        guest,
    )
    return {row["purpose"]: row["given"] for row in rows}


async def party_of(guest: Guest) -> list[Guest]:
    """The others of the guest's travel party who come."""
    if guest.travel_party is None:
        return []
    rows = (
        await Guest.objects()
        .where((Guest.travel_party == guest.travel_party) & (Guest.id != guest.id))
        .order_by(Guest.number)
    )
    return [row for row in rows if row.standing not in ("withdrawn", "declined", "replaced")]


async def own_data(guest: Guest, gathering: Gathering) -> dict[str, Any]:
    """Everything kept about a guest, in clear, as the guest may take it along (PIPL article 45)."""
    reply = await reply_of(guest)
    tickets = await fetch(
        "SELECT badge_number, issued_at, voided_at, void_reason FROM ticket WHERE guest = $1 ORDER BY issued_at",
        guest.id,
    )
    scans = await fetch(
        "SELECT p.code, p.name_zh, a.scanned_at FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint"
        " WHERE a.guest = $1 ORDER BY a.scanned_at",
        guest.id,
    )
    mails = await fetch(
        "SELECT created_at, occasion, subject, state FROM mail WHERE guest = $1 ORDER BY created_at", guest.id
    )
    consents = await fetch(
        "SELECT purpose, given, form_version, at FROM consent WHERE guest = $1 ORDER BY at", guest.id
    )
    suggestions = await fetch(
        "SELECT number, received_on, content, state, answer, done_on FROM suggestion WHERE guest = $1 ORDER BY number",
        guest.id,
    )
    return {
        "gathering": gathering.title_zh,
        "number": guest.number,
        "standing": guest.standing,
        "reply": _plain({name: value for name, value in flat(reply).items() if value not in ("", None)}),
        "consents": [_plain(dict(row)) for row in consents],
        "changes": [{"at": plain(change.at), "fields": told} for change, told in await changes_of(guest)],
        "tickets": [_plain(dict(row)) for row in tickets],
        "arrivals": [_plain(dict(row)) for row in scans],
        "mails": [_plain(dict(row)) for row in mails],
        "suggestions": [_plain(dict(row)) for row in suggestions],
    }


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int | bool | list | type(None)) else plain(value)
        for name, value in told.items()
    }
