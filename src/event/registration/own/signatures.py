"""What an erasure does to agreements the guest signs: the name stays in one that is signed, the link goes."""

from datetime import datetime

from event.database import fetch
from event.people.rules import Actor
from event.registration.tables import Guest
from event.text import latin_name


async def leave_agreements(guest: Guest, *, by: Actor, now: datetime) -> None:
    """Loosen a guest, whose names are still there, from agreements, inside the caller's `writing()`.

    A signed agreement keeps the names of who signs and who stands in, because they are in a contract; any other forgets
    them with their positions. Telephone numbers go. Each agreement has it in its history, so that who edits it is told.
    """
    latin = latin_name(guest.latin_surname, guest.latin_given, surname_first=guest.surname_first)
    await fetch(_LEAVE, guest.id, guest.name_zh[:80], latin[:120], by.mark, now)


# A later slice's tables, as with every other that knows guests: one statement, so that nobody forgets to call a second.
_LEAVE = """
WITH mine AS (
    SELECT s.id, p.item, EXISTS (SELECT 1 FROM signed_record r WHERE r.item = p.item) OR EXISTS (
        SELECT 1 FROM stage_entry e WHERE e.item = p.item AND NOT e.void AND e.stage NOT IN ('intent', 'consensus')
        AND NOT EXISTS (SELECT 1 FROM stage_entry c WHERE c.corrects = e.id)) AS signed
    FROM signatory s JOIN signing_party p ON p.id = s.party WHERE s.guest = $1 OR s.stand_in_guest = $1
), left_by AS (
    UPDATE signatory s SET
        name_zh = CASE WHEN s.guest IS DISTINCT FROM $1 THEN s.name_zh WHEN NOT m.signed THEN ''
            WHEN s.name_zh || s.name_en = '' THEN $2 ELSE s.name_zh END,
        name_en = CASE WHEN s.guest IS DISTINCT FROM $1 THEN s.name_en WHEN NOT m.signed THEN ''
            WHEN s.name_zh || s.name_en = '' THEN $3 ELSE s.name_en END,
        title_zh = CASE WHEN s.guest IS DISTINCT FROM $1 OR m.signed THEN s.title_zh ELSE '' END,
        title_en = CASE WHEN s.guest IS DISTINCT FROM $1 OR m.signed THEN s.title_en ELSE '' END,
        phone = CASE WHEN s.guest IS DISTINCT FROM $1 THEN s.phone END,
        stand_in = CASE WHEN s.stand_in_guest IS DISTINCT FROM $1 OR m.signed THEN s.stand_in ELSE '' END,
        stand_in_title = CASE WHEN s.stand_in_guest IS DISTINCT FROM $1 OR m.signed THEN s.stand_in_title ELSE '' END,
        stand_in_phone = CASE WHEN s.stand_in_guest IS DISTINCT FROM $1 THEN s.stand_in_phone END,
        guest = nullif(s.guest, $1), stand_in_guest = nullif(s.stand_in_guest, $1)
    FROM mine m WHERE m.id = s.id
), raised AS (
    UPDATE signing_item SET revision = revision + 1 WHERE id IN (SELECT item FROM mine) RETURNING id, gathering, revision
)
INSERT INTO signing_change (id, gathering, subject, revision, changes, by, by_name, at)
SELECT gen_random_uuid(), gathering, id, revision, '{"erased": [false, true]}', $4::text,
    coalesce((SELECT left(name, 80) FROM users WHERE 'user:' || users.id = $4), left($4, 80)), $5
FROM raised
"""
