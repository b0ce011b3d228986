"""Recording scans: one statement for a whole batch, answered after its commit."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from event.checkin.errors import UnknownCheckpoint
from event.checkin.forms import Scanned
from event.checkin.rules import Reason, sentence
from event.checkin.tables import Verdict
from event.database import fetch, fetch_one
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import in_language
from event.people.rates import TYPED_CODE_USER, count
from event.registration.errors import UnknownGuest
from event.registration.tickets import read_ticket, typed_code
from event.text import full_name, latin_name

log = structlog.get_logger()
_TRIES = 5
_IN_A_THREAD = 20
_STORED_TEXT = 200


@dataclass(frozen=True)
class Answer:
    """What the door says to one scan, and of whom."""

    id: UUID
    verdict: str
    reason: str = ""
    since: datetime | None = None
    guest: UUID | None = None
    name_zh: str = ""
    latin: str = ""
    class_code: str = ""
    class_name_zh: str = ""
    class_name_en: str = ""
    class_colour: str = ""
    delegation_zh: str = ""
    delegation_en: str = ""
    badge_number: str = ""

    @property
    def name(self) -> str:
        return full_name(self.name_zh, self.latin)

    def told(self, language: str, zone: ZoneInfo) -> str:
        """The sentence under the verdict."""
        return sentence(self.verdict, self.reason, self.since, language=language, zone=zone)

    def in_words(self, language: str) -> tuple[str, str]:
        """Class and delegation in the reader's language."""
        return (
            in_language(language, zh=self.class_name_zh, en=self.class_name_en),
            in_language(language, zh=self.delegation_zh, en=self.delegation_en),
        )


@dataclass(frozen=True)
class _Claim:
    """What a ticket text says before the database is asked."""

    ticket: int | None = None
    generation: int | None = None
    code: str | None = None
    guest: UUID | None = None
    refused: str = ""


RECORD = """
WITH input AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::uuid[], $7::text[],
                         $8::text[], $9::text[], $10::timestamptz[], $11::text[])
        AS i(id, checkpoint, number, generation, code, guest, refused, ticket_text, content_hash, scanned_at,
             device)
), judged AS (
    SELECT i.id, i.ticket_text, i.content_hash, i.scanned_at, i.device,
        p.id AS at, t.id AS ticket, t.guest AS guest,
        CASE p.admits
            WHEN 'daily' THEN to_char(i.scanned_at AT TIME ZONE $13, 'YYYY-MM-DD')
            WHEN 'always' THEN i.id::text
            ELSE '' END AS occasion,
        CASE
            WHEN p.id IS NULL THEN 'unknown_checkpoint'
            WHEN i.refused <> '' THEN i.refused
            WHEN NOT p.active THEN 'closed'
            WHEN t.id IS NULL THEN 'unknown_ticket'
            WHEN t.voided_at IS NOT NULL OR t.generation <> coalesce(i.generation, t.generation) THEN 'void'
            WHEN g.standing <> 'approved' THEN 'not_approved'
            WHEN p.booking_needed AND NOT EXISTS (
                SELECT 1 FROM booking b WHERE b.guest = g.id AND b.agenda_session = p.agenda_session)
                THEN 'not_booked'
            ELSE '' END AS why
    FROM input i
    LEFT JOIN checkpoint p ON p.gathering = $12 AND (p.code = i.checkpoint OR p.id::text = i.checkpoint)
    LEFT JOIN LATERAL (
        SELECT * FROM ticket WHERE number = i.number
        UNION ALL SELECT * FROM ticket WHERE typed_code = i.code AND gathering = $12
        UNION ALL SELECT * FROM ticket WHERE guest = i.guest AND voided_at IS NULL
        LIMIT 1) t ON t.gathering = $12
    LEFT JOIN guest g ON g.id = t.guest
), fresh AS (
    SELECT j.* FROM judged j LEFT JOIN LATERAL (SELECT 1 AS known FROM scan s WHERE s.id = j.id LIMIT 1) k ON true
    WHERE j.at IS NOT NULL AND k.known IS NULL
), arrived AS (
    INSERT INTO arrival (id, guest, checkpoint, occasion, scan, scanned_at, recorded_at)
    SELECT DISTINCT ON (guest, at, occasion) gen_random_uuid(), guest, at, occasion, id, scanned_at, $14
    FROM fresh WHERE why = ''
    ORDER BY guest, at, occasion, scanned_at, id
    ON CONFLICT ON CONSTRAINT arrival_once DO NOTHING
    RETURNING scan
), recorded AS (
    INSERT INTO scan (id, gathering, checkpoint, guest, ticket, ticket_text, content_hash, verdict, reason,
                      source, device, scanned_at, recorded_at, recorded_by)
    SELECT f.id, $12, f.at, f.guest, f.ticket, f.ticket_text, f.content_hash,
        CASE WHEN f.why <> '' THEN 'refused' WHEN a.scan IS NULL THEN 'already_in' ELSE 'admitted' END,
        f.why, $15, f.device, f.scanned_at, $14, $16
    FROM fresh f LEFT JOIN arrived a ON a.scan = f.id
    ORDER BY f.id
    RETURNING id, verdict, reason
)
SELECT j.id, coalesce(r.verdict, 'refused') AS verdict, coalesce(r.reason, j.why) AS reason, j.guest,
    (SELECT a.scanned_at FROM arrival a WHERE a.guest = j.guest AND a.checkpoint = j.at
        AND a.occasion = j.occasion) AS since, {person}
FROM judged j LEFT JOIN recorded r ON r.id = j.id {joins}
WHERE r.id IS NOT NULL OR j.at IS NULL
"""
"""Insert-only: a contended arrival is left to whoever commits first, an id that races is tried again."""

