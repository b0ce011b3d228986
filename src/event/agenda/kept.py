"""Sessions with their items and people as pages and programs see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.agenda.errors import UnknownSession
from event.agenda.rules import Slot, item_times
from event.agenda.told import ItemTold, PersonTold, SessionTold
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.tables import Standing
from event.text import full_name, latin_name

_SESSIONS = """
SELECT s.*, h.code AS hall_code, h.name_zh AS hall_zh, h.name_en AS hall_en, h.capacity AS hall_capacity,
    coalesce(b.booked, 0) AS booked, coalesce(b.at_once, 0) AS at_once
FROM agenda_session s LEFT JOIN hall h ON h.id = s.hall
LEFT JOIN (
    SELECT session, sum(people)::int AS booked, max(people)::int AS at_once FROM (
        SELECT b.agenda_session AS session, g.answers->>'wave' AS wave, count(*) AS people
        FROM booking b JOIN guest g ON g.id = b.guest JOIN agenda_session t ON t.id = b.agenda_session
        WHERE g.standing = 'approved' AND t.gathering = $1 GROUP BY 1, 2
    ) waves GROUP BY session
) b ON b.session = s.id
WHERE s.gathering = $1 AND ($2::uuid IS NULL OR s.id = $2) ORDER BY s.starts_at, s.position, s.code
"""
_PEOPLE = """
SELECT p.*, g.number, g.standing, g.name_zh AS guest_zh, g.latin_surname, g.latin_given, g.surname_first,
    g.association_title, g.company_title, coalesce(c.code, '') AS class_code
