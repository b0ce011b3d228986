"""Suggestions as lists, pages and programs show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch
from event.feedback.errors import UnknownSuggestion
from event.feedback.rules import done_by, is_overdue, percent
from event.feedback.tables import SuggestionState
from event.feedback.told import SuggestionTold
from event.gathering.tables import Gathering
from event.registration.queries import Scope
from event.text import full_name, latin_name


class SuggestionView(msgspec.Struct, kw_only=True):
    """A suggestion; `guest`: the number of who made it, `who` the name; `revision` goes back with changes."""

    number: str
    received_on: date
    guest: str
    name: str
    who: str
    content: str
    unit: str
    person: str
    due_on: date | None
    state: str
    answer: str
    done_on: date | None
    overdue: bool
    revision: int


class SuggestionSums(msgspec.Struct):
    """Of those received by a day: how many, how many answered by then, in percent, and how many are overdue."""

    total: int
    done: int
    rate: str | None
    overdue: int


@dataclass(frozen=True)
class SuggestionKept:
    """A suggestion as it is stored, with the id of the guest who made it."""

    id: UUID
    number: str
    guest: UUID | None
    told: SuggestionTold
    revision: int


_SELECT = """
SELECT s.*, coalesce(g.number, '') AS guest_number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first
FROM suggestion s LEFT JOIN guest g ON g.id = s.guest
"""
_IN_ORDER = " ORDER BY length(s.number), s.number"


async def suggestions_of(gathering: Gathering, *, today: date, scope: Scope = None) -> list[SuggestionView]:
    """Every suggestion by number; `scope`: only those of guests of these delegations."""
    rows = await fetch(
        _SELECT + " WHERE s.gathering = $1 AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))" + _IN_ORDER,
        gathering.id, None if scope is None else list(scope),
    )  # fmt: skip
    return [_view(row, today) for row in rows]


async def suggestion_view(
    gathering: Gathering, number: str, *, today: date, scope: Scope = None
) -> SuggestionView:
    """One suggestion. Raises UnknownSuggestion."""
    for one in await suggestions_of(gathering, today=today, scope=scope):
        if one.number == number:
            return one
    raise UnknownSuggestion


async def own_suggestions(guest: UUID, *, today: date) -> list[SuggestionView]:
    """What a guest suggested, with the answers, the newest first."""
    rows = await fetch(_SELECT + " WHERE s.guest = $1 ORDER BY s.received_on DESC, s.created_at DESC", guest)
    return [_view(row, today) for row in rows]


def shown(suggestions: Sequence[SuggestionView], show: str, unit: str = "") -> list[SuggestionView]:
    """Those a list is asked for: a state, `todo` for those not answered, `overdue`, or all."""

    def wanted(one: SuggestionView) -> bool:
        match show:
            case "":
                return True
            case "todo":
                return one.state != SuggestionState.DONE
            case "overdue":
                return one.overdue
        return one.state == show

    return [one for one in suggestions if wanted(one) and unit in ("", one.unit)]


def sums(suggestions: Sequence[SuggestionView], day: date) -> SuggestionSums:
    """The figures of a day, by the days on which suggestions were received and answered."""
    received = [one for one in suggestions if one.received_on <= day]
    done = sum(done_by(one.done_on, day) for one in received)
    overdue = sum(is_overdue(one.due_on, one.done_on, day) for one in received)
    return SuggestionSums(len(received), done, percent(done, len(received)), overdue)


def _view(row: Any, today: date) -> SuggestionView:
    latin = latin_name(
        row["latin_surname"] or "", row["latin_given"] or "", surname_first=row["surname_first"] is not False
    )
    named = full_name(row["name_zh"] or "", latin)
    own = ("guest", "who", "overdue")
    columns = {name: row[name] for name in SuggestionView.__struct_fields__ if name not in own}
    return SuggestionView(
        **columns, guest=row["guest_number"], who=named or row["name"],
        overdue=is_overdue(row["due_on"], row["done_on"], today),
    )  # fmt: skip


async def kept_suggestions(gathering: Gathering, number: str | None = None) -> dict[str, SuggestionKept]:
    """Suggestions as they are stored, by number, all or one."""
    rows = await fetch(
        _SELECT + " WHERE s.gathering = $1 AND ($2::text IS NULL OR s.number = $2)" + _IN_ORDER,
        gathering.id, number,
    )  # fmt: skip
    return {row["number"]: _kept(row) for row in rows}


async def kept_suggestion(gathering: Gathering, number: str) -> SuggestionKept:
    """One suggestion as it is stored. Raises UnknownSuggestion."""
    found = await kept_suggestions(gathering, number)
    if number not in found:
        raise UnknownSuggestion
    return found[number]


def _kept(row: Any) -> SuggestionKept:
    columns = {name: row[name] for name in SuggestionTold.__struct_fields__ if name != "guest"}
    told = SuggestionTold(**columns, guest=row["guest_number"])
    return SuggestionKept(row["id"], row["number"], row["guest"], told, row["revision"])


async def guests_by_number(gathering: Gathering) -> dict[str, UUID]:
    """The guests of a gathering who can be named by their number; who was erased cannot."""
    rows = await fetch(
        "SELECT number, id FROM guest WHERE gathering = $1 AND erased_at IS NULL", gathering.id
    )
    return {row["number"]: row["id"] for row in rows}
