"""What a scanner keeps to decide without a network: no document, no phone, no diet.

Changes are told by transaction: the cursor is the oldest one that was still open when the roster was read, so
that what commits later comes with the next answer, however long it took.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.itinerary.transfers.board import vehicle_label_of
from event.text import latin_of


class Roster(msgspec.Struct):
    """The whole roster (`full`), or what has changed since a cursor."""

    epoch: UUID
    cursor: str
    full: bool
    server_time: datetime
    gathering: dict[str, Any]
    device: dict[str, Any]
    keys: list[dict[str, Any]]
    classes: list[dict[str, str]]
    delegations: list[dict[str, str]]
    places: list[dict[str, Any]]
    checkpoints: list[dict[str, Any]]
    guests: list[dict[str, Any]]
    seen: list[dict[str, Any]]
    inside: list[dict[str, Any]]
    undone: list[UUID]


def about(gathering: Gathering) -> dict[str, Any]:
    """The gathering as scanners know it."""
    return {
        "id": gathering.id, "slug": gathering.slug, "number": gathering.number, "title_zh": gathering.title_zh,
        "title_en": gathering.title_en, "timezone": gathering.timezone,
    }  # fmt: skip


async def roster(gathering: Gathering, *, device: UUID, since: str, now: datetime) -> Roster:
    """The roster for a device: everything where `since` is empty, not of this server, or from before a restore."""
    mark = await fetch_one(
        "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS low, pg_snapshot_xmax(pg_current_snapshot())::text"
        " AS high, (SELECT epoch FROM gathering WHERE id = $1) AS epoch",
        gathering.id,
    )  # fmt: skip
    low, high, epoch = mark["low"], int(mark["high"]), mark["epoch"]  # type: ignore[index] # always one row
    begun, _, told_epoch = since.partition("-")
    full = not (begun.isascii() and begun.isdigit() and int(begun) <= high and told_epoch == epoch.hex)
    after = None if full else begun
    itself = await fetch_one("SELECT name, expires_at, checkpoints FROM device WHERE id = $1", device)
    mine = set(json.loads(itself["checkpoints"])) if itself else set()
    checkpoints = await _checkpoints(gathering, mine)
    return Roster(
        epoch=epoch, cursor=f"{low}-{epoch.hex}", full=full, server_time=now, gathering=about(gathering),
        device={"id": device, "name": itself["name"], "expires_at": itself["expires_at"]} if itself else {},
        keys=await _keys(gathering), classes=await _classes(gathering), delegations=await _delegations(gathering),
        places=await _places(gathering), checkpoints=checkpoints,
        guests=await _guests(gathering, after), seen=await _seen(gathering, after),
        inside=await _inside(gathering, after), undone=await _undone(gathering, after),
    )  # fmt: skip


async def _keys(gathering: Gathering) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in await fetch(
            "SELECT key_id AS id, replace(encode(public_key, 'base64'), E'\\n', '') AS public FROM gathering_key"
            " WHERE gathering = $1 AND purpose = 'ticket' ORDER BY key_id",
            gathering.id,
        )
    ]


async def _classes(gathering: Gathering) -> list[dict[str, str]]:
    rows = await fetch(
        "SELECT code, name_zh, name_en, colour FROM guest_class WHERE gathering = $1 ORDER BY position, code",
        gathering.id,
    )
    return [dict(row) for row in rows]


async def _delegations(gathering: Gathering) -> list[dict[str, str]]:
    rows = await fetch(
        "SELECT code, name_zh, name_en FROM delegation WHERE gathering = $1 ORDER BY code", gathering.id
    )
    return [dict(row) for row in rows]


async def _places(gathering: Gathering) -> list[dict[str, Any]]:
    rows = await fetch(
        "SELECT 'session:' || s.code AS key, s.title_zh, s.title_en, s.starts_at, s.ends_at,"  # noqa: S608 - our own names
        " coalesce(c.code, '') AS checkpoint, coalesce(c.name_zh, '') AS checkpoint_name_zh,"
        " coalesce(c.name_en, '') AS checkpoint_name_en, coalesce(h.name_zh, '') AS hall_zh,"
        " coalesce(h.name_en, '') AS hall_en, coalesce(h.way_zh, '') AS way_zh, coalesce(h.way_en, '') AS way_en"
        " FROM agenda_session s"
        " LEFT JOIN LATERAL (SELECT * FROM checkpoint c WHERE c.agenda_session = s.id AND c.direction = 'in'"
        "   AND c.active ORDER BY c.position, c.code LIMIT 1) c ON true"
        " LEFT JOIN hall h ON h.id = coalesce(c.hall, s.hall) WHERE s.gathering = $1"
        f" UNION ALL SELECT 'bus:' || code, {vehicle_label_of('code')}, 'Bus ' || code, departs_at, NULL, '', '', '', muster, muster,"
        " '', '' FROM vehicle WHERE gathering = $1 ORDER BY 1",
        gathering.id,
    )  # fmt: skip
    return [dict(row) for row in rows]


async def _checkpoints(gathering: Gathering, mine: set[str]) -> list[dict[str, Any]]:
    rows = await fetch(
        "SELECT p.id, p.code, p.name_zh, p.name_en, p.kind, p.direction, p.admits, p.scope, p.place, p.opens_at,"
        " p.closes_at, p.active, p.rule, coalesce('session:' || s.code, '') AS session, p.hands_out_zh,"
        " p.hands_out_en FROM checkpoint p LEFT JOIN agenda_session s ON s.id = p.agenda_session"
        " WHERE p.gathering = $1 ORDER BY p.position, p.code",
        gathering.id,
    )  # fmt: skip
    return [{**row, "rule": json.loads(row["rule"]), "mine": str(row["id"]) in mine} for row in rows]


_GUESTS = """
SELECT m.guest AS id, g.id IS NULL AS gone, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first,
    c.code AS class, coalesce(d.code, '') AS delegation, g.standing = 'approved' AS approved,
    coalesce(t.code, '') AS party, g.search AS find, coalesce(tickets.every, '[]') AS tickets,
    coalesce(tickets.badge, '') AS badge, booked.keys AS booked
