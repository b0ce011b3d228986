"""The one statement that records scans: everything a batch changes, insert-only but for its counts, answered after its commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from event.checkin.claims import Claim
from event.checkin.rules import TWICE
from event.checkin.scanned import Scanned
from event.database import fetch_at_the_door
from event.gathering.tables import Gathering
from event.http import id_in

DOORS = 0x646F6F72
"""The advisory lock that recording shares and taking back holds alone, with the gathering's hash."""
_TRIES = 5
_STORED_TEXT = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A scan with what its ticket claims and who sent it; `scanner` is the hash of an enrolled scanner's key."""

    scan: Scanned
    claim: Claim
    by: UUID | None
    scanner: str | None
    recorded_at: datetime


RECORD = """
WITH numbered AS MATERIALIZED (
    SELECT i.*, nextval('scan_seq_seq') AS seq
    FROM (SELECT pg_advisory_xact_lock_shared($27::int, hashtext($24::uuid::text))) held,
        unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::int[], $7::text[], $8::text[],
                $9::uuid[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[],
                $15::timestamptz[], $16::timestamptz[], $17::text[], $18::text[], $19::text[], $20::uuid[],
                $21::bool[], $22::uuid[], $23::text[])
        AS i(id, name, checkpoint_code, checkpoint_id, number, generation, code, alias, guest_id, guest_number,
             refused, ticket_text, content_hash, scanned_at, at, recorded_at, device, device_verdict, source,
             party_of, offline, by, scanner)
), input AS (
    SELECT n.*, row_number() OVER same AS turn, first_value(content_hash) OVER same AS first_hash
    FROM numbered n WINDOW same AS (PARTITION BY id ORDER BY seq)
), judged AS (
    SELECT i.*, k.id AS known, coalesce(k.content_hash, i.first_hash) <> i.content_hash AS changed,
        k.verdict AS known_verdict, k.reason AS known_reason,
        dv.id AS scanner_id, p.id AS checkpoint, p.scope, p.place, p.direction, p.admits,
        p.hands_out_zh, p.hands_out_en, t.id AS ticket, g.id AS guest, g.delegation, g.guest_class,
        CASE p.admits WHEN 'daily' THEN to_char(i.at AT TIME ZONE $25::text, 'YYYY-MM-DD') ELSE '' END AS occasion,
        CASE
            WHEN p.id IS NULL THEN 'unknown_checkpoint'
            WHEN i.scanner IS NOT NULL AND (dv.id IS NULL OR dv.revoked_at IS NOT NULL OR dv.expires_at <= i.recorded_at)
                THEN 'revoked'
            WHEN NOT dv.checkpoints ? p.id::text THEN 'elsewhere'
            WHEN NOT p.active OR i.at >= p.closes_at THEN 'closed'
            WHEN i.at < p.opens_at THEN 'not_open'
            WHEN i.refused <> '' THEN i.refused
            WHEN g.id IS NULL THEN 'unknown_ticket'
            WHEN t.id IS NULL THEN 'not_approved'
            WHEN t.voided_at <= i.at OR t.generation <> coalesce(i.generation, t.generation) THEN 'void'
            WHEN g.standing <> 'approved' AND t.voided_at IS NULL THEN 'not_approved'
            WHEN p.rule = '[]' OR fits.all_hold THEN CASE WHEN u.id IS NULL THEN '' ELSE 'undone' END
            WHEN fits.but_booked THEN 'not_booked'
            ELSE 'not_for' END AS why
    FROM input i
    LEFT JOIN LATERAL (SELECT * FROM scan WHERE id = i.id LIMIT 1) k ON true
    LEFT JOIN LATERAL (SELECT * FROM device WHERE token_hash = i.scanner AND token_hash <> '' LIMIT 1) dv ON true
    LEFT JOIN LATERAL (SELECT * FROM scan_undo WHERE scan = i.id LIMIT 1) u ON true
    LEFT JOIN LATERAL (
        SELECT * FROM checkpoint WHERE gathering = $24::uuid AND code = i.checkpoint_code
        UNION ALL SELECT * FROM checkpoint WHERE id = i.checkpoint_id
        LIMIT 1) p ON p.gathering = $24
    LEFT JOIN LATERAL (
        SELECT id, gathering FROM guest WHERE id = i.guest_id
        UNION ALL SELECT id, gathering FROM guest
            WHERE i.guest_number IS NOT NULL AND number = i.guest_number AND gathering::text = $24::text
        LIMIT 1) found ON found.gathering = $24
    LEFT JOIN LATERAL (
        SELECT * FROM ticket WHERE number = i.number
        UNION ALL SELECT * FROM ticket WHERE i.alias <> '' AND gathering = $24 AND alias = i.alias AND alias <> ''
        UNION ALL SELECT * FROM ticket WHERE i.code IS NOT NULL AND gathering = $24 AND typed_code = i.code
        UNION ALL (SELECT * FROM ticket WHERE guest = found.id
                   ORDER BY voided_at IS NOT NULL AND voided_at <= i.at, issued_at DESC, number DESC LIMIT 1)
        LIMIT 1) t ON t.gathering = $24
    LEFT JOIN LATERAL (SELECT * FROM guest WHERE id = coalesce(t.guest, found.id) LIMIT 1) g ON true
    LEFT JOIN guest_class c ON c.id = g.guest_class
    LEFT JOIN delegation d ON d.id = g.delegation
    LEFT JOIN LATERAL (
        SELECT bool_or(their AND booked) AS all_hold, bool_or(their) AS but_booked FROM (
            SELECT (coalesce(jsonb_array_length(r->'classes'), 0) = 0 OR r->'classes' ? c.code)
                AND (coalesce(jsonb_array_length(r->'delegations'), 0) = 0 OR coalesce(r->'delegations' ? d.code, false))
                    AS their,
                coalesce(jsonb_array_length(r->'booked'), 0) = 0
                OR EXISTS (SELECT 1 FROM guest_booking b WHERE b.guest = g.id AND r->'booked' ? b.key) AS booked
            FROM jsonb_array_elements(p.rule) r) clauses) fits ON p.rule <> '[]' AND g.id IS NOT NULL
), fresh AS MATERIALIZED (
    SELECT j.*,
        lag(at) OVER inside AS lag_at, lag(direction) OVER inside AS lag_direction,
        lag(at) OVER here AS lag_here
    FROM judged j WHERE known IS NULL AND turn = 1 AND checkpoint IS NOT NULL AND why <> 'revoked'
    WINDOW inside AS (PARTITION BY guest, place, why ORDER BY at, seq),
           here AS (PARTITION BY guest, checkpoint, why ORDER BY at, seq)
), arrived AS (
    INSERT INTO arrival (id, guest, checkpoint, scope, occasion, scan, scanned_at, recorded_at)
    SELECT DISTINCT ON (guest, scope, occasion)
        gen_random_uuid(), guest, checkpoint, scope, occasion, id, at, recorded_at
    FROM fresh WHERE why = '' AND direction = 'in' AND admits <> 'always'
    ORDER BY guest, scope, occasion, at, id
    ON CONFLICT ON CONSTRAINT arrival_once DO NOTHING
    RETURNING scan, guest, scope, occasion, scanned_at, checkpoint
), told AS MATERIALIZED (
    SELECT f.*, first.at AS since, first.checkpoint AS since_at,
        CASE WHEN f.why <> '' THEN 'refused'
            WHEN a.scan IS NOT NULL THEN 'admitted'
            WHEN f.direction = 'out' OR f.admits = 'always' THEN
                CASE WHEN near.twice THEN 'already_in' ELSE 'admitted' END
            WHEN near.twice OR before.direction IS DISTINCT FROM 'out' THEN 'already_in'
            ELSE 'admitted' END AS verdict,
        CASE WHEN f.why <> '' THEN f.why
            WHEN a.scan IS NOT NULL THEN ''
            WHEN near.twice THEN 'twice'
            WHEN f.direction = 'in' AND f.admits <> 'always' AND before.direction = 'out' THEN 'back'
            ELSE '' END AS reason
    FROM fresh f
    LEFT JOIN arrived made ON made.guest = f.guest AND made.scope = f.scope AND made.occasion = f.occasion
        AND f.why = '' AND f.direction = 'in' AND f.admits <> 'always'
    LEFT JOIN LATERAL (SELECT made.scan WHERE made.scan = f.id) a ON true
    LEFT JOIN LATERAL (
        SELECT s.id FROM scan s
        WHERE s.guest = f.guest AND s.at > f.at - $26::interval AND s.at < f.at + $26::interval
            AND s.checkpoint::text = f.checkpoint::text AND s.verdict <> 'refused' AND f.why = ''
            AND (SELECT u.id FROM scan_undo u WHERE u.scan = s.id LIMIT 1) IS NULL
        LIMIT 1) just_now ON true
    LEFT JOIN LATERAL (
        SELECT just_now.id IS NOT NULL OR coalesce(f.at - f.lag_here < $26::interval, false) AS twice
        ) near ON f.why = '' AND a.scan IS NULL
    LEFT JOIN LATERAL (SELECT * FROM presence WHERE guest = f.guest AND place::text = f.place::text LIMIT 1) pr ON true
    LEFT JOIN LATERAL (
        SELECT s.at, s.direction FROM scan s
        WHERE pr.at >= f.at AND s.guest = f.guest AND s.place = f.place AND s.verdict <> 'refused' AND s.at < f.at
            AND (SELECT u.id FROM scan_undo u WHERE u.scan = s.id LIMIT 1) IS NULL
        ORDER BY s.at DESC LIMIT 1) earlier_here ON true
    LEFT JOIN LATERAL (
        SELECT CASE WHEN pr.at < f.at THEN pr.at ELSE earlier_here.at END AS at,
            CASE WHEN pr.at >= f.at THEN earlier_here.direction WHEN pr.inside THEN 'in' WHEN NOT pr.inside THEN 'out' END
                AS direction) stored ON true
    LEFT JOIN LATERAL (
        SELECT CASE WHEN f.lag_at IS NOT NULL AND (stored.at IS NULL OR f.lag_at >= stored.at)
            THEN f.lag_direction ELSE stored.direction END AS direction) before ON f.place IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT * FROM arrival WHERE guest = f.guest AND scope::text = f.scope::text AND occasion = f.occasion
        LIMIT 1) ar ON true
    LEFT JOIN LATERAL (
        SELECT s.at, s.checkpoint FROM scan s
        WHERE s.guest = f.guest AND s.at < ar.scanned_at AND s.scope = f.scope AND s.occasion = f.occasion
            AND s.verdict <> 'refused' AND s.direction = 'in'
            AND (SELECT u.id FROM scan_undo u WHERE u.scan = s.id LIMIT 1) IS NULL
        ORDER BY s.at LIMIT 1) earlier ON true
    LEFT JOIN LATERAL (
        SELECT coalesce(earlier.at, ar.scanned_at, made.scanned_at) AS at,
            coalesce(earlier.checkpoint, ar.checkpoint, made.checkpoint) AS checkpoint) first ON f.why = '' AND a.scan IS NULL AND f.direction = 'in' AND f.admits <> 'always'
), recorded AS (
    INSERT INTO scan (id, seq, gathering, checkpoint, guest, ticket, name, ticket_text, content_hash, verdict, reason,
                      device_verdict, source, party_of, offline, device, direction, scope, occasion, place,
                      scanned_at, at, recorded_at, recorded_by)
    SELECT id, seq, $24, checkpoint, guest, ticket, name, ticket_text, content_hash, verdict, reason, device_verdict,
        source, party_of, offline, device, direction, scope, occasion, place, scanned_at, at, recorded_at,
        coalesce(scanner_id, by)
    FROM told ORDER BY id
), repeated AS (
    INSERT INTO scan_repeat (id, seq, gathering, scan, changed, offline, recorded_at)
    SELECT gen_random_uuid(), seq, $24, id, changed, offline, recorded_at
    FROM judged WHERE (known IS NOT NULL OR turn > 1) AND checkpoint IS NOT NULL AND why <> 'revoked'
), present AS (
    INSERT INTO presence (id, guest, place, inside, was_inside, at)
    SELECT DISTINCT ON (guest, place) gen_random_uuid(), guest, place, direction = 'in', false, at
    FROM told WHERE why = '' AND place IS NOT NULL
    ORDER BY guest, place, at DESC, seq DESC
    ON CONFLICT ON CONSTRAINT presence_once DO UPDATE
        SET was_inside = presence.inside, inside = excluded.inside, at = excluded.at, xid = pg_current_xact_id()
        WHERE presence.at <= excluded.at
    RETURNING place, inside, was_inside
), counted_inside AS (
    INSERT INTO tally_inside (place, gathering, people)
    SELECT place, $24, sum(inside::int - was_inside::int) FROM present GROUP BY place ORDER BY place
    ON CONFLICT (place) DO UPDATE SET people = tally_inside.people + excluded.people
), counted AS (
    INSERT INTO tally (id, gathering, checkpoint, verdict, delegation, guest_class, people)
    SELECT gen_random_uuid(), $24, checkpoint, verdict, delegation, guest_class, n FROM (
        SELECT checkpoint, CASE reason WHEN 'back' THEN 'back' ELSE verdict END AS verdict, delegation, guest_class,
            count(*) AS n
        FROM told GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4) t
    ON CONFLICT (checkpoint, verdict, delegation, guest_class) DO UPDATE SET people = tally.people + excluded.people
), counted_minutes AS (
    INSERT INTO tally_minute (id, gathering, checkpoint, minute, people)
    SELECT gen_random_uuid(), $24, checkpoint, minute, n FROM (
        SELECT checkpoint, date_trunc('minute', at) AS minute, count(*) AS n
        FROM told WHERE verdict = 'admitted' AND reason = '' AND direction = 'in' GROUP BY 1, 2 ORDER BY 1, 2) t
    ON CONFLICT ON CONSTRAINT tally_minute_once DO UPDATE SET people = tally_minute.people + excluded.people
)
SELECT j.id,
    CASE WHEN j.changed THEN 'refused' ELSE coalesce(t.verdict, j.known_verdict, 'refused') END AS verdict,
    CASE WHEN j.changed THEN 'changed' ELSE coalesce(t.reason, j.known_reason, j.why) END AS reason,
    t.since, q.code AS since_at, coalesce(j.direction, 'in') AS direction,
    CASE WHEN j.changed THEN NULL ELSE j.guest END AS guest, g.number, g.name_zh, g.latin_surname, g.latin_given,
    g.surname_first, g.travel_party, c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en,
    c.colour AS class_colour, d.name_zh AS delegation_zh, d.name_en AS delegation_en, tk.badge_number,
    j.hands_out_zh, j.hands_out_en, j.known IS NOT NULL OR j.turn > 1 AS again
FROM judged j LEFT JOIN told t ON t.id = j.id
LEFT JOIN checkpoint q ON q.id = t.since_at
LEFT JOIN LATERAL (SELECT * FROM guest WHERE id = j.guest AND NOT j.changed LIMIT 1) g ON true
LEFT JOIN guest_class c ON c.id = g.guest_class
LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN LATERAL (SELECT badge_number FROM ticket WHERE id = j.ticket LIMIT 1) tk ON true
ORDER BY j.seq
"""
"""A contended arrival is left to whoever commits first; an id that races with itself, and a scan whose checkpoint
is removed meanwhile, are tried again.

The plan is kept from when the tables were empty: each row is looked up by LATERAL … LIMIT 1, and ids are compared
as texts where only the guest's index must serve.
"""


