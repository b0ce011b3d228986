"""An agreement, a batch, a project as somebody tells them, and what is wrong with it field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from babel.numbers import list_currencies

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_COUNT, NOT_OFFERED, ROW_TOO_LONG
from event.gathering.countries import countries
from event.language import Message
from event.signing.rules import is_registration_number
from event.signing.tables import TextState
from event.text import tidy

MOST_PARTIES = 10
_MOST = Decimal(10) ** 15
_MOST_RATE = Decimal(10) ** 6
_MOST_PEOPLE = 100_000
_MOST_COPIES = 1000
_CENTS, _RATE_PLACES = -2, -6

_NOT_AN_AMOUNT = Message("Please give an amount of at most two decimals, such as 24000000.")
_NOT_A_RATE = Message("Please give a rate above nothing with at most six decimals, such as 7.0000.")
_NO_CURRENCY = Message("Please choose the currency of the amount.")
_NO_AMOUNT = Message("There is no amount. Give one, or leave the currency empty.")
_RATE_NEEDED = Message("An amount that is not in yuan needs its rate.")
_RATE_DATE_NEEDED = Message("Please give the day of the rate.")
_NO_RATE_FOR_YUAN = Message("Yuan have no rate. Leave it empty.")
_NO_PARTIES = Message("An agreement has at least two parties.")
_TOO_MANY = Message("At most {most}.")
_NOT_REGISTERED = Message(
    "“{text}” is no unified social credit code: 18 characters, of which the last one is a check."
)
_UNKNOWN_GUEST = Message("There is no guest with the number “{text}”.")
_NOT_A_DAY = Message("Please give a day of this century.")


class PersonTold(msgspec.Struct, frozen=True):
    """Somebody by name and position."""

    name: str
    title: str = ""


class SignatoryTold(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs: a guest by number, or somebody by name; `card_printed`: the table card lies ready."""

    guest: str = ""
    name_zh: str = ""
    name_en: str = ""
    title_zh: str = ""
    title_en: str = ""
    phone: str = ""
    stand_in: str = ""
    stand_in_title: str = ""
    stand_in_guest: str = ""
    stand_in_phone: str = ""
    assistant: str = ""
    card_printed: bool = False


class PartyTold(msgspec.Struct, frozen=True, kw_only=True):
    """A party; its place in the list makes it 甲, 乙, 丙."""

    organisation_zh: str = ""
    organisation_en: str = ""
    registration_number: str = ""
    country: str = ""
    is_host: bool = False
    signatories: tuple[SignatoryTold, ...] = ()


