"""Signatures from paper sheets: who is meant by each line, and their scans."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from event.checkin.answers import Answer
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.checkin.tables import ScanSource
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.tables import Standing
from event.text import folded, full_name, latin_name, latin_of


@dataclass(frozen=True)
class Signer:
    """A guest who may be meant by a line."""

    id: UUID
    number: str
    name: str
    class_code: str
    delegation: str
    badge_number: str
    approved: bool


@dataclass(frozen=True)
class Line:
    """A line of a sheet with everybody it may mean; nobody: it was mistyped."""

    text: str
    signers: tuple[Signer, ...]

    @property
    def key(self) -> str:
        """By which the page asks back about this line, whatever is typed around it."""
        return "who_" + hashlib.sha256(folded(self.text).encode()).hexdigest()[:16]

    def meant(self, chosen: str) -> Signer | None:
        """The only one it may mean, or the one that was chosen."""
        if len(self.signers) == 1:
            return self.signers[0]
        return next((one for one in self.signers if str(one.id) == chosen), None)


_NAMED = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.standing, c.code AS class_code,
    d.name_zh AS delegation_zh, d.name_en AS delegation_en,
    ARRAY(SELECT t.badge_number FROM ticket t WHERE t.guest = g.id ORDER BY t.voided_at IS NOT NULL, t.number DESC)
        AS badges
FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation
WHERE g.gathering = $1 AND (string_to_array(g.search, E'\\n') && $2::text[] OR lower(g.number) = ANY($2)
    OR EXISTS (SELECT 1 FROM ticket t WHERE t.guest = g.id AND lower(t.badge_number) = ANY($2)))
ORDER BY g.number
"""


async def lines_of(gathering: Gathering, texts: Sequence[str], *, language: str) -> list[Line]:
    """Each different line with whom it may mean: a number, a badge number, or a whole name in any script.

    Who is approved goes before who is not.
    """
    wanted = {folded(text): text for text in reversed(texts) if folded(text)}
    found: dict[str, list[Signer]] = defaultdict(list)
    for row in await fetch(_NAMED, gathering.id, list(wanted)):
        signer = _signer(row, language)
        for key in _called(row) & wanted.keys():
            found[key].append(signer)
    return [Line(wanted[key], _likely(found[key])) for key in dict.fromkeys(map(folded, texts)) if key]


async def record_sheet(
    signers: Sequence[Signer],
    *,
    sheet: UUID,
    checkpoint: str,
    signed_at: datetime,
    gathering: Gathering,
    by: UUID | None,
    now: datetime,
) -> Mapping[Signer, Answer]:
    """Record who has signed a sheet. `sheet` names what was typed: sent again it counts once."""
    unique = list(dict.fromkeys(signers))
    scans = [
        Scanned(
            uuid5(sheet, str(one.id)),
            checkpoint,
            "",
            signed_at,
            "paper",
            str(one.id),
            source=ScanSource.PAPER,
        )
        for one in unique
    ]
    answers = await record_scans(scans, gathering=gathering, by=by, now=now) if scans else []
    return dict(zip(unique, answers, strict=True))


def _called(row: Any) -> set[str]:
    """By what a line may name a guest, folded."""
    surname, given = row["latin_surname"], row["latin_given"]
    names = [latin_name(surname, given, surname_first=first) for first in (True, False)]
    return {folded(one) for one in (row["number"], row["name_zh"], *row["badges"], *names)} - {""}


def _likely(signers: Sequence[Signer]) -> tuple[Signer, ...]:
    return tuple(one for one in signers if one.approved) or tuple(signers)


def _signer(row: Any, language: str) -> Signer:
    latin = latin_of(row)
    return Signer(
        row["id"], row["number"], full_name(row["name_zh"], latin), row["class_code"],
        in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
        row["badges"][0] if row["badges"] else "", row["standing"] == Standing.APPROVED,
    )  # fmt: skip
