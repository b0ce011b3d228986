"""Honoured guests who have not come yet, each with who looks after them and how to reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.queries import Scope
from event.text import full_name, latin_name

MOST = 60
"""So many are named; a longer list would help nobody at the door."""


@dataclass(frozen=True)
class Missing:
    """Somebody who is waited for; `phone` is the liaison's, empty where none is known."""

    guest: UUID
    number: str
    name: str
    delegation: str
    liaison: str
    phone: str


async def missing_vips(
    gathering: Gathering, vips: Sequence[UUID], *, scope: Scope, language: str
) -> list[Missing]:
    """Those of `vips` who have not arrived, in the order given, of the delegations the reader is limited to.

    The liaison is whom the reply names by the number of the staff list, otherwise the delegation's.
    """
    rows = await fetch(
        _MISSING, list(vips), gathering.id, list(scope) if scope is not None else None, MOST
    ) if vips else []  # fmt: skip
    keys = await keys_of(gathering.id)
    return [_missing(row, keys, language) for row in rows]


def _missing(row: Any, keys: Keys, language: str) -> Missing:
    phone = ""
    if row["staff"]:
        phone = keys.open(row["staff_phone"], table="guest", column="phone", row=row["staff"])
    return Missing(
        row["id"], row["number"], _name(row, ""),
        in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
        _name(row, "staff_") if row["staff"] else row["liaison"] or "", phone,
    )  # fmt: skip


def _name(row: Any, prefix: str) -> str:
    latin = latin_name(
        row[f"{prefix}latin_surname"],
        row[f"{prefix}latin_given"],
        surname_first=row[f"{prefix}surname_first"],
    )
    return full_name(row[f"{prefix}name_zh"], latin)


_MISSING = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, d.name_zh AS delegation_zh,
    d.name_en AS delegation_en, u.name AS liaison, s.id AS staff, s.name_zh AS staff_name_zh,
    s.latin_surname AS staff_latin_surname, s.latin_given AS staff_latin_given,
    s.surname_first AS staff_surname_first, s.phone AS staff_phone
FROM unnest($1::uuid[]) WITH ORDINALITY AS v(id, place) JOIN guest g ON g.id = v.id
LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN users u ON u.id = d.liaison
LEFT JOIN LATERAL (SELECT * FROM guest WHERE gathering = $2
    AND number = split_part(g.answers->>'liaison', ' ', 1) LIMIT 1) s ON true
WHERE ($3::uuid[] IS NULL OR g.delegation = ANY($3))
    AND NOT EXISTS (SELECT 1 FROM arrival a WHERE a.guest = g.id AND a.scope = $2)
ORDER BY v.place LIMIT $4
"""
