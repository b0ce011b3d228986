"""Versions and their changes as pages and programs see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.agenda.publishing.comparing import Change, compared, names_in, sentences
from event.agenda.publishing.operations import affected_by, marked, would_change
from event.agenda.publishing.version import Version, last_version, version_numbered
from event.database import fetch
from event.errors import NotFound
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.queries import Scope
from event.text import full_name, latin_name


class UnknownVersion(NotFound):
    """No such published version."""

    sentence = Message("There is no such published version of the programme.")


class Touched(msgspec.Struct, frozen=True):
    """A guest whom changes concern; `mailed`: a mail reaches them."""

    guest: UUID
    number: str
    name: str
    mailed: bool


class Told(msgspec.Struct, frozen=True):
    """What changed in a session, in sentences."""

    session: UUID
    sentences: list[str]


class Preview(msgspec.Struct, frozen=True):
    """What publishing would change, whom it concerns, and the mark of all that: send it back as `seen`."""

    first: bool
    changes: list[Told]
    guests: list[Touched]
    seen: str


class VersionLine(msgspec.Struct, frozen=True):
    """A version in the list: how many sessions it changed, how many guests it concerned."""

    number: int
    at: datetime
    by: str
    word: str
    sessions: int
    guests: int


async def told(changes: list[Change], gathering: Gathering, language: str) -> list[Told]:
    """Changes in sentences; those a reader of this language does not notice are left out."""
    names = await names_in(changes)
    found = [
        Told(one.id, sentences(one, language=language, zone=gathering.zone, names=names)) for one in changes
    ]
    return [one for one in found if one.sentences]


async def preview(gathering: Gathering, *, language: str, scope: Scope = None) -> Preview:
    """What publishing now would do."""
    last, changes = await last_version(gathering), await would_change(gathering)
    guests = await affected_by(changes, last, gathering)
    return Preview(
        last is None, await told(changes, gathering, language), await _touched(list(guests), scope), marked(changes)
    )  # fmt: skip


async def versions_of(gathering: Gathering) -> list[VersionLine]:
    """Every published version, the newest first."""
    rows = await fetch(
        "SELECT p.number, p.at, p.by_name, p.word, jsonb_array_length(p.changes) AS sessions,"
        " (SELECT count(*)::int FROM programme_notice n WHERE n.publication = p.id) AS guests"
        " FROM programme_publication p WHERE p.gathering = $1 ORDER BY p.number DESC",
        gathering.id,
    )
    return [_line(row) for row in rows]


async def version_of(gathering: Gathering, number: int) -> Version:
    """One published version. Raises UnknownVersion."""
    version = await version_numbered(gathering, number)
    if version is None:
        raise UnknownVersion
    return version


async def difference(gathering: Gathering, number: int, against: int, *, language: str) -> list[Told]:
    """What a version changes against another one; 0 is an empty programme. Raises UnknownVersion."""
    before = (await version_of(gathering, against)).sessions if against else []
    return await told(compared(before, (await version_of(gathering, number)).sessions), gathering, language)


def _line(row: Any) -> VersionLine:
    return VersionLine(row["number"], row["at"], row["by_name"], row["word"], row["sessions"], row["guests"])


async def _touched(guests: list[UUID], scope: Scope) -> list[Touched]:
    rows = await fetch(
        "SELECT id, number, delegation, email, name_zh, latin_surname, latin_given, surname_first FROM guest"
        " WHERE id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR delegation = ANY($2)) ORDER BY number",
        guests, None if scope is None else list(scope),
    )  # fmt: skip
    return [
        Touched(
            row["id"], row["number"],
            full_name(row["name_zh"], latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])),
            bool(row["email"]),
        )
        for row in rows
    ]  # fmt: skip
