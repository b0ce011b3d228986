"""Pairs of persons who may be one: found by their keys in one query, judged by `matching`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.directory.matching import SURNAMES, Keys, Match, compared
from event.registration.rules import LEFT
from event.text import pinyin_keys

_CANDIDATES = """
WITH someone AS MATERIALIZED (
    SELECT p.id, coalesce(p.merged_into, p.id) AS root, p.document_index, p.email_index, p.phone_index,
        p.name_key, p.latin_key, p.residence, p.search, coalesce(b.years, '{}') AS years
    FROM person p LEFT JOIN (
        SELECT person, array_agg(DISTINCT extract(year FROM birth_date)::int) AS years
        FROM guest WHERE birth_date IS NOT NULL GROUP BY person
    ) b ON b.person = p.id
), newcomer AS (
    SELECT s.* FROM someone s WHERE s.root IN (SELECT unnest($1::uuid[]))
), spelt AS (
    SELECT id, name_key, split_part(latin_key, ' ', 1) || split_part(latin_key, ' ', 2) AS key
    FROM someone WHERE latin_key <> ''
    UNION SELECT id, name_key, split_part(latin_key, ' ', 2) || split_part(latin_key, ' ', 1)
    FROM someone WHERE latin_key <> ''
), latin_only AS (
    SELECT id, key FROM spelt WHERE name_key = ''
    UNION SELECT t.id, s.dictionary || substr(t.key, length(s.passport) + 1)
    FROM spelt t JOIN unnest($2::text[], $3::text[]) AS s (passport, dictionary) ON starts_with(t.key, s.passport)
    WHERE t.name_key = ''
), searched AS (
    SELECT id, unnest(string_to_array(search, E'\\n')) AS key FROM someone WHERE name_key <> ''
), spelling AS (
    SELECT l.id AS latin, s.id AS chinese FROM latin_only l JOIN searched s USING (key)
), alike AS (
    SELECT n.id AS one, s.id AS other FROM newcomer n JOIN someone s USING (document_index) WHERE n.document_index <> ''
    UNION SELECT n.id, s.id FROM newcomer n JOIN someone s USING (name_key) WHERE n.name_key <> ''
    UNION SELECT n.id, t.id FROM newcomer n JOIN spelt u ON u.id = n.id JOIN spelt t ON t.key = u.key
    UNION SELECT latin, chinese FROM spelling
    UNION SELECT chinese, latin FROM spelling
), coming AS (
    SELECT s.root, array_agg(g.gathering) AS gatherings FROM guest g JOIN someone s ON s.id = g.person
    WHERE g.standing <> ALL($4::text[]) GROUP BY s.root
)
SELECT n.root AS one, n.document_index, n.email_index, n.phone_index, n.name_key, n.latin_key, n.residence,
    n.years, s.root AS other, s.document_index AS document_index_2, s.email_index AS email_index_2,
    s.phone_index AS phone_index_2, s.name_key AS name_key_2, s.latin_key AS latin_key_2,
    s.residence AS residence_2, s.years AS years_2
FROM alike a JOIN newcomer n ON n.id = a.one JOIN someone s ON s.id = a.other
LEFT JOIN coming c ON c.root = n.root LEFT JOIN coming d ON d.root = s.root
WHERE n.root <> s.root AND NOT coalesce(c.gatherings && d.gatherings, false)
    AND (nullif(n.document_index, '') = s.document_index OR nullif(n.email_index, '') = s.email_index
        OR nullif(n.phone_index, '') = s.phone_index OR nullif(n.residence, '') = s.residence OR n.years && s.years)
    AND NOT EXISTS (SELECT 1 FROM persons_apart p
        WHERE p.one IN (n.id, n.root) AND p.other IN (s.id, s.root)
        OR p.one IN (s.id, s.root) AND p.other IN (n.id, n.root))
"""
"""Names are compared as `matching` compares them; whoever comes to the same gathering is somebody else."""


@dataclass(frozen=True)
class Proposal:
    """Two persons who may be one: somebody of this gathering and somebody known."""

    newcomer: UUID
    known: UUID
    match: Match


async def proposals_for(gathering: Gathering) -> list[Proposal]:
    """Who of the gathering's guests may be known already, the surest first."""
    rows = await fetch(
        "SELECT DISTINCT coalesce(p.merged_into, p.id) AS root FROM guest g JOIN person p ON p.id = g.person"
        " WHERE g.gathering = $1 AND g.standing <> ALL($2::text[])",
        gathering.id, list(LEFT),
    )  # fmt: skip
    return await proposals([row["root"] for row in rows])


async def proposals(newcomers: Iterable[UUID]) -> list[Proposal]:
    """Who else these persons may be, the surest first; each pair once, persons found different never."""
    passport = [spelling for _, spelling in SURNAMES]
    dictionary = [pinyin_keys(surname)[0] for surname, _ in SURNAMES]
    rows = await fetch(_CANDIDATES, list(newcomers), passport, dictionary, list(LEFT))
    found: dict[frozenset[UUID], Proposal] = {}
    for row in rows:
        match = compared(_keys(row), _keys(row, "_2"))
        pair = frozenset({row["one"], row["other"]})
        if match and (pair not in found or match.likeness > found[pair].match.likeness):
            found[pair] = Proposal(row["one"], row["other"], match)
    return sorted(found.values(), key=lambda one: (-one.match.likeness, one.newcomer, one.known))


def _keys(row: Any, end: str = "") -> Keys:
    texts = ("document_index", "email_index", "phone_index", "name_key", "latin_key", "residence")
    return Keys(**{name: row[name + end] for name in texts}, years=frozenset(row[f"years{end}"]))
