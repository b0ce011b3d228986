"""What pages and programs ask for a document by, read."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from event.database import fetch_one
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES, Message, chosen
from event.printing.centre.document import Ask, Document
from event.printing.chunks import Wanted
from event.printing.signing.cards import WHO
from event.printing.signing.sizes import SIZES
from event.registration.errors import UnknownGuest
from event.registration.queries import delegations_of

PARAMETER = {"class": "class_code", "vehicle": "bus", "night": "day", "transfer_day": "day", "as_of": "day"}
"""What is asked for under another name: a document has one day and one vehicle only."""
_LONGEST = 60
_AN_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NOT_A_DAY = Message("“{text}” is not a day; write 2026-10-15.")
_NOT_A_BATCH = Message("“{text}” is no batch; write its number.")
_NOT_KNOWN = Message("“{text}” is not known. Known: {known}.")
_NOT_A_FORMAT = Message("“{text}” is no format. Known: {known}.")


def parameter_of(one: str | Ask) -> str:
    """The name by which something a document asks for is chosen."""
    return one.name if isinstance(one, Ask) else PARAMETER.get(one, one)


def parameters(document: Document) -> list[str]:
    """The names by which something is chosen of a document."""
    names = [parameter_of(one) for one in document.asks]
    return [*(("language",) if document.languages else ()), *names]


async def wanted_of(
    document: Document, asked: Mapping[str, str], gathering: Gathering, *, names: bool, language: str
) -> Wanted:
    """What is wanted of a document; what it does not ask for is left out. `names`: whether the
    reader may see who needs what; `language`: of the names of choices.

    Raises Invalid, by parameter, UnknownGuest.
    """
    told: dict[str, Any] = {
        "language": chosen(asked.get("language"), GUEST_LANGUAGES) or GUEST_LANGUAGES[0],
        "names": names, "options": {},
    }  # fmt: skip
    for one in document.asks:
        name = parameter_of(one)
        text = asked.get(name, "").strip()[:_LONGEST]
        if isinstance(one, Ask):
            told["options"][name] = await _own(one, text, gathering, language)
        elif text and name == "delegation":
            told["delegation"] = await _delegation(text, gathering)
        elif text and name == "guest":
            told["guests"] = (await guest_named(text, gathering),)
        elif text:
            field, read = _READ[name]
            told[field] = read(text)
    return Wanted(**told)


def read_format(document: Document, text: str) -> str:
    """Raises Invalid."""
    wanted = text or document.formats[0]
    if wanted not in document.formats:
        known = ", ".join(document.formats)
        raise Invalid({"format": Problem(_NOT_A_FORMAT, {"text": wanted[:20], "known": known})})
    return wanted


def read_day(text: str) -> date:
    """A day. Raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"day": Problem(_NOT_A_DAY, {"text": text[:20]})}) from None


async def _own(ask: Ask, text: str, gathering: Gathering, language: str) -> str:
    """A choice that is the document's own; the first there is where nothing is chosen."""
    if ask.options is None:
        return text
    known = [code for code, _ in await ask.options(gathering, language)]
    if text and text not in known:
        raise Invalid(
            {ask.name: Problem(_NOT_KNOWN, {"text": text[:20], "known": ", ".join(filter(None, known))})}
        )
    return text or (known[0] if known else "")


async def _delegation(text: str, gathering: Gathering) -> UUID:
    known = {one.code: one.id for one in await delegations_of(gathering.id)}
    if text not in known:
        raise Invalid({"delegation": Problem(_NOT_KNOWN, {"text": text[:20], "known": ", ".join(known)})})
    return known[text]


async def guest_named(text: str, gathering: Gathering) -> UUID:
    """The guest with this number, badge number or id. Raises UnknownGuest."""
    row = await fetch_one(
        "SELECT guest.id FROM guest LEFT JOIN ticket ON ticket.guest = guest.id AND ticket.voided_at IS NULL"
        " WHERE guest.gathering = $1"
        " AND (guest.id = $2 OR upper(guest.number) = upper($3) OR upper(ticket.badge_number) = upper($3))",
        gathering.id, UUID(text) if _AN_ID.fullmatch(text) else None, text,
    )  # fmt: skip
    if row is None:
        raise UnknownGuest
    return UUID(str(row["id"]))


def _batch(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 2:  # noqa: PLR2004 - up to 99
        return int(text)
    raise Invalid({"batch": Problem(_NOT_A_BATCH, {"text": text[:20]})})


def _id(name: str) -> Callable[[str], UUID]:
    def read(text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            raise Invalid({name: Problem(_NOT_KNOWN, {"text": text[:20], "known": "–"})}) from None

    return read


def _one_of(name: str, known: Mapping[str, Message]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            names = ", ".join(one for one in known if one)
            raise Invalid({name: Problem(_NOT_KNOWN, {"text": text[:20], "known": names})})
        return text

    return read


_READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "class_code": ("class_codes", lambda text: (text,)),
    "session": ("session", _id("session")), "bus": ("bus", str), "hotel": ("hotel", str), "day": ("day", read_day),
    "batch": ("batch", _batch), "item": ("item", str), "who": ("who", _one_of("who", WHO)), "size": ("size", _one_of("size", SIZES)),
}  # fmt: skip
"""How a parameter is read, and where it is wanted."""