STORED = """
SELECT s.id, s.verdict, s.reason, s.guest, s.content_hash,
    (SELECT min(a.scanned_at) FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint
      WHERE a.guest = s.guest AND a.checkpoint = s.checkpoint AND a.occasion = CASE p.admits
        WHEN 'daily' THEN to_char(s.scanned_at AT TIME ZONE $2, 'YYYY-MM-DD')
        WHEN 'always' THEN s.id::text ELSE '' END) AS since, {person}
FROM scan s {joins}
WHERE s.id = ANY($1::uuid[])
"""

_PERSON = (
    "g.name_zh, g.latin_surname, g.latin_given, g.surname_first, c.code AS class_code,"
    " c.name_zh AS class_zh, c.name_en AS class_en, c.colour AS class_colour,"
    " d.name_zh AS delegation_zh, d.name_en AS delegation_en, tk.badge_number"
)
_JOINS = (
    "LEFT JOIN guest g ON g.id = {of}.guest LEFT JOIN guest_class c ON c.id = g.guest_class"
    " LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN ticket tk ON tk.id = {of}.ticket"
)
_RECORD = RECORD.format(person=_PERSON, joins=_JOINS.format(of="j"))
_STORED = STORED.format(person=_PERSON, joins=_JOINS.format(of="s"))


async def record_scans(
    scans: Sequence[Scanned], *, gathering: Gathering, by: UUID | None, now: datetime, source: str = "scan"
) -> list[Answer]:
    """Record scans and say what each means, in the order given.

    Idempotent by the scan's id: sent again, it gets its stored answer; with another content it is
    refused and changes nothing. One arrival per guest, checkpoint and occasion, whoever else scans.
    """
    claims = await _claims(scans, gathering)
    return await _record(
        list(zip(scans, claims, strict=True)), gathering=gathering, by=by, now=now, source=source
    )


async def limit_typed_codes(scans: Sequence[Scanned], *, by: UUID, now: datetime) -> None:
    """Count codes typed by hand, which could be guessed, by user; raises TooOften."""
    for scan in scans:
        if typed_code(scan.ticket):
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
    scan = Scanned(scan_id, str(checkpoint), f"guest {guest}", now, "desk")
    answers = await _record([(scan, _Claim(guest=guest))], gathering=gathering, by=by, now=now, source="desk")
    return answers[0]


