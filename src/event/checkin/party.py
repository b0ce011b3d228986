"""A travel party at the door: one scan opens it, and everybody in it is recorded."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from event.checkin.answers import Answer
from event.checkin.errors import UnknownScan
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.checkin.tables import ScanSource, Verdict
from event.database import fetch, fetch_one
from event.errors import Conflict
from event.gathering.tables import Gathering
from event.language import Message


class PartyNotOpened(Conflict):
    """The scan that should open the party was refused or taken back."""

    sentence = Message("That scan did not let anybody in, so it does not open the travel party. Scan a ticket again.")  # fmt: skip


async def check_in_party(
    scan: UUID, *, name: UUID, gathering: Gathering, by: UUID | None, now: datetime
) -> list[Answer]:
    """Check in everybody who travels with the guest of a scan and is not in yet, at its checkpoint.

    `name` is the caller's name for this step: each scan gets an id that follows from it and the guest.
    Raises UnknownScan, PartyNotOpened.
    """
    opened = await fetch_one(_OPENED, scan, gathering.id)
    if opened is None:
        raise UnknownScan
    if opened["verdict"] == Verdict.REFUSED or opened["undone"]:
        raise PartyNotOpened
    members: list[Any] = await fetch(_TO_COME, scan, gathering.timezone, now)
    sent = [
        Scanned(
            uuid5(name, str(row["id"])), str(opened["checkpoint"]), "", now, device="desk", guest=str(row["id"]),
            source=ScanSource.PARTY, party_of=scan,
        )
        for row in members
    ]  # fmt: skip
    return await record_scans(sent, gathering=gathering, by=by, now=now) if sent else []


_OPENED = """
SELECT s.checkpoint, s.verdict, EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id) AS undone
FROM scan s WHERE s.id = $1 AND s.gathering = $2 AND s.guest IS NOT NULL
"""

_TO_COME = """
SELECT g.id FROM scan s JOIN checkpoint p ON p.id = s.checkpoint JOIN guest first ON first.id = s.guest
JOIN guest g ON g.travel_party = first.travel_party AND g.id <> first.id AND g.standing = 'approved'
WHERE s.id = $1 AND NOT EXISTS (
    SELECT 1 FROM arrival a WHERE a.guest = g.id AND a.scope = p.scope AND a.occasion =
        CASE p.admits WHEN 'daily' THEN to_char($3::timestamptz AT TIME ZONE $2::text, 'YYYY-MM-DD') ELSE '' END)
ORDER BY g.party_place <> 'main', g.number
"""
