"""The programme as one whole: what the office works on, what was published, and what guests see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.agenda.kept import KeptItem, KeptPerson, KeptSession, kept_sessions
from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.language import in_language


class Person(msgspec.Struct, frozen=True):
    """Somebody with a part; a guest only by id, so that who is erased is in no version."""

    part: str
    guest: UUID | None = None
    name_zh: str = ""
    name_en: str = ""
    title_zh: str = ""
    title_en: str = ""


class Item(msgspec.Struct, frozen=True):
    """What happens within a session, from when to when."""

    kind: str
    title_zh: str
    title_en: str
    begins: datetime
    ends: datetime
    people: tuple[Person, ...] = ()


class Session(msgspec.Struct, frozen=True):
    """A session as readers see it. `sequence` and `changed_at` are those of its calendar entry; `cancelled`: it is no more;
    `called_off`: because it was cancelled, so that readers are shown that it does not take place.
    """

    id: UUID
    code: str
    kind: str
    mode: str
    title_zh: str
    title_en: str
    starts_at: datetime
    ends_at: datetime | None
    hall: str = ""
    hall_zh: str = ""
    hall_en: str = ""
    way_zh: str = ""
    way_en: str = ""
    place_zh: str = ""
    place_en: str = ""
    capacity: int | None = None
    attendees_zh: str = ""
    attendees_en: str = ""
    host_zh: str = ""
    host_en: str = ""
    remark_zh: str = ""
    remark_en: str = ""
    position: int = 0
    people: tuple[Person, ...] = ()
    items: tuple[Item, ...] = ()
    sequence: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False
    called_off: bool = False

    def said(self, name: str, language: str) -> str:
        """A text in a reader's language: title, hall, way, place, attendees, host or remark."""
        return in_language(language, zh=getattr(self, f"{name}_zh"), en=getattr(self, f"{name}_en"))

    def where(self, language: str) -> str:
        """The place as it is told, or the hall."""
        return self.said("place", language) or self.said("hall", language)

    def local(self, zone: ZoneInfo) -> "Session":
        """With its moments where the gathering is."""
        return msgspec.structs.replace(
            self, starts_at=self.starts_at.astimezone(zone), ends_at=self.ends_at and self.ends_at.astimezone(zone)
        )  # fmt: skip

    def times(self) -> str:
        """09:00–10:00, an open end as 12:00–."""
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}" if self.ends_at else f"{self.starts_at:%H:%M}–"

    def everybody(self) -> tuple[Person, ...]:
        """Who has a part in it or in one of its items."""
        return (*self.people, *(one for item in self.items for one in item.people))


class Version(msgspec.Struct, frozen=True):
    """A published version, whole; `number` counts from one."""

    id: UUID
    number: int
    at: datetime
    by_name: str
    word: str
    sessions: list[Session]


async def draft_of(gathering: Gathering) -> list[Session]:
    """What the office works on; a session's sequence is its revision."""
    ways = {
        row["code"]: row
        for row in await fetch("SELECT code, way_zh, way_en FROM hall WHERE gathering = $1", gathering.id)
    }
    changed = {
        row["session"]: row["at"]
        for row in await fetch(
            "SELECT session, max(at) AS at FROM agenda_change WHERE gathering = $1 GROUP BY session",
            gathering.id,
        )
    }
    return [
        _session(one, ways.get(one.told.hall), changed.get(one.id, gathering.created_at))
        for one in await kept_sessions(gathering)
    ]


async def last_version(gathering: Gathering) -> Version | None:
    """What is published; None where nothing is yet."""
    row = await fetch_one(
        "SELECT * FROM programme_publication WHERE gathering = $1 ORDER BY number DESC LIMIT 1", gathering.id
    )
    return _version(row) if row else None


async def published_sessions(gathering: UUID) -> dict[UUID, Session] | None:
    """The sessions of the last version by id, those that are off included; None where nothing is published."""
    row = await fetch_one(
        "SELECT programme FROM programme_publication WHERE gathering = $1 ORDER BY number DESC LIMIT 1",
        gathering,
    )
    return {one.id: one for one in read(row["programme"])} if row else None


async def version_numbered(gathering: Gathering, number: int) -> Version | None:
    """One published version."""
    row = await fetch_one(
        "SELECT * FROM programme_publication WHERE gathering = $1 AND number = $2", gathering.id, number
    )
    return _version(row) if row else None


async def what_guests_see(gathering: Gathering) -> list[Session]:
    """The last published version; the draft while nothing is published. Sessions that are off are marked cancelled."""
    version = await last_version(gathering)
    return version.sessions if version else await draft_of(gathering)


def standing(sessions: Iterable[Session], zone: ZoneInfo) -> list[Session]:
    """The sessions that take place, by time, where the gathering is."""
    return listed((one for one in sessions if not one.cancelled), zone)


def listed(sessions: Iterable[Session], zone: ZoneInfo) -> list[Session]:
    """The sessions that readers are shown, those that were cancelled among them, by time, where the gathering is."""
    found = [one.local(zone) for one in sessions if one.called_off or not one.cancelled]
    return sorted(found, key=lambda one: (one.starts_at, one.position, one.code))


def read(text: Any) -> list[Session]:
    """Sessions as they are stored."""
    return msgspec.json.decode(text, type=list[Session])


def written(sessions: Iterable[Session]) -> str:
    """Sessions as they are stored."""
    return msgspec.json.encode(list(sessions)).decode()


def _version(row: Any) -> Version:
    return Version(row["id"], row["number"], row["at"], row["by_name"], row["word"], read(row["programme"]))


def _session(one: KeptSession, way: Any, changed: datetime) -> Session:
    told = one.told
    same = {
        name: getattr(told, name)
        for name in (
            "code", "kind", "mode", "title_zh", "title_en", "starts_at", "ends_at", "hall", "place_zh", "place_en", "capacity",
            "attendees_zh", "attendees_en", "host_zh", "host_en", "remark_zh", "remark_en",
        )
    }  # fmt: skip
    return Session(
        id=one.id, **same, hall_zh=one.hall_zh, hall_en=one.hall_en, way_zh=(way and way["way_zh"]) or "",
        way_en=(way and way["way_en"]) or "", position=one.position, people=tuple(map(_person, one.people)),
        items=tuple(map(_item, one.items)), sequence=one.revision, changed_at=changed,
        cancelled=one.cancelled_at is not None, called_off=one.cancelled_at is not None,
    )  # fmt: skip


def _item(one: KeptItem) -> Item:
    return Item(
        one.told.kind,
        one.told.title_zh,
        one.told.title_en,
        one.begins,
        one.ends,
        tuple(map(_person, one.people)),
    )


def _person(one: KeptPerson) -> Person:
    if one.guest is not None:
        return Person(one.told.part, one.guest)
    told = one.told
    return Person(told.part, None, told.name_zh, told.name_en, told.title_zh, told.title_en)
