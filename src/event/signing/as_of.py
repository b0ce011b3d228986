"""Agreements as they were at a moment: what was changed since is taken back, change by change."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.signing.changing import flat
from event.signing.money import in_yuan
from event.signing.queries import ItemKept, items_of, types_of
from event.signing.rules import Turn, in_turn, party_mark, party_position
from event.text import name_in


@dataclass(frozen=True)
class SignsThen:
    """Somebody who was to sign; `position` is the party's."""

    position: int
    guest: str
    guest_name: str
    name_zh: str
    name_en: str
    stand_in: str
    card_printed: bool

    def name(self, language: str = "zh-Hans") -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en) or self.guest_name


@dataclass(frozen=True)
class ItemThen:
    """An agreement at a moment; `later`: it was written down only after it, and is shown as it was first written."""

    code: str
    batch: int | None
    text_state: str
    text_said: str
    signs: tuple[SignsThen, ...]
    later: bool
    turn: Turn


async def items_as_of(gathering: Gathering, at: datetime) -> list[ItemThen]:
    """The agreements that were not withdrawn at a moment, by batch and in the order of signing then."""
    items = await items_of(gathering, withdrawn=True)
    changes = await _changes_since([one.id for one in items], at)
    names = await _guest_names(gathering)
    places = {one.code: one.position for one in await types_of(gathering.id)}
    found = []
    for item in items:
        since = changes.get(item.id, [])
        values = before(_values(item), [told for revision, told in since if revision > 1])
        if not values["withdrawn"]:
            found.append(_then(values, places, names, later=any(revision == 1 for revision, _ in since)))
    return _in_order(found)


def _values(item: ItemKept) -> dict[str, Any]:
    return flat(item.told) | {"withdrawn": item.withdrawn_at is not None}


def before(values: Mapping[str, Any], changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Fields as they were before some changes, the newest first: {field: [before, after]}."""
    then = dict(values)
    for one in changes:
        for name, (old, new) in one.items():
            then[name] = not new if name == "withdrawn" else old
    return then


async def _changes_since(items: list[UUID], at: datetime) -> dict[UUID, list[tuple[int, dict[str, Any]]]]:
    rows = await fetch(
        "SELECT subject, revision, changes FROM signing_change WHERE subject = ANY($1::uuid[]) AND at > $2"
        " ORDER BY subject, revision DESC",
        items, at,
    )  # fmt: skip
    found: dict[UUID, list[tuple[int, dict[str, Any]]]] = {}
    for row in rows:
        found.setdefault(row["subject"], []).append((row["revision"], json.loads(row["changes"])))
    return found


async def _guest_names(gathering: Gathering) -> dict[str, str]:
    """Names of guests by number, of those who sign or were to sign."""
    rows = await fetch(
        "SELECT g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first FROM guest g WHERE g.gathering = $1"
        " AND g.number <> '' AND (g.id IN (SELECT guest FROM signatory) OR g.number IN (SELECT told.number"
        " FROM signing_change c, jsonb_each(c.changes) AS one, jsonb_array_elements_text(one.value) AS told(number)"
        " WHERE c.gathering = $1 AND one.key LIKE '%.signatory.guest' AND jsonb_typeof(one.value) = 'array'))",
        gathering.id,
    )
    return {row["number"]: name_in(row) for row in rows}


def _then(
    values: Mapping[str, Any], places: Mapping[str, int], names: Mapping[str, str], *, later: bool
) -> ItemThen:
    amount, rate = (Decimal(values[name]) if values[name] else None for name in ("amount", "rate"))
    yuan = in_yuan(amount, values["currency"] or "", rate)
    position = places.get(values["agreement_type"], len(places))
    return ItemThen(
        values["code"], values["batch"], values["text_state"], values["text_said"] or "", _signs(values, names), later,
        Turn(values["code"], values["precedence"], position, yuan),
    )  # fmt: skip


def _signs(values: Mapping[str, Any], names: Mapping[str, str]) -> tuple[SignsThen, ...]:
    """Everybody who was to sign, by party and place: fields are named 乙.signatory.guest and 乙.2.signatory.guest."""
    people: dict[tuple[int, int], dict[str, Any]] = {}
    for name, value in values.items():
        match name.split("."):
            case [mark, "signatory", field]:
                number = 1
            case [mark, place, "signatory", field]:
                number = int(place)
            case _:
                continue
        people.setdefault((party_position(mark) or 0, number), {})[field] = value
    return tuple(
        SignsThen(
            position, one.get("guest") or "", names.get(one.get("guest") or "", ""), one.get("name_zh") or "",
            one.get("name_en") or "", one.get("stand_in") or "", bool(one.get("card_printed")),
        )
        for (position, _), one in sorted(people.items())
        if any(one.get(name) for name in ("guest", "name_zh", "name_en"))
    )  # fmt: skip


def _in_order(items: list[ItemThen]) -> list[ItemThen]:
    place = {turn: number for number, turn in enumerate(in_turn([one.turn for one in items]))}
    return sorted(items, key=lambda one: (one.batch is None, one.batch or 0, place[one.turn]))


def signs_mark(item: ItemThen, who: SignsThen) -> str:
    """P03乙."""
    return f"{item.code}{party_mark(who.position)}"
