"""The clashes of a programme as it is stored, or as it would be."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

import msgspec

from event.agenda.kept import KeptPerson, KeptSession, halls_of, kept_sessions
from event.agenda.rules import Busy, Clash, Landing, Seen, added, clashes, overlap
from event.agenda.told import SessionTold
from event.database import fetch
from event.errors import Problem
from event.gathering.tables import Gathering
from event.http import id_in
from event.language import translated
from event.registration.queries import Scope
from event.templating import day as said_day
from event.text import full_name, latin_name

Instead = dict[UUID, SessionTold]
More = dict[UUID, list[Busy]]
NEW = UUID(int=0)
"""The id of a session that is not stored yet."""
_BOOKED = """
WITH beside AS MATERIALIZED (
    SELECT b.agenda_session, b.guest FROM unnest($3::uuid[], $4::uuid[]) AS pair (one, other)
    JOIN booking b ON b.agenda_session = pair.one JOIN booking o ON o.agenda_session = pair.other AND o.guest = b.guest
    UNION SELECT b.agenda_session, b.guest FROM booking b WHERE b.agenda_session = ANY($3::uuid[]) AND b.guest = ANY($5::uuid[])
)
SELECT b.agenda_session, g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, c.code AS class_code
FROM beside b JOIN guest g ON g.id = b.guest JOIN guest_class c ON c.id = g.guest_class
WHERE g.gathering = $1 AND g.standing = 'approved' AND c.counts_as_guest AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))
"""
"""Who is booked for a session and for another one at that time (`pair`), or is one of the guests $5 and booked at such a time."""


class ClashView(msgspec.Struct, frozen=True):
    """A clash as a sentence; guests by number (or name where they are none), flights and trains by number."""

    kind: str
    text: str
    sessions: list[UUID]
    guests: list[str]
    services: list[str]


async def seen_programme(
    gathering: Gathering,
    *,
    language: str,
    scope: Scope = None,
    instead: Instead | None = None,
    more: More | None = None,
) -> list[Seen]:
    """The sessions that take place, as clashes are looked for; `instead`: how some would be, or new ones; `more`: who would be in them.

    Of those who are booked, only whom a clash could be about: thousands are booked for one session at a time.
    """
    every = await kept_sessions(gathering)
    kept, off = (
        [one for one in every if one.cancelled_at is None],
        {one.id for one in every if one.cancelled_at},
    )
    halls = {row["code"]: row for row in await halls_of(gathering)}
    told = {one.id: one.told for one in kept} | {
        key: one for key, one in (instead or {}).items() if key not in off
    }
    by_id = {one.id: one for one in kept}
    seen = [_seen(id_, one, by_id.get(id_), halls, language) for id_, one in told.items()]
    booked = await _booked_beside(gathering, seen, more or {}, scope)
    return [replace(one, people=(*booked.get(one.id, ()), *one.people)) for one in seen]


async def _booked_beside(
    gathering: Gathering, seen: Sequence[Seen], more: More, scope: Scope
) -> dict[UUID, list[Busy]]:
    """By session, who is booked and could be somewhere else at that time; and who would be in it."""
    pairs = [
        pair
        for one, other in combinations(seen, 2)
        if overlap(one, other)
        for pair in ((one.id, other.id), (other.id, one.id))
    ]
    people = [who for one in seen for who in one.people] + [who for ones in more.values() for who in ones]
    rows = await fetch(
        _BOOKED, gathering.id, None if scope is None else list(scope), [one for one, _ in pairs], [other for _, other in pairs],
        list({guest for who in people if (guest := id_in(who.key))}),
    ) if pairs else []  # fmt: skip
    booked: dict[UUID, list[Busy]] = {}
    for row in rows:
        booked.setdefault(row["agenda_session"], []).append(_booked(row))
    for session, ones in more.items():
        booked.setdefault(session, []).extend(ones)
    return booked


def _seen(
    id_: UUID,
    told: SessionTold,
    kept: KeptSession | None,
    halls: dict[str, Any],
    language: str,
) -> Seen:
    hall = halls.get(told.hall)
    moved = told.starts_at - kept.told.starts_at if kept else None
    return Seen(
        id=id_, code=told.code, title=(told.title_en if language == "en" else "") or told.title_zh, kind=told.kind,
        begins=told.starts_at, ends=told.ends_at, hall=told.hall,
        hall_name=((hall["name_en"] if language == "en" else "") or hall["name_zh"]) if hall else "",
        hall_capacity=hall["capacity"] if hall else None, capacity=told.capacity, at_once=kept.at_once if kept else 0,
        items_end=kept.items_end + moved if kept and kept.items_end and moved is not None else None,
        people=tuple(_with_parts(kept, moved)) if kept else (),
    )  # fmt: skip


def _with_parts(kept: KeptSession, moved: Any) -> Iterable[Busy]:
    for person in kept.people:
        yield _busy(person, None, None)
    for item in kept.items:
        for person in item.people:
            yield _busy(person, item.begins + moved, item.ends + moved)


def _busy(person: KeptPerson, begins: datetime | None, ends: datetime | None) -> Busy:
    key = str(person.guest) if person.guest else f"name:{person.name}"
    return Busy(
        key,
        person.name,
        person.class_code,
        person.told.guest,
        person.told.part,
        begins,
        ends,
        person.comes,
    )


def _booked(row: Any) -> Busy:
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    return Busy(str(row["id"]), full_name(row["name_zh"], latin), row["class_code"], row["number"])


async def clashes_of(
    gathering: Gathering, *, language: str, landings: Sequence[Landing] = (), scope: Scope = None
) -> list[Clash]:
    """Everything that is wrong with the programme as it is stored."""
    seen = await seen_programme(gathering, language=language, scope=scope)
    return clashes(seen, first_day=gathering.first_day, last_day=gathering.last_day, landings=landings)


async def would_clash(
    gathering: Gathering, instead: Instead | None = None, *, language: str, landings: Sequence[Landing] = (),
    scope: Scope = None, more: More | None = None,
) -> list[Clash]:  # fmt: skip
    """What would be wrong that is not wrong now, were some sessions as told, or more people in them."""
    days = {"first_day": gathering.first_day, "last_day": gathering.last_day}
    now = clashes(await seen_programme(gathering, language=language, scope=scope), landings=landings, **days)
    then = await seen_programme(gathering, language=language, scope=scope, instead=instead, more=more)
    return added(now, clashes(then, landings=landings, **days))


def told_clash(clash: Clash, language: str) -> ClashView:
    """A clash as a reader sees it."""
    return ClashView(
        clash.kind, say(clash.said, language), [one for one in clash.sessions if one != NEW], list(clash.guests),
        list(clash.services),
    )  # fmt: skip


def say(said: Problem, language: str) -> str:
    """The sentence, its days as the language writes them."""
    days = {
        name: said_day(value, language) for name, value in said.data.items() if hasattr(value, "isoformat")
    }
    return translated(said.sentence, language).format(**(said.data | days))