class ItemTold(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement. `amount` and `rate` are texts in JSON; `agreement_type`, `project` are codes, `batch` is a number."""

    code: str
    name_zh: str
    agreement_type: str
    name_en: str = ""
    batch: int | None = None
    precedence: int | None = None
    project: str = ""
    amount: Decimal | None = None
    currency: str = ""
    rate: Decimal | None = None
    rate_date: date | None = None
    approximate: bool = False
    doctors: int | None = None
    masters: int | None = None
    other_talents: int | None = None
    industry: str = ""
    town: str = ""
    content_zh: str = ""
    content_en: str = ""
    service_team: str = ""
    confidential: bool = False
    text_state: str = "draft"
    text_said: str = ""
    text_languages: str = ""
    copies: int = 2
    parties: tuple[PartyTold, ...] = ()
    witnesses: tuple[PersonTold, ...] = ()


class BatchTold(msgspec.Struct, frozen=True, kw_only=True):
    """A batch: when it begins, who hosts, witnesses and assists."""

    number: int
    title_zh: str = ""
    title_en: str = ""
    starts_at: datetime | None = None
    hosts: tuple[PersonTold, ...] = ()
    witnesses: tuple[PersonTold, ...] = ()
    assistants: tuple[PersonTold, ...] = ()


class ProjectTold(msgspec.Struct, frozen=True, kw_only=True):
    """A project of the pool; amounts in yuan, as texts in JSON."""

    code: str
    name_zh: str
    name_en: str = ""
    industry: str = ""
    town: str = ""
    site: str = ""
    intensity: str = ""
    period: str = ""
    planned_investment: Decimal | None = None
    expected_output: Decimal | None = None
    expected_jobs: int | None = None
    responsible_unit: str = ""
    brochure_zh: str = ""
    brochure_hant: str = ""
    brochure_en: str = ""


LONGEST: dict[str, int] = {
    "code": 20, "name_zh": 120, "name_en": 160, "industry": 60, "town": 80, "content_zh": 500, "content_en": 500,
    "service_team": 80, "text_said": 60, "text_languages": 80, "site": 200, "intensity": 60, "period": 60,
    "responsible_unit": 120, "title_zh": 120, "title_en": 160,
}  # fmt: skip
_LONGEST_PARTY = {"organisation_zh": 160, "organisation_en": 200, "registration_number": 18}
_LONGEST_SIGNATORY = {
    "guest": 40, "name_zh": 80, "name_en": 120, "title_zh": 120, "title_en": 160, "phone": 40, "stand_in": 80,
    "stand_in_title": 120, "stand_in_guest": 40, "stand_in_phone": 40, "assistant": 80,
}  # fmt: skip
_LONGEST_PERSON = {"name": 80, "title": 120}
_LONGEST_BROCHURE = 20_000
_MOST_PERSONS = 20


@dataclass(frozen=True)
class Offered:
    """What of the gathering an agreement may name."""

    types: Collection[str] = frozenset()
    batches: Collection[int] = frozenset()
    projects: Collection[str] = frozenset()
    guests: Mapping[str, Any] = field(default_factory=dict)


@cache
def currencies() -> frozenset[str]:
    """ISO codes of currencies."""
    return frozenset(list_currencies())


@cache
def _places() -> frozenset[str]:
    return frozenset(code for code, _ in countries())


def checked_item(told: ItemTold, offered: Offered) -> ItemTold:
    """An agreement as it is kept; raises Invalid with every field that cannot be used."""
    problems: dict[str, Problem] = {}
    texts = _texts(told, {name: LONGEST[name] for name in LONGEST if hasattr(told, name)}, problems)
    for name in ("code", "name_zh"):
        if not texts[name]:
            problems.setdefault(name, Problem(MISSING))
    chosen = (
        ("agreement_type", offered.types), ("text_state", set(TextState)), ("batch", {None, *offered.batches}),
        ("project", {"", *offered.projects}), ("currency", {"", *currencies()}),
    )  # fmt: skip
    for name, values in chosen:
        if getattr(told, name) not in values:
            problems[name] = Problem(NOT_OFFERED)
    _check_money(told, problems)
    for name in ("doctors", "masters", "other_talents"):
        _check_whole(name, getattr(told, name), 0, _MOST_PEOPLE, problems)
    _check_whole("precedence", told.precedence, 1, 999, problems)
    _check_whole("copies", told.copies, 1, _MOST_COPIES, problems)
    parties = _checked_parties(told.parties, offered, problems)
    witnesses = checked_persons("witnesses", told.witnesses, problems) if told.batch is not None else ()
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts, parties=parties, witnesses=witnesses)


def _texts(
    told: Any, longest: Mapping[str, int], problems: dict[str, Problem], at: str = ""
) -> dict[str, str]:
    texts = {name: tidy(getattr(told, name).replace("\x00", "")) for name in longest}
    for name, most in longest.items():
        if len(texts[name]) > most:
            problems[at + name] = Problem(ROW_TOO_LONG, {"most": most, "length": len(texts[name])})
    return texts


def _check_money(told: ItemTold, problems: dict[str, Problem]) -> None:
    check_amount("amount", told.amount, problems)
    if told.amount is not None and not told.currency:
        problems.setdefault("currency", Problem(_NO_CURRENCY))
    if told.amount is None and told.currency:
        problems.setdefault("amount", Problem(_NO_AMOUNT))
    check_rate(told.currency, told.rate, told.rate_date, problems)


def check_amount(
    name: str, amount: Decimal | None, problems: dict[str, Problem], *, least: Decimal = Decimal(0)
) -> None:
    """An amount of at most two decimals."""
    if amount is not None and not _fits(amount, _CENTS, least, _MOST):
        problems[name] = Problem(_NOT_AN_AMOUNT)


def check_rate(
    currency: str, rate: Decimal | None, rate_date: date | None, problems: dict[str, Problem]
) -> None:
    """The rate of an amount: none for yuan, one with its day for any other currency."""
    if currency in ("", "CNY"):
        if rate is not None or rate_date is not None:
            problems["rate"] = Problem(_NO_RATE_FOR_YUAN)
        return
    if rate is None:
        problems["rate"] = Problem(_RATE_NEEDED)
    elif not _fits(rate, _RATE_PLACES, Decimal(0), _MOST_RATE) or rate == 0:
        problems["rate"] = Problem(_NOT_A_RATE)
    if rate_date is None:
        problems["rate_date"] = Problem(_RATE_DATE_NEEDED)
    elif not is_near(rate_date):
        problems["rate_date"] = Problem(_NOT_A_DAY)


def is_near(day: date) -> bool:
    """Whether a day is no typing error."""
    return 2000 <= day.year < 2100  # noqa: PLR2004 - this century


def _fits(value: Decimal, places: int, least: Decimal, most: Decimal) -> bool:
    if not value.is_finite() or not least <= value < most:
        return False
    return value == value.quantize(Decimal(1).scaleb(places))


def _check_whole(name: str, number: int | None, least: int, most: int, problems: dict[str, Problem]) -> None:
    if number is not None and not least <= number <= most:
        problems[name] = Problem(NOT_A_COUNT, {"least": least, "most": most})


def _checked_parties(
    parties: tuple[PartyTold, ...], offered: Offered, problems: dict[str, Problem]
) -> tuple[PartyTold, ...]:
    if len(parties) < 2:  # noqa: PLR2004 - nobody agrees alone
        problems["parties"] = Problem(_NO_PARTIES)
    if len(parties) > MOST_PARTIES:
        problems["parties"] = Problem(_TOO_MANY, {"most": MOST_PARTIES})
        return parties
    kept = []
    for place, party in enumerate(parties):
        at = f"parties.{place}."
        texts = _texts(party, _LONGEST_PARTY, problems, at)
        number = texts["registration_number"] = texts["registration_number"].upper()
        if not texts["organisation_zh"] and not texts["organisation_en"]:
            problems[at + "organisation_zh"] = Problem(MISSING)
        if number and not is_registration_number(number):
            problems[at + "registration_number"] = Problem(_NOT_REGISTERED, {"text": number[:20]})
        if party.country and party.country not in _places():
            problems[at + "country"] = Problem(NOT_OFFERED)
        if len(party.signatories) > MOST_PARTIES:
            problems[at + "signatories"] = Problem(_TOO_MANY, {"most": MOST_PARTIES})
        signatories = tuple(
            _checked_signatory(one, f"{at}signatories.{number}.", offered, problems)
            for number, one in enumerate(party.signatories[:MOST_PARTIES])
        )
        kept.append(msgspec.structs.replace(party, **texts, signatories=signatories))
    return tuple(kept)


def _checked_signatory(
    one: SignatoryTold, at: str, offered: Offered, problems: dict[str, Problem]
) -> SignatoryTold:
    texts = _texts(one, _LONGEST_SIGNATORY, problems, at)
    for name in ("guest", "stand_in_guest"):
        if texts[name] and texts[name] not in offered.guests:
            problems[at + name] = Problem(_UNKNOWN_GUEST, {"text": texts[name][:40]})
    if not any(texts[name] for name in ("guest", "name_zh", "name_en")):
        problems[at + "name_zh"] = Problem(MISSING)
    return msgspec.structs.replace(one, **texts)


def checked_persons(
    name: str, persons: tuple[PersonTold, ...], problems: dict[str, Problem]
) -> tuple[PersonTold, ...]:
    """People by name, without those who have none."""
    if len(persons) > _MOST_PERSONS:
        problems[name] = Problem(_TOO_MANY, {"most": _MOST_PERSONS})
    kept = [
        PersonTold(**_texts(one, _LONGEST_PERSON, problems, f"{name}.{place}."))
        for place, one in enumerate(persons[:_MOST_PERSONS])
    ]
    return tuple(one for one in kept if one.name)


def checked_batch(told: BatchTold) -> BatchTold:
    """A batch as it is kept; raises Invalid."""
    problems: dict[str, Problem] = {}
    texts = _texts(told, {"title_zh": 120, "title_en": 160}, problems)
    _check_whole("number", told.number, 1, 99, problems)
    if told.starts_at is not None and (told.starts_at.tzinfo is None or not is_near(told.starts_at.date())):
        problems["starts_at"] = Problem(_NOT_A_DAY)
    people = {
        name: checked_persons(name, getattr(told, name), problems)
        for name in ("hosts", "witnesses", "assistants")
    }
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts, **people)


def checked_project(told: ProjectTold) -> ProjectTold:
    """A project as it is kept; raises Invalid."""
    problems: dict[str, Problem] = {}
    texts = _texts(told, {name: LONGEST[name] for name in LONGEST if hasattr(told, name)}, problems)
    for name in ("brochure_zh", "brochure_hant", "brochure_en"):
        texts[name] = getattr(told, name).replace("\x00", "").strip()
        if len(texts[name]) > _LONGEST_BROCHURE:
            problems[name] = Problem(ROW_TOO_LONG, {"most": _LONGEST_BROCHURE, "length": len(texts[name])})
    for name in ("code", "name_zh"):
        if not texts[name]:
            problems.setdefault(name, Problem(MISSING))
    for name in ("planned_investment", "expected_output"):
        check_amount(name, getattr(told, name), problems)
    _check_whole("expected_jobs", told.expected_jobs, 0, 10_000_000, problems)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts)