async def record(sent: Sequence[Sent], gathering: Gathering) -> list[Any]:
    """Record scans of one gathering; the rows of RECORD in the order given."""
    columns = [list(column) for column in zip(*map(_columns, sent), strict=True)]
    for tried in range(1, _TRIES + 1):
        try:
            return await fetch_at_the_door(RECORD, *columns, gathering.id, gathering.timezone, TWICE, DOORS)
        except (
            asyncpg.UniqueViolationError,
            asyncpg.ForeignKeyViolationError,
            asyncpg.DeadlockDetectedError,
        ):
            if tried == _TRIES:
                raise
    raise AssertionError


def _columns(one: Sent) -> tuple[Any, ...]:
    scan, claim = one.scan, one.claim
    found = id_in(scan.guest) if scan.guest else None
    return (
        scan.id, scan.name, scan.checkpoint, id_in(scan.checkpoint), claim.number, claim.generation, claim.code,
        claim.alias, found, scan.guest if scan.guest and found is None else None, claim.refused,
        (scan.ticket or f"guest {scan.guest}")[:_STORED_TEXT], scan.content_hash, scan.scanned_at,
        scan.at or scan.scanned_at, one.recorded_at, scan.device, scan.verdict, scan.source, scan.party_of,
        scan.offline, one.by, one.scanner,
    )  # fmt: skip
