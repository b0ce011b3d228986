"""Recording scans, by scanners, at the desk and from paper, and taking them back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import structlog

from event.checkin.answers import Answer, answers
from event.checkin.batching import record_together
from event.checkin.claims import claims
from event.checkin.errors import UnknownCheckpoint
from event.checkin.recording import Sent
from event.checkin.rules import Reason
from event.checkin.scanned import Scanned
from event.checkin.tables import ScanSource
from event.database import fetch_one
from event.gathering.tables import Gathering
from event.people.rates import TYPED_CODE_USER, count
from event.registration.errors import UnknownGuest
from event.registration.tickets import typed_code

log = structlog.get_logger()


async def record_scans(
    scans: Sequence[Scanned],
    *,
    gathering: Gathering,
    by: UUID | None,
    now: datetime,
    scanner: str | None = None,
) -> list[Answer]:
    """Record scans and say what each means, in the order given.

    Idempotent by the scan's id: sent again, it gets its stored answer and is noted as a repeat; with another
    content it is refused and changes nothing. `scanner` is the hash of an enrolled scanner's key. One arrival per guest, scope and occasion, whoever else scans.
    """
    read = await claims([scan.ticket for scan in scans], gathering)
    sent = [
        Sent(scan, claim, by, scanner, scan.recorded_at or now)
        for scan, claim in zip(scans, read, strict=True)
    ]
    told = await answers(await record_together(sent, gathering))
    for one in told:
        if one.reason == Reason.CHANGED:
            log.warning("scan.changed", scan=str(one.id))
    return told


async def limit_typed_codes(texts: Iterable[str], *, by: UUID, now: datetime) -> None:
    """Count codes typed by hand, which could be guessed, by user; raises TooOften."""
    for text in texts:
        if typed_code(text):
            await count(TYPED_CODE_USER, str(by), now=now)


async def check_in_by_hand(
    guest: UUID, *, checkpoint: UUID, gathering: Gathering, by: UUID | None, now: datetime, scan_id: UUID
) -> Answer:
    """Check in a guest whom staff have found by name. Raises UnknownGuest, UnknownCheckpoint."""
    if not await fetch_one("SELECT 1 FROM guest WHERE id = $1 AND gathering = $2", guest, gathering.id):
        raise UnknownGuest
    if not await fetch_one(
        "SELECT 1 FROM checkpoint WHERE id = $1 AND gathering = $2", checkpoint, gathering.id
    ):
        raise UnknownCheckpoint
    scan = Scanned(scan_id, str(checkpoint), "", now, device="desk", guest=str(guest), source=ScanSource.DESK)
    (told,) = await record_scans([scan], gathering=gathering, by=by, now=now)
    return told
