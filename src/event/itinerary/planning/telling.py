"""Whom to tell of a new plan besides the guests: crews, those who wait at stops and canteens, liaisons."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from msgspec import Struct

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.own.calling import contacts, liaison_words
from event.itinerary.own.labels import bus_label
from event.itinerary.planning.changes import Slot, of, slots
from event.itinerary.planning.mailing import addressed
from event.itinerary.planning.showing import Changed, Kind
from event.itinerary.planning.words import Said, said
from event.itinerary.tables import CrewRole
from event.language import Message, in_language, translated
from event.registration.sealed import opened
from event.registration.tables import Guest
from event.templating import clock

_CREW = (CrewRole.CAPTAIN, CrewRole.GUIDE, CrewRole.DRIVER)
_COMES, _LINE = Message("{begins}–{ends}, {guests} guests"), Message("Route {code}")
_GUESTS = Message("Guests whose visit changes")


class Who(StrEnum):
    """What somebody has to do with the visit."""

    CAPTAIN = "captain"
    GUIDE = "guide"
    DRIVER = "driver"
    STOP = "stop"
    CANTEEN = "canteen"
    LIAISON = "liaison"


class ToTell(Struct, frozen=True, kw_only=True):
    """Somebody to call: `about` is their bus, place or delegation, `changes` what they have to know."""

    who: Who
    name: str
    phone: str
    about: str
    changes: tuple[Said, ...] = ()


class Unreached(Struct, frozen=True):
    """A guest whom no mail reaches, neither themselves nor by the main guest of their party."""

    guest: UUID
    number: str
    name: str
    phone: str


async def whom_to_tell(
    changes: tuple[Changed, ...], gathering: Gathering, *, language: str
) -> tuple[ToTell, ...]:
    """Everybody besides the guests whom a plan changes something for, with telephone numbers."""
    return (
        *await _crews(of(changes, Kind.BUS), gathering, language),
        *await _places(changes, gathering, language),
        *await _liaisons(of(changes, Kind.GUEST), gathering, language),
    )


def together(ones: Iterable[ToTell]) -> list[list[ToTell]]:
    """Those who are told the same about the same thing, beside each other: the crew of a bus."""
    return [list(same) for _, same in groupby(ones, key=lambda one: (one.about, one.changes))]


async def _crews(buses: tuple[Changed, ...], gathering: Gathering, language: str) -> list[ToTell]:
    """Captain, guides and driver of each bus, and a guide who is on it no more."""
    rows = await fetch(
        "SELECT vehicle, role, number, name FROM vehicle_crew WHERE vehicle = ANY($1::uuid[])"
        " AND role = ANY($2::text[]) ORDER BY array_position($2::text[], role), number",
        [one.ref for one in buses], [str(role) for role in _CREW],
    )  # fmt: skip
    guides = {guide for one in buses for guide in _guides(one)}
    people = await contacts(gathering.id, {row["number"] for row in rows} | guides)
    found = []
    for one in buses:
        told = tuple(said(one.before, one.after, language=language, zone=gathering.zone, kind=Kind.BUS))
        crew = {(row["role"], row["number"]): row["name"] for row in rows if row["vehicle"] == one.ref}
        crew |= {("guide", number): "" for number in _guides(one) if ("guide", number) not in crew}
        for (role, number), name in crew.items():
            person = people.get(number)
            found.append(
                ToTell(
                    who=Who(role), name=name or (person.name if person else number), about=bus_label(one.code, language),
                    phone=person.phone if person else "", changes=_with_names(told, people),
                )
            )  # fmt: skip
    return found


def _guides(one: Changed) -> list[str]:
    shown = (one.before, one.after)
    return list(dict.fromkeys(each.guide for each in shown if each is not None and each.guide))


def _with_names(told: Iterable[Said], people: dict[str, Any]) -> tuple[Said, ...]:
    """Guides by name instead of number."""

    def named(text: str) -> str:
        return f"{people[text].name} {text}" if text in people else text

    return tuple(Said(one.what, named(one.before), named(one.after)) for one in told)


async def _places(changes: tuple[Changed, ...], gathering: Gathering, language: str) -> list[ToTell]:
    """Who waits at stops and canteens to which lines come at other times, or with other numbers."""
    moved, keys, found = slots(changes), await keys_of(gathering.id), []
    for table in (Who.STOP, Who.CANTEEN):
        rows = await fetch(
            f"SELECT * FROM {table} WHERE id = ANY($1::uuid[]) ORDER BY code",  # noqa: S608 - our own names
            [ref for what, ref in moved if what == table],
        )
        for row in rows:
            phone = keys.open(row["contact_phone"], table=str(table), column="contact_phone", row=row["id"])
            found.append(
                ToTell(
                    who=table, name=row["contact_name"], phone=phone,
                    about=in_language(language, zh=row["name_zh"], en=row["name_en"]),
                    changes=_said_slots(*moved[str(table), row["id"]], gathering, language),
                )
            )  # fmt: skip
    return found


def _said_slots(gone: set[Slot], come: set[Slot], gathering: Gathering, language: str) -> tuple[Said, ...]:
    """By line: when it came and how many, when it comes and how many."""

    def words(these: set[Slot], line: str) -> str:
        told = [
            translated(_COMES, language).format(
                begins=clock(begins, gathering.zone), ends=clock(ends, gathering.zone), guests=guests
            )
            for code, begins, ends, guests in sorted(these, key=lambda slot: slot[1])
            if code == line
        ]
        return "; ".join(told)

    lines = sorted({slot[0] for slot in (*gone, *come)})
    line = translated(_LINE, language)
    return tuple(Said(line.format(code=code), words(gone, code), words(come, code)) for code in lines)


async def _liaisons(guests: tuple[Changed, ...], gathering: Gathering, language: str) -> list[ToTell]:
    """Whoever looks after guests it changes something for, as the list names them, otherwise the delegation's."""
    refs = [one.ref for one in guests]
    rows = await Guest.objects().where(Guest.id.is_in(refs)) if refs else []
    delegations = {
        row["id"]: row
        for row in await fetch(
            "SELECT d.id, d.name_zh, d.name_en, u.name AS liaison FROM delegation d LEFT JOIN users u ON u.id = d.liaison"
            " WHERE d.gathering = $1",
            gathering.id,
        )
    }
    words = {row.id: liaison_words(row) for row in rows}
    numbers = {part for text in words.values() if text for part in (text, text.partition(" ")[0])}
    people = await contacts(gathering.id, numbers)
    looked_after: dict[str, list[Guest]] = {}
    for row in rows:
        home = delegations.get(row.delegation)
        if name := words[row.id] or (home["liaison"] if home and home["liaison"] else ""):
            looked_after.setdefault(name, []).append(row)
    found = []
    for name, theirs in sorted(looked_after.items()):
        person = people.get(name.partition(" ")[0]) or people.get(name)
        homes = [
            delegations[key] for key in dict.fromkeys(row.delegation for row in theirs) if key in delegations
        ]
        found.append(
            ToTell(
                who=Who.LIAISON, name=person.name if person else name.partition(" ")[2] or name,
                phone=person.phone if person else "",
                about=", ".join(in_language(language, zh=home["name_zh"], en=home["name_en"]) for home in homes),
                changes=(Said(translated(_GUESTS, language), "", str(len(theirs))),),
            )
        )  # fmt: skip
    return found


async def unreached(changes: tuple[Changed, ...], gathering: Gathering) -> tuple[Unreached, ...]:
    """Guests who come and whom no mail reaches: somebody has to call them."""
    guests = of(changes, Kind.GUEST)
    reached = {guest.id for _, about in await addressed(guests) for guest, _ in about}
    left = [one for one in guests if one.ref not in reached]
    keys = await keys_of(gathering.id)
    rows = {
        row["id"]: row
        for row in await fetch(
            "SELECT * FROM guest WHERE id = ANY($1::uuid[]) AND standing = 'approved'",
            [one.ref for one in left],
        )
    }
    return tuple(
        Unreached(one.ref, one.code, one.name, opened(keys, one.ref, rows[one.ref]).phone)
        for one in left
        if one.ref in rows
    )
