"""Who wants an invitation letter for a visa, who has one, and what a letter still lacks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.countries import country_name
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.values import YES
from event.registration.queries import Scope
from event.registration.tables import Standing, VisaLetter
from event.text import full_name, latin_of

_NEEDED: tuple[tuple[str, Message], ...] = (
    ("birth_date", Message("date of birth")), ("nationality", Message("nationality")),
    ("document_number", Message("document number")),
)  # fmt: skip
_PASSPORT_NAME = Message("name as in the passport")


@dataclass(frozen=True)
class LetterLine:
    """A guest who asked for a letter or has one; `missing` is what keeps it from being issued."""

    id: UUID
    number: str
    name: str
    latin: str
    nationality: str
    consulate: str
    standing: Standing
    letter: str
    issued_on: date | None
    missing: tuple[Message, ...]

    @property
    def can_be_issued(self) -> bool:
        return self.issued_on is None and self.standing is Standing.APPROVED and not self.missing


def wants_letter(answers: Mapping[str, Any]) -> bool:
    """Whether a guest has said, in the form or in a list, that a letter is wanted."""
    return str(answers.get("visa_letter", "")).lower() in YES


def lacking(row: Mapping[str, Any]) -> tuple[Message, ...]:
    """What a letter needs and a guest has not told; `row` has the guest's columns by name."""
    named = row["latin_surname"] or row["latin_given"] or row["name_zh"]
    missing = tuple(label for column, label in _NEEDED if not row[column])
    return missing if named else (_PASSPORT_NAME, *missing)


async def letter_lines(gathering: Gathering, *, scope: Scope, language: str) -> list[LetterLine]:
    """Everybody who asked for a letter or has one, by number; nothing of a document is opened."""
    rows = await fetch(
        "SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.nationality,"
        " g.birth_date, g.document_number, g.answers, g.standing, l.number AS letter, l.issued_on"
        " FROM guest g LEFT JOIN visa_letter l ON l.guest = g.id"
        " WHERE g.gathering = $1 AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))"
        " AND (l.id IS NOT NULL OR g.answers ? 'visa_letter') AND g.erased_at IS NULL ORDER BY g.number, g.id",
        gathering.id, None if scope is None else list(scope),
    )  # fmt: skip
    return [
        _line(row, answers, language)
        for row in rows
        if wants_letter(answers := json.loads(row["answers"])) or row["issued_on"]
    ]


async def letters_of(guests: Iterable[UUID]) -> dict[UUID, VisaLetter]:
    """The letters of guests, by guest."""
    rows = await VisaLetter.objects().where(VisaLetter.guest.is_in(list(guests)))
    return {row.guest: row for row in rows}


def _line(row: Any, answers: Mapping[str, Any], language: str) -> LetterLine:
    latin = latin_of(row)
    return LetterLine(
        row["id"], row["number"], full_name(row["name_zh"], latin), latin if row["name_zh"] else "",
        country_name(row["nationality"], language), str(answers.get("consulate", "")),
        Standing(row["standing"]), row["letter"] or "", row["issued_on"], lacking(row),
    )  # fmt: skip
