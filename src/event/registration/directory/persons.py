"""What the office keeps of a person: taken over from another who was the same, and given back."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from event.people.tables import Person
from event.registration.adding import opened_contact, sealed_contact
from event.text import search_keys

_UNITS: dict[str, tuple[str, ...]] = {
    "name_zh": ("name_zh", "name_key"), "latin": ("latin_surname", "latin_given", "latin_key"),
    "document": ("document_index",), "residence": ("residence",), "identity_category": ("identity_category",),
    "association_title": ("association_title",), "company_title": ("company_title",), "grade": ("grade",),
    "note": ("note",), "last_contact": ("last_contact",), "next_review": ("next_review",),
    "reviewed_on": ("reviewed_on",),
}  # fmt: skip
"""Columns that are filled together, or not at all."""
_CONTACT = {"email": "email_index", "phone": "phone_index"}
_DAYS = frozenset({"last_contact", "next_review", "reviewed_on"})
LISTS = ("tags", "industries", "languages")


class Taken(msgspec.Struct):
    """What a merge moved: guests, persons merged before, fields that were blank, words that were added."""

    guests: list[UUID] = []
    followers: list[UUID] = []
    filled: list[str] = []
    added: dict[str, list[str]] = {}


def take_over(kept: Person, gone: Person) -> Taken:
    """Fill what is blank of `kept` from `gone`, and add its words; says what was done."""
    taken = Taken()
    for unit, columns in _UNITS.items():
        if not any(getattr(kept, name) for name in columns) and any(getattr(gone, name) for name in columns):
            _copy(kept, {name: getattr(gone, name) for name in columns})
            taken.filled.append(unit)
    mine, theirs = opened_contact(kept.id, kept.contact), opened_contact(gone.id, gone.contact)
    for kind, column in _CONTACT.items():
        if theirs[kind] and not mine[kind]:
            mine[kind] = theirs[kind]
            _copy(kept, {column: getattr(gone, column)})
            taken.filled.append(kind)
            _seal(kept, mine)
    for name in LISTS:
        words = words_of(kept, name)
        taken.added[name] = [word for word in words_of(gone, name) if word not in words]
        set_words(kept, name, words + taken.added[name])
    return taken


def give_back(kept: Person, gone: Person, taken: Taken) -> None:
    """Undo `take_over`; what was changed since stays."""
    mine, theirs = opened_contact(kept.id, kept.contact), opened_contact(gone.id, gone.contact)
    for unit in taken.filled:
        columns = (_CONTACT[unit],) if unit in _CONTACT else _UNITS[unit]
        if any(getattr(kept, name) != getattr(gone, name) for name in columns):
            continue
        _copy(kept, {name: None if name in _DAYS else "" for name in columns})
        if unit in _CONTACT and mine[unit] == theirs[unit]:
            mine[unit] = ""
            _seal(kept, mine)
    for name, words in taken.added.items():
        set_words(kept, name, [word for word in words_of(kept, name) if word not in words])


def words_of(person: Person, name: str) -> list[str]:
    """The words of one of LISTS."""
    kept = getattr(person, name)
    return list(json.loads(kept) if isinstance(kept, str) else kept)


def set_words(person: Person, name: str, words: list[str]) -> None:
    """Write the words of one of LISTS."""
    setattr(person, name, json.dumps(words, ensure_ascii=False))


def searched(person: Person, others: list[str]) -> str:
    """What finds a person: its own keys first, then those of who was merged into it."""
    own = search_keys(
        name_zh=person.name_zh, latin_surname=person.latin_surname, latin_given=person.latin_given,
        others=(person.association_title,),
    )  # fmt: skip
    return "\n".join(dict.fromkeys("\n".join((own, *others)).split("\n")))


def _seal(person: Person, contact: dict[str, str]) -> None:
    person.contact = sealed_contact(person.id, **contact)  # type: ignore[assignment] # the column may be empty


def _copy(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
