"""Cells of the signing's lists: amounts in 万 and 亿, people with their position, countries and regions."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from event.gathering.countries import country_code
from event.language import Message
from event.registration.importing.cells import Cells
from event.signing.forms import PersonTold

_NOT_A_NUMBER = Message("“{text}” is not a number.")
_NOT_A_PLACE = Message("“{text}” is no country or region that is known; it is left out.")
_WITH_NAME = re.compile(r"(.+?)\s*[(（](.+?)[)）]")
_SEVERAL = re.compile(r"[、,，;；/\n]+")
_MOST_DIGITS = 24


def number(cells: Cells, field: str, unit: int = 1) -> Decimal | None:
    """A number in units of `unit`, exactly as it is written: 1.68 in 亿 is 168000000."""
    text = cells.text(field, 40).replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        cells.refuse(field, _NOT_A_NUMBER, text=text)
        return None
    return value * unit


def person(text: str) -> PersonTold:
    """县长 施范本: a position and a name; a single word is the name."""
    title, _, name = text.strip().rpartition(" ")
    return PersonTold(name, title.strip())


def people(text: str) -> tuple[PersonTold, ...]:
    """Several people."""
    return tuple(person(one) for one in _SEVERAL.split(text) if one.strip())


def names(text: str) -> tuple[PersonTold, ...]:
    """Several names without positions."""
    return tuple(PersonTold(one.strip()) for one in _SEVERAL.split(text) if one.strip())


def codes(text: str) -> list[str]:
    """Several codes: P01、P02."""
    return [one.strip() for one in _SEVERAL.split(text) if one.strip()]


def organisation(text: str) -> tuple[str, str]:
    """示例县商务局(卢虚构): an organisation and who signs for it."""
    found = _WITH_NAME.fullmatch(text.strip())
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), "")


def places(cells: Cells, field: str) -> list[str]:
    """Countries and regions by code, in their order; unknown ones are told."""
    found = []
    for one in codes(cells.text(field, 200)):
        code = country_code(one)
        if code is None:
            cells.warn(field, _NOT_A_PLACE, text=one)
        found.append(code or "")
    return found


def differs(left: Any, right: Any) -> bool:
    """Whether two things that should be the same are not; nothing is the same as an empty text."""
    return (left or "") != (right or "")
