"""Who was expected at a moment, and whom to call about them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.registration.as_of import WHO, GuestThen, guests_as_of
from event.registration.sealed import masked, opened
from event.registration.tables import Standing
from event.reports.told import Asked
from event.text import full_name, latin_name

VIP = "V"
"""The class of the guests whose absence is told by name."""
_NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Person:
    """Somebody of the list as of the moment, with class and delegation by code; `booked`: of what was asked for."""

    then: GuestThen
    guest_class: str
    counts: bool
    delegation: str
    booked: frozenset[str]

    @property
    def approved(self) -> bool:
        return self.then.standing is Standing.APPROVED


@dataclass(frozen=True)
class Liaison:
    """Who looks after a guest: a number of the badge list, a name, a telephone number."""

    number: str = ""
    name: str = ""
    phone: str = ""


async def everybody(
    asked: Asked, *, bookings: Collection[str] = (), columns: Sequence[str] = WHO
) -> list[Person]:
    """Everybody in the list at the moment, by number; which of the bookings they have is of now."""
    then = await guests_as_of(asked.gathering, asked.at, scope=asked.scope, columns=columns)
    classes = {
        row["id"]: (row["code"], row["counts_as_guest"])
        for row in await fetch(
            "SELECT id, code, counts_as_guest FROM guest_class WHERE gathering = $1", asked.gathering.id
        )
    }
    delegations = {
        row["id"]: row["code"]
        for row in await fetch("SELECT id, code FROM delegation WHERE gathering = $1", asked.gathering.id)
    }
    booked = await _booked(asked, bookings) if bookings else {}
    return [
        Person(
            one, *classes[one.row["guest_class"]], delegations.get(one.row["delegation"], ""),
            booked.get(one.id, _NOTHING),
        )
        for one in then
    ]  # fmt: skip


async def _booked(asked: Asked, bookings: Collection[str]) -> dict[UUID, frozenset[str]]:
    rows = await fetch(
        "SELECT b.guest, array_agg(b.key) AS keys FROM guest_booking b JOIN guest g ON g.id = b.guest"
        " WHERE g.gathering = $1 AND b.key = ANY($2::text[]) GROUP BY b.guest",
        asked.gathering.id, list(bookings),
    )  # fmt: skip
    return {row["guest"]: frozenset(row["keys"]) for row in rows}


async def expected(asked: Asked, *, columns: Sequence[str] = WHO) -> list[Person]:
    """Approved guests of classes that count as guests."""
    return [one for one in await everybody(asked, columns=columns) if one.approved and one.counts]


def known_of(asked: Asked, people: Iterable[Person]) -> dict[UUID, GuestThen] | None:
    """Everybody as guests by id, for who looks up their places; None where the reader sees only some of them."""
    return {one.then.id: one.then for one in people} if asked.scope is None else None


async def liaisons(asked: Asked, people: Iterable[Person]) -> dict[UUID, Liaison]:
    """The liaison of each: as the list names them (S014 高彩排), otherwise the user who has the delegation.

    Phones are masked for who may not see contacts.
    """
    people = list(people)
    wrote = await fetch(
        "SELECT id, answers->>'liaison' AS liaison FROM guest WHERE id = ANY($1::uuid[]) AND answers ? 'liaison'",
        [one.then.id for one in people],
    )
    written = {row["id"]: (row["liaison"] or "").strip() for row in wrote}
    named = {one.then.id: written.get(one.then.id, "") for one in people}
    found = await badge_list(asked, named.values())
    users = {
        row["code"]: row["name"]
        for row in await fetch(
            "SELECT d.code, u.name FROM delegation d JOIN users u ON u.id = d.liaison WHERE d.gathering = $1",
            asked.gathering.id,
        )
    }
    return {one.then.id: _liaison(named[one.then.id], found, users.get(one.delegation, "")) for one in people}


def _liaison(text: str, found: dict[str, Liaison], user: str) -> Liaison:
    if not text:
        return Liaison(name=user)
    return found.get(text.partition(" ")[0]) or found.get(text) or Liaison(name=text)


async def badge_list(asked: Asked, texts: Iterable[str]) -> dict[str, Liaison]:
    """People of the gathering by number, and by name where only one has it."""
    wanted = {word for text in texts for word in (text, text.partition(" ")[0]) if word}
    rows = await fetch(
        "SELECT g.* FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE g.gathering = $1"
        " AND NOT c.counts_as_guest AND (g.number = ANY($2::text[]) OR g.name_zh = ANY($2::text[]))",
        asked.gathering.id, list(wanted),
    )  # fmt: skip
    keys = await keys_of(asked.gathering.id)
    found: dict[str, Liaison] = {}
    names: dict[str, list[Liaison]] = {}
    for row in rows:
        phone = opened(keys, row["id"], row).phone
        one = Liaison(row["number"], name_of(row), phone if asked.contact else masked(phone))
        found[row["number"]] = one
        names.setdefault(row["name_zh"], []).append(one)
    return {name: same[0] for name, same in names.items() if len(same) == 1} | found


def name_of(row: Any) -> str:
    """The name in a row that has its parts."""
    latin = latin_name(
        row["latin_surname"] or "", row["latin_given"] or "", surname_first=bool(row["surname_first"])
    )
    return full_name(row["name_zh"] or "", latin)
