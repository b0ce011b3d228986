"""Taking a scan back: the scan stays, what followed from it goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.checkin.recording import DOORS
from event.checkin.scanned import Undone
from event.checkin.tables import Verdict
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering


async def take_back(
    undone: Sequence[Undone], *, gathering: Gathering, by: str, device: str, now: datetime
) -> list[UUID]:
    """Take scans back with a reason; returns the ids of what was told, in the order given.

    Again changes nothing. A scan that comes in later than this is recorded as taken back.
    """
    for one in undone:
        async with writing():
            await _take_back(one, gathering=gathering, by=by, device=device, now=now)
    return [one.id for one in undone]


async def _take_back(one: Undone, *, gathering: Gathering, by: str, device: str, now: datetime) -> None:
    await fetch("SELECT pg_advisory_xact_lock($1::int, hashtext($2::text))", DOORS, str(gathering.id))
    made = await fetch_one(
        "INSERT INTO scan_undo (id, gathering, scan, reason, device, by, undone_at, recorded_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id",
        one.id, gathering.id, one.scan, one.reason[:200], device, by, one.at, now,
    )  # fmt: skip
    if made is None:
        return
    scan = await fetch_one(
        "SELECT s.*, g.delegation, g.guest_class FROM scan s LEFT JOIN guest g ON g.id = s.guest"
        " WHERE s.id = $1 AND s.gathering = $2",
        one.scan, gathering.id,
    )  # fmt: skip
    if scan is None or scan["verdict"] == Verdict.REFUSED:
        return
    counted = await fetch_one("SELECT 1 FROM arrival WHERE scan = $1", scan["id"])
    await _tally(scan, gathering, -1, verdict=Verdict.ADMITTED if counted else "")
    await _arrival(scan, gathering)
    if scan["place"] is not None:
        await _presence(scan)


async def _tally(scan: Any, gathering: Gathering, people: int, *, verdict: str = "") -> None:
    told = verdict or ("back" if scan["reason"] == "back" else scan["verdict"])
    await fetch(
        "INSERT INTO tally (id, gathering, checkpoint, verdict, delegation, guest_class, people)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (checkpoint, verdict, delegation, guest_class)"
        " DO UPDATE SET people = tally.people + excluded.people",
        uuid4(), gathering.id, scan["checkpoint"], told, scan["delegation"], scan["guest_class"], people,
    )  # fmt: skip
    if told == Verdict.ADMITTED and scan["direction"] == "in":
        await fetch(
            "INSERT INTO tally_minute (id, gathering, checkpoint, minute, people)"
            " VALUES ($1, $2, $3, date_trunc('minute', $4::timestamptz), $5)"
            " ON CONFLICT (checkpoint, minute) DO UPDATE SET people = tally_minute.people + excluded.people",
            uuid4(), gathering.id, scan["checkpoint"], scan["at"], people,
        )  # fmt: skip


async def _arrival(scan: Any, gathering: Gathering) -> None:
    """Another accepted scan for the same takes the place of the one taken back, or the guest has not arrived."""
    gone = await fetch_one("DELETE FROM arrival WHERE scan = $1 RETURNING id", scan["id"])
    if gone is None:
        return
    other = await fetch_one(
        "SELECT s.*, g.delegation, g.guest_class FROM scan s JOIN guest g ON g.id = s.guest"
        " WHERE s.guest = $1 AND s.scope = $2 AND s.occasion = $3 AND s.direction = 'in' AND s.verdict <> 'refused'"
        " AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id) ORDER BY s.at, s.id LIMIT 1",
        scan["guest"], scan["scope"], scan["occasion"],
    )  # fmt: skip
    if other is None:
        return
    await fetch(
        "INSERT INTO arrival (id, guest, checkpoint, scope, occasion, scan, scanned_at, recorded_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        uuid4(), other["guest"], other["checkpoint"], other["scope"], other["occasion"], other["id"], other["at"],
        other["recorded_at"],
    )  # fmt: skip
    await _tally(other, gathering, -1)
    await _tally(other, gathering, 1, verdict=Verdict.ADMITTED)


async def _presence(scan: Any) -> None:
    known = await fetch_one(
        "SELECT inside FROM presence WHERE guest = $1 AND place = $2", scan["guest"], scan["place"]
    )
    last = await fetch_one(
        "SELECT direction, at FROM scan s WHERE guest = $1 AND place = $2 AND verdict <> 'refused'"
        " AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id) ORDER BY at DESC, seq DESC LIMIT 1",
        scan["guest"], scan["place"],
    )  # fmt: skip
    inside = last is not None and last["direction"] == "in"
    await fetch(
        "UPDATE presence SET was_inside = inside, inside = $3, at = $4, xid = pg_current_xact_id()"
        " WHERE guest = $1 AND place = $2",
        scan["guest"], scan["place"], inside, last["at"] if last else scan["at"],
    )  # fmt: skip
    change = int(inside) - int(known is not None and known["inside"])
    if change:
        await fetch("UPDATE tally_inside SET people = people + $2 WHERE place = $1", scan["place"], change)
