"""Who would be written to, and what is missing in their replies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering, local_day
from event.registration.asking.definition import Question
from event.registration.asking.queries import form_of
from event.text import name_in

_REMINDED_OF = ("birth_date", "document", "arrival", "departure")


@dataclass(frozen=True)
class Reader:
    """A guest a mail would go to; `missing` are questions without an answer, `told` that a mail went already."""

    guest: UUID
    number: str
    name: str
    email: str
    missing: tuple[Question, ...] = ()
    told: bool = False

    def missing_in(self, language: str) -> str:
        """What is missing, as the form calls it."""
        between = ", " if language == "en" else "、"
        return between.join(question.words.said(language) for question in self.missing)


async def to_be_reminded(gathering: Gathering, *, now: datetime) -> list[Reader]:
    """Guests with a mail address who come or wait for review, and have not told all that they are asked."""
    form = await form_of(gathering.id)
    asked = [
        question
        for key in _REMINDED_OF
        if (question := form.question(key)) is not None and not question.retired
    ]
    rows = await fetch(
        "SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.email,"
        " c.code AS class_code, g.birth_date IS NOT NULL AS birth_date, g.document_number IS NOT NULL AS document,"
        " EXISTS (SELECT 1 FROM journey j WHERE j.guest = g.id AND j.direction = 'arrival'"
        "   AND (j.on_day IS NOT NULL OR j.mode = 'local')) AS arrival,"
        " EXISTS (SELECT 1 FROM journey j WHERE j.guest = g.id AND j.direction = 'departure'"
        "   AND (j.on_day IS NOT NULL OR j.mode = 'local')) AS departure,"
        " EXISTS (SELECT 1 FROM mail m WHERE m.cause = 'reminder:' || g.id || ':' || $2) AS told"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " WHERE g.gathering = $1 AND g.standing IN ('submitted', 'first_reviewed', 'approved') AND g.email <> ''"
        " ORDER BY g.number, g.id",
        gathering.id, local_day(now, gathering.zone).isoformat(),
    )  # fmt: skip
    readers = []
    for row in rows:
        missing = tuple(
            question
            for question in asked
            if question.is_asked_of(row["class_code"]) and not row[question.key]
        )
        if missing:
            readers.append(Reader(row["id"], row["number"], _name(row), row["email"], missing, row["told"]))
    return readers


async def approved_readers(gathering: Gathering) -> list[Reader]:
    """Approved guests with a mail address."""
    rows = await fetch(
        "SELECT id, number, name_zh, latin_surname, latin_given, surname_first, email FROM guest"
        " WHERE gathering = $1 AND standing = 'approved' AND email <> '' ORDER BY number, id",
        gathering.id,
    )
    return [Reader(row["id"], row["number"], _name(row), row["email"]) for row in rows]


def _name(row: dict[str, str]) -> str:
    return name_in(row)
