"""How often what concerns a guest has changed: the one place that numbers revisions of the own calendar.

Publications number what they change for a guest; programme, flights, hotels and the reply change without them.
"""

from dataclasses import dataclass
from datetime import datetime

from event.database import fetch, fetch_one
from event.registration.tables import Guest

_ABOUT = [
    "agenda", "visit", "hotels", "transfers", "route", "vehicle", "crew", "hall", "stop", "canteen", "hotel", "room",
    "rooming", "transfer", "service", "seats",
]  # fmt: skip
"""What entries of the audit trail are about that may change somebody's programme."""


@dataclass(frozen=True)
class Revision:
    """The number of a guest's calendar (RFC 5545, SEQUENCE) and when it was raised last."""

    number: int
    at: datetime


async def sequence_of(guest: Guest) -> Revision:
    """Changes of the reply, decisions, notices of publications, news of the own flight, and whatever the office did.

    All of these are only added to, so that the number never falls; a number too many does no harm.
    """
    row = await fetch_one(
        "SELECT count(*)::int AS number, coalesce(max(at), $3) AS at FROM ("
        " SELECT at FROM guest_change WHERE guest = $1 UNION ALL SELECT recorded_at FROM decision WHERE guest = $1"
        " UNION ALL SELECT p.at FROM visit_notice v JOIN publication p ON p.id = v.publication WHERE v.guest = $1"
        " UNION ALL SELECT n.seen_at FROM service_seen n JOIN transfer t ON t.service = n.service WHERE t.guest = $1"
        " UNION ALL SELECT at FROM audit_entry WHERE gathering = $2 AND split_part(action, '.', 1) = ANY($4::text[])"
        "   AND split_part(action, '.', 2) <> 'export') known",
        guest.id, guest.gathering, guest.created_at, _ABOUT,
    )  # fmt: skip
    return Revision(row["number"], row["at"]) if row else Revision(0, guest.created_at)


@dataclass(frozen=True)
class Gone:
    """Something a guest had, from when to when: a visit, or the transfer of a direction."""

    kind: str
    title: str
    begins_at: datetime
    ends_at: datetime | None


async def given_up_by(guest: Guest) -> list[Gone]:
    """What somebody who does not come had: their calendar says that it is cancelled."""
    rides = await fetch(
        "SELECT r.name_zh, r.name_en, coalesce(v.musters_at, v.departs_at) AS begins_at,"
        " (SELECT max(d.returns_at) FROM route_day d WHERE d.route = r.id) AS ends_at FROM given_up_place p"
        " JOIN vehicle v ON v.id = (p.place->>'vehicle')::uuid JOIN route r ON r.id = v.route"
        " WHERE p.guest = $1 AND p.kind = 'vehicle_seat'",
        guest.id,
    )
    transfers = await fetch(
        "SELECT p.place->>'direction' AS direction, coalesce(s.planned_at, (p.place->>'leaves_at')::timestamptz)"
        " AS begins_at FROM given_up_place p LEFT JOIN service s ON s.id = (p.place->>'service')::uuid"
        " WHERE p.guest = $1 AND p.kind = 'transfer'",
        guest.id,
    )
    gone = [Gone("visit", row["name_zh"], row["begins_at"], row["ends_at"]) for row in rides]
    gone += [Gone(row["direction"], "", row["begins_at"], None) for row in transfers]
    return [one for one in gone if one.begins_at is not None]