FROM roster_mark m LEFT JOIN guest g ON g.id = m.guest
LEFT JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation
LEFT JOIN travel_party t ON t.id = g.travel_party
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('number', number, 'generation', generation, 'voided_at', voided_at,
            'alias', alias) ORDER BY number) AS every,
        max(badge_number) FILTER (WHERE voided_at IS NULL) AS badge
    FROM ticket WHERE guest = g.id) tickets ON true
LEFT JOIN LATERAL (
    SELECT coalesce(array_agg(DISTINCT key ORDER BY key), '{}') AS keys FROM guest_booking WHERE guest = g.id) booked
    ON true
WHERE m.gathering = $1 AND ($2::text IS NULL OR m.xid >= $2::text::xid8)
    AND ($2::text IS NOT NULL OR g.standing = 'approved' OR EXISTS (SELECT 1 FROM ticket WHERE guest = g.id))
ORDER BY g.number, m.guest
"""


async def _guests(gathering: Gathering, after: str | None) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for row in await fetch(_GUESTS, gathering.id, after):
        if row["gone"]:
            told.append({"id": row["id"], "gone": True})
            continue
        told.append({
            "id": row["id"], "number": row["number"], "name_zh": row["name_zh"],
            "latin": latin_of(row),
            "class": row["class"], "delegation": row["delegation"], "badge": row["badge"],
            "approved": row["approved"], "booked": row["booked"], "party": row["party"], "find": row["find"],
            "tickets": msgspec.Raw(row["tickets"].encode()),
        })  # fmt: skip
    return told


async def _seen(gathering: Gathering, after: str | None) -> list[dict[str, Any]]:
    rows = await fetch(
        "SELECT a.guest, a.scope, a.occasion, a.scanned_at AS at, p.code AS checkpoint FROM arrival a"
        " JOIN checkpoint p ON p.id = a.checkpoint WHERE p.gathering = $1"
        " AND ($2::text IS NULL OR a.xid >= $2::text::xid8)"
        " AND a.scope IN (SELECT scope FROM checkpoint WHERE gathering = $1)",
        gathering.id, after,
    )  # fmt: skip
    told = [dict(row) for row in rows]
    if after is not None:
        told += await _unseen(gathering, after)
    return told


async def _unseen(gathering: Gathering, after: str) -> list[dict[str, Any]]:
    """Guests who are not counted any more, for their scan was taken back."""
    rows = await fetch(
        "SELECT s.guest, s.scope, s.occasion, true AS gone FROM scan_undo u JOIN scan s ON s.id = u.scan"
        " WHERE u.gathering = $1 AND u.xid >= $2::text::xid8 AND s.guest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
        " arrival a WHERE a.guest = s.guest AND a.scope = s.scope AND a.occasion = s.occasion)",
        gathering.id, after,
    )  # fmt: skip
    return [dict(row) for row in rows]


async def _inside(gathering: Gathering, after: str | None) -> list[dict[str, Any]]:
    rows = await fetch(
        "SELECT guest, place, inside, at FROM presence WHERE place IN (SELECT place FROM checkpoint"
        " WHERE gathering = $1 AND place IS NOT NULL) AND ($2::text IS NULL OR xid >= $2::text::xid8)",
        gathering.id, after,
    )  # fmt: skip
    return [dict(row) for row in rows]


async def _undone(gathering: Gathering, after: str | None) -> list[UUID]:
    rows = await fetch(
        "SELECT scan FROM scan_undo WHERE gathering = $1 AND ($2::text IS NULL OR xid >= $2::text::xid8)",
        gathering.id, after,
    )  # fmt: skip
    return [row["scan"] for row in rows]
