"""A reply form as it was understood, whoever brought it: a browser, a program, a list."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class JourneyReply:
    """How somebody says they arrive or depart."""

    mode: str = ""
    number: str = ""
    origin: str = ""
    on_day: date | None = None
    at_time: time | None = None
    transfer_wanted: bool = False


@dataclass(frozen=True)
class Reply:
    """A reply form as it was understood; ids are rows of the same gathering."""

    guest_class: UUID
    delegation: UUID | None = None
    travel_party: UUID | None = None
    party_place: str = ""
    kinship: str = ""
    number: str = ""
    name_zh: str = ""
    latin_surname: str = ""
    latin_given: str = ""
    surname_first: bool = True
    sex: str = ""
    birth_date: date | None = None
    nationality: str = ""
    residence: str = ""
    ancestral_home: str = ""
    ethnicity: str = ""
    identity_category: str = ""
    association_title: str = ""
    company_title: str = ""
    industry: str = ""
    email: str = ""
    phone: str = ""
    wechat: str = ""
    document_kind: str = ""
    document_number: str = ""
    document_expires: date | None = None
    document_permanent: bool = False
    needs: dict[str, str] = field(default_factory=dict)
    needs_consent: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    files: dict[str, UUID] = field(default_factory=dict)
    language: str = "zh-Hans"
    arrival: JourneyReply | None = None
    departure: JourneyReply | None = None
    asked: frozenset[str] = frozenset()
    """The questions a form asked: what it did not ask is not changed by it."""


PLAIN_COLUMNS = (
    "guest_class", "delegation", "travel_party", "party_place", "kinship", "name_zh",
    "latin_surname", "latin_given", "surname_first", "sex", "birth_date", "nationality", "residence",
    "ancestral_home", "ethnicity", "identity_category", "association_title", "company_title",
    "industry", "email", "document_kind", "document_expires", "document_permanent", "language",
)  # fmt: skip
"""The columns of a guest that a reply fills as they are."""
