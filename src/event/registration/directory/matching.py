"""Whether two persons of the directory may be one: what speaks for it, and how strongly."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from event.language import Message
from event.text import pinyin_keys

SURNAMES = (
    ("单", "shan"), ("区", "ou"), ("曾", "zeng"), ("仇", "qiu"), ("解", "xie"), ("尉迟", "yuchi"), ("查", "zha"),
    ("盖", "ge"), ("朴", "piao"), ("翟", "zhai"), ("乐", "yue"), ("缪", "miao"), ("覃", "qin"), ("吕", "lyu"), ("吕", "lu"),
)  # fmt: skip
"""Surnames that passports spell otherwise than the dictionary reads the character (DOMAIN 3.2)."""


class Likeness(IntEnum):
    """How sure it is that two persons are one."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


class Reason(StrEnum):
    """What two persons have in common."""

    DOCUMENT = "document"
    EMAIL = "email"
    PHONE = "phone"
    CHINESE_NAME = "chinese_name"
    LATIN_NAME = "latin_name"
    SPELLING = "spelling"
    RESIDENCE = "residence"
    BIRTH_YEAR = "birth_year"


LIKENESS_LABELS = {
    Likeness.SURE: Message("Surely the same"), Likeness.LIKELY: Message("Likely the same"),
    Likeness.POSSIBLE: Message("Possibly the same"),
}  # fmt: skip
REASON_LABELS = {
    Reason.DOCUMENT: Message("the same document number"), Reason.EMAIL: Message("the same mail address"),
    Reason.PHONE: Message("the same telephone number"), Reason.CHINESE_NAME: Message("the same Chinese name"),
    Reason.LATIN_NAME: Message("the same name in Latin letters"),
    Reason.SPELLING: Message("the Latin name spells the Chinese one"),
    Reason.RESIDENCE: Message("the same residence"), Reason.BIRTH_YEAR: Message("the same year of birth"),
}  # fmt: skip
_NAMES = frozenset({Reason.CHINESE_NAME, Reason.LATIN_NAME, Reason.SPELLING})


@dataclass(frozen=True)
class Keys:
    """By what a person is compared: the columns of Person, and the years of birth its guests told."""

    document_index: str = ""
    email_index: str = ""
    phone_index: str = ""
    name_key: str = ""
    latin_key: str = ""
    residence: str = ""
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Match:
    """Two persons who may be one, and why."""

    likeness: Likeness
    reasons: tuple[Reason, ...]


def compared(one: Keys, other: Keys) -> Match | None:
    """What two persons have in common, or None where it is not enough.

    The same document is enough. The same mail or phone needs a name that fits, because families and
    offices share them. A name alone needs the same residence, or, in Latin letters, the same year of
    birth; it counts for nothing where the years or the Chinese names differ.
    """
    common = _common(one, other)
    names = _NAMES.intersection(common)
    if Reason.DOCUMENT in common:
        return Match(Likeness.SURE, common)
    if not names:
        return None
    if Reason.EMAIL in common or Reason.PHONE in common:
        return Match(Likeness.LIKELY, common)
    if _contradict(one, other):
        return None
    if Reason.RESIDENCE in common or (Reason.BIRTH_YEAR in common and names != {Reason.CHINESE_NAME}):
        return Match(Likeness.POSSIBLE, common)
    return None


def readings(name_key: str) -> frozenset[str]:
    """A Chinese name in Latin letters, joined: as the dictionary reads it, and as surnames are read."""
    plain = pinyin_keys(name_key)[0]
    told = {plain} - {""}
    for surname, spelling in SURNAMES:
        read = pinyin_keys(surname)[0]
        if name_key.startswith(surname) and plain.startswith(read):
            told.add(spelling + plain.removeprefix(read))
    return frozenset(told)


def spellings(latin_key: str) -> frozenset[str]:
    """The words of a Latin name joined in either order."""
    words = latin_key.split()
    return frozenset({"".join(words), "".join(reversed(words))} - {""})


def _common(one: Keys, other: Keys) -> tuple[Reason, ...]:
    holds = {
        Reason.DOCUMENT: _same(one.document_index, other.document_index),
        Reason.EMAIL: _same(one.email_index, other.email_index),
        Reason.PHONE: _same(one.phone_index, other.phone_index),
        Reason.CHINESE_NAME: _same(one.name_key, other.name_key),
        Reason.LATIN_NAME: not spellings(one.latin_key).isdisjoint(spellings(other.latin_key)),
        Reason.SPELLING: _spells(one, other) or _spells(other, one),
        Reason.RESIDENCE: _same(one.residence, other.residence),
        Reason.BIRTH_YEAR: not one.years.isdisjoint(other.years),
    }
    return tuple(reason for reason in holds if holds[reason])


def _same(one: str, other: str) -> bool:
    return one != "" and one == other


def _spells(latin: Keys, chinese: Keys) -> bool:
    """Whether somebody known by a Latin name only may be somebody with a Chinese one."""
    return latin.name_key == "" and not spellings(latin.latin_key).isdisjoint(readings(chinese.name_key))


def _contradict(one: Keys, other: Keys) -> bool:
    other_year = bool(one.years and other.years) and one.years.isdisjoint(other.years)
    other_name = bool(one.name_key and other.name_key) and one.name_key != other.name_key
    return other_year or other_name
