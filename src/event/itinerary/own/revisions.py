"""How often what concerns a guest has changed: the one place that numbers revisions of the own calendar.

Publishing knows better once the visit is published with it: its notices then say what changed, and raise the number.
"""

from dataclasses import dataclass
from datetime import datetime

from event.database import fetch, fetch_one
from event.registration.tables import Guest

_LISTS = ["agenda", "visit", "hotels", "transfers"]


@dataclass(frozen=True)
class Revision:
    """The number of a guest's calendar (RFC 5545, SEQUENCE) and when it was raised last."""

    number: int
    at: datetime


async def sequence_of(guest: Guest) -> Revision:
    """Changes of the reply, decisions, lists taken in, news of the own flight, notices of publications: all only grow."""
    row = await fetch_one(
        "SELECT count(*)::int AS number, coalesce(max(at), $3) AS at FROM ("
        " SELECT at FROM guest_change WHERE guest = $1 UNION ALL SELECT recorded_at FROM decision WHERE guest = $1"
        " UNION ALL SELECT coalesce(undone_at, at) FROM import_run WHERE gathering = $2 AND kind = ANY($4::text[])"
        "   AND state IN ('done', 'undone')"
        " UNION ALL SELECT n.seen_at FROM service_seen n JOIN transfer t ON t.service = n.service WHERE t.guest = $1"
        " UNION ALL SELECT p.at FROM visit_notice v JOIN publication p ON p.id = v.publication WHERE v.guest = $1) known",
        guest.id, guest.gathering, guest.created_at, _LISTS,
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
