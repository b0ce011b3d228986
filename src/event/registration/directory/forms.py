"""What the office writes about a person, parsed or refused field by field."""

import re
from dataclasses import dataclass
from datetime import date

from event.errors import Invalid, Problem
from event.faults import TOO_LONG
from event.language import Message
from event.registration.asking.fields import Fields
from event.registration.asking.typed import Typed
from event.text import tidy

_BETWEEN = re.compile(r"[、,，;；\n]+")
_MOST_WORDS = 30
_LONGEST_WORD = 40
_TOO_MANY = Message("At most {most} of them.")
_TOO_LONG = Message("“{word}” is too long: at most {most} characters each.")
_NOT_YET = Message("This day lies in the future.")
_LONGEST_NOTE = 2000


@dataclass(frozen=True)
class PersonForm:
    """What the office knows of a person; every field as it is to be kept."""

    grade: str
    tags: list[str]
    identity_category: str
    association_title: str
    company_title: str
    industries: list[str]
    languages: list[str]
    note: str
    last_contact: date | None
    next_review: date | None
    reviewed_on: date | None


def parse_person(typed: Typed, *, today: date) -> PersonForm:
    """Understand the form; words of a list stand in several values or between commas. Raises Invalid."""
    problems: dict[str, Problem] = {}
    fields = Fields(typed, problems)
    told = PersonForm(
        grade=fields.text("grade", most=20), tags=_words(fields, "tags"),
        identity_category=fields.text("identity_category", most=40),
        association_title=fields.text("association_title"), company_title=fields.text("company_title"),
        industries=_words(fields, "industries"), languages=_words(fields, "languages"), note=_note(fields),
        last_contact=_past(fields, "last_contact", today), next_review=fields.day("next_review"),
        reviewed_on=_past(fields, "reviewed_on", today),
    )  # fmt: skip
    if problems:
        raise Invalid(problems)
    return told


def _words(fields: Fields, name: str) -> list[str]:
    written = [tidy(word) for text in fields.typed.all(name) for word in _BETWEEN.split(text)]
    words = list(dict.fromkeys(word for word in written if word))
    too_long = next((word for word in words if len(word) > _LONGEST_WORD), "")
    if too_long:
        fields.problem(name, _TOO_LONG, word=too_long[:_LONGEST_WORD], most=_LONGEST_WORD)
    elif len(words) > _MOST_WORDS:
        fields.problem(name, _TOO_MANY, most=_MOST_WORDS)
    return words


def _note(fields: Fields) -> str:
    note = fields.lines("note")
    if len(note) > _LONGEST_NOTE:
        fields.problem("note", TOO_LONG, most=_LONGEST_NOTE, length=len(note))
    return note


def _past(fields: Fields, name: str, today: date) -> date | None:
    day = fields.day(name)
    if day and day > today:
        fields.problem(name, _NOT_YET)
    return day