FROM agenda_person p JOIN agenda_session s ON s.id = p.agenda_session LEFT JOIN guest g ON g.id = p.guest
LEFT JOIN guest_class c ON c.id = g.guest_class
WHERE s.gathering = $1 AND ($2::uuid IS NULL OR s.id = $2)
ORDER BY array_position(ARRAY['host', 'moderator', 'speaker', 'interpreter'], p.part::text), p.position, p.id
"""
_ITEMS = """
SELECT i.* FROM agenda_item i JOIN agenda_session s ON s.id = i.agenda_session
WHERE s.gathering = $1 AND ($2::uuid IS NULL OR s.id = $2) ORDER BY i.position, i.id
"""


@dataclass(frozen=True)
class KeptPerson:
    """Somebody with a part; `name` as printed, `comes` false for a guest who does not any more."""

    id: UUID
    told: PersonTold
    name: str
    title: str
    guest: UUID | None = None
    class_code: str = ""
    comes: bool = True


@dataclass(frozen=True)
class KeptItem:
    """An item with when it begins and ends, and who has a part in it."""

    id: UUID
    told: ItemTold
    begins: datetime
    ends: datetime
    people: tuple[KeptPerson, ...] = ()


@dataclass(frozen=True)
class KeptSession:
    """A session as it is stored, times where the gathering is; `at_once`: the most of those booked at one time."""

    id: UUID
    told: SessionTold
    revision: int
    position: int
    booked: int = 0
    at_once: int = 0
    hall_zh: str = ""
    hall_en: str = ""
    hall_capacity: int | None = None
    cancelled_at: datetime | None = None
    items: tuple[KeptItem, ...] = ()
    people: tuple[KeptPerson, ...] = field(default_factory=tuple)

    def title(self, language: str) -> str:
        return in_language(language, zh=self.told.title_zh, en=self.told.title_en)

    def hall_name(self, language: str) -> str:
        return in_language(language, zh=self.hall_zh, en=self.hall_en)

    def where(self, language: str) -> str:
        """The place as it is told, or the hall."""
        return in_language(language, zh=self.told.place_zh, en=self.told.place_en) or self.hall_name(language)

    @property
    def day(self) -> date:
        return self.told.starts_at.date()

    @property
    def items_end(self) -> datetime | None:
        return max((one.ends for one in self.items), default=None)

    def times(self) -> str:
        """09:00–10:00, an open end as 12:00–."""
        ends = self.told.ends_at
        return f"{self.told.starts_at:%H:%M}–{ends:%H:%M}" if ends else f"{self.told.starts_at:%H:%M}–"


async def kept_sessions(gathering: Gathering, session: UUID | None = None) -> list[KeptSession]:
    """Every session of the programme by time, or one."""
    zone = gathering.zone
    rows = await fetch(_SESSIONS, gathering.id, session)
    people = _by_session(await fetch(_PEOPLE, gathering.id, session))
    items = _by_session(await fetch(_ITEMS, gathering.id, session))
    return [_session(row, items.get(row["id"], []), people.get(row["id"], []), zone) for row in rows]


async def kept_session(gathering: Gathering, session: UUID) -> KeptSession:
    """One session; raises UnknownSession."""
    found = await kept_sessions(gathering, session)
    if not found:
        raise UnknownSession
    return found[0]


def by_day(sessions: Iterable[KeptSession]) -> list[tuple[date, list[KeptSession]]]:
    """Sessions by the day on which they begin."""
    return [(day, list(of)) for day, of in groupby(sessions, key=lambda one: one.day)]


async def halls_of(gathering: Gathering) -> list[Any]:
    """Halls by code: id, code, name_zh, name_en, capacity."""
    return await fetch(
        "SELECT id, code, name_zh, name_en, capacity FROM hall WHERE gathering = $1 ORDER BY code",
        gathering.id,
    )


def _by_session(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["agenda_session"], []).append(row)
    return found


def _session(row: Mapping[str, Any], items: list[Any], people: list[Any], zone: ZoneInfo) -> KeptSession:
    told = _told(SessionTold, dict(row) | {"hall": row["hall_code"] or ""}, zone)
    kept = [(one["item"], _person(one)) for one in people]
    slots = [Slot(one["minutes"], _local(one["starts_at"], zone)) for one in items]
    return KeptSession(
        id=row["id"], told=told, revision=row["revision"], position=row["position"], booked=row["booked"],
        at_once=row["at_once"], hall_zh=row["hall_zh"] or "", hall_en=row["hall_en"] or "",
        hall_capacity=row["hall_capacity"], cancelled_at=_local(row["cancelled_at"], zone),
        items=tuple(
            KeptItem(
                one["id"], _told(ItemTold, one, zone), *times,
                people=tuple(person for item, person in kept if item == one["id"]),
            )
            for one, times in zip(items, item_times(told.starts_at, slots), strict=True)
        ),
        people=tuple(person for item, person in kept if item is None),
    )  # fmt: skip


def _told(kind: Any, row: Mapping[str, Any], zone: ZoneInfo) -> Any:
    return kind(**{name: _local(row[name], zone) for name in kind.__struct_fields__})


def _local(value: Any, zone: ZoneInfo) -> Any:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def _person(row: Any) -> KeptPerson:
    told = PersonTold(
        part=row["part"], item=row["item"], guest=row["number"] or "",
        **{name: row[name] for name in ("name_zh", "name_en", "title_zh", "title_en")},
    )  # fmt: skip
    if row["guest"] is None:
        return KeptPerson(row["id"], told, told.name_zh or told.name_en, told.title_zh or told.title_en)
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    return KeptPerson(
        row["id"], told, full_name(row["guest_zh"], latin) or row["number"],
        told.title_zh or row["association_title"] or row["company_title"], row["guest"], row["class_code"],
        row["standing"] == Standing.APPROVED,
    )  # fmt: skip


def in_zone(told: SessionTold, zone: ZoneInfo) -> SessionTold:
    """A session with its moments where the gathering is, so that the same moment has the same mark."""
    moments = ("starts_at", "ends_at", "signup_opens", "signup_closes")
    return msgspec.structs.replace(told, **{name: _moment(getattr(told, name), zone) for name in moments})


def _moment(value: datetime | None, zone: ZoneInfo) -> datetime | None:
    return value.astimezone(zone) if value is not None and value.tzinfo is not None else value