async def _record(
    claimed: list[tuple[Scanned, _Claim]],
    *,
    gathering: Gathering,
    by: UUID | None,
    now: datetime,
    source: str,
) -> list[Answer]:
    first: dict[UUID, tuple[Scanned, _Claim]] = {}
    for scan, claim in claimed:
        first.setdefault(scan.id, (scan, claim))
    answers = await _written(list(first.values()), gathering=gathering, by=by, now=now, source=source)
    missing = [scan_id for scan_id in first if scan_id not in answers]
    late = [one.id for one in answers.values() if one.verdict == Verdict.ALREADY_IN and one.since is None]
    stored: dict[UUID, Any] = {}
    if missing or late:
        rows = await fetch(_STORED, [*missing, *late], gathering.timezone)
        stored = {row["id"]: row for row in rows}
        answers |= {scan_id: _answer(row) for scan_id, row in stored.items()}
    told = []
    for scan, _ in claimed:
        known = stored[scan.id]["content_hash"] if scan.id in stored else first[scan.id][0].content_hash
        if known != scan.content_hash:
            log.warning("scan.changed", scan=str(scan.id), device=scan.device)
            told.append(Answer(scan.id, Verdict.REFUSED, Reason.CHANGED))
        else:
            told.append(answers[scan.id])
    return told


async def _written(
    claimed: list[tuple[Scanned, _Claim]],
    *,
    gathering: Gathering,
    by: UUID | None,
    now: datetime,
    source: str,
) -> dict[UUID, Answer]:
    """Run the statement; again, where another batch with the same ids committed meanwhile."""
    columns: list[list[Any]] = [
        [scan.id for scan, _ in claimed],
        [scan.checkpoint for scan, _ in claimed],
        [claim.ticket for _, claim in claimed],
        [claim.generation for _, claim in claimed],
        [claim.code for _, claim in claimed],
        [claim.guest for _, claim in claimed],
        [claim.refused for _, claim in claimed],
        [scan.ticket[:_STORED_TEXT] for scan, _ in claimed],
        [scan.content_hash for scan, _ in claimed],
        [scan.scanned_at for scan, _ in claimed],
        [scan.device for scan, _ in claimed],
    ]
    for tried in range(1, _TRIES + 1):
        try:
            rows = await fetch(_RECORD, *columns, gathering.id, gathering.timezone, now, source, by)
        except (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError):
            if tried == _TRIES:
                raise
        else:
            return {row["id"]: _answer(row) for row in rows}
    raise AssertionError


async def _claims(scans: Sequence[Scanned], gathering: Gathering) -> list[_Claim]:
    keys = await keys_of(gathering.id)
    public = {key_id: key.public_key() for key_id, key in keys.signing.items()}

    def every() -> list[_Claim]:
        return [_claim(scan.ticket, gathering.number, public) for scan in scans]

    return await asyncio.to_thread(every) if len(scans) > _IN_A_THREAD else every()


def _claim(text: str, gathering: int, public: dict[int, Ed25519PublicKey]) -> _Claim:
    ticket = read_ticket(text)
    if ticket is None:
        code = typed_code(text)
        return _Claim(code=code) if code else _Claim(refused=Reason.UNKNOWN_TICKET)
    if ticket.gathering != gathering:
        return _Claim(refused=Reason.FOREIGN)
    key = public.get(ticket.key_id)
    if key is None or not ticket.holds(key):
        return _Claim(refused=Reason.FORGED)
    return _Claim(ticket=ticket.ticket, generation=ticket.generation)


def _answer(row: Any) -> Answer:
    admitted = row["verdict"] != Verdict.REFUSED
    known = row["guest"] is not None
    return Answer(
        id=row["id"],
        verdict=row["verdict"],
        reason=row["reason"],
        since=row["since"] if admitted else None,
        guest=row["guest"],
        name_zh=row["name_zh"] or "",
        latin=latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
        if known
        else "",
        class_code=row["class_code"] or "",
        class_name_zh=row["class_zh"] or "",
        class_name_en=row["class_en"] or "",
        class_colour=row["class_colour"] or "",
        delegation_zh=row["delegation_zh"] or "",
        delegation_en=row["delegation_en"] or "",
        badge_number=row["badge_number"] or "",
    )
