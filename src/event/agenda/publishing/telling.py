"""Whom a published version concerns and no mail reaches: to be told by phone, or through who looks after them."""

import asyncio
import json
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.agenda.publishing.comparing import Change, names_in, sentences
from event.agenda.publishing.version import Version
from event.agenda.publishing.views import UnknownVersion
from event.database import fetch, fetch_one, writing
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import LANGUAGE_NAMES, Message, in_language, translated
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.operations import Export
from event.registration.exporting.workbook import XLSX, workbook
from event.registration.queries import Scope
from event.registration.sealed import masked, opened_field
from event.text import full_name, latin_name

_CONCERNED = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.phone, g.language, g.email, n.sessions,
    d.name_zh AS delegation_zh, d.name_en AS delegation_en, coalesce(u.name, '') AS liaison,
    p.name_zh AS party_zh, p.latin_surname AS party_surname, p.latin_given AS party_given, p.surname_first AS party_first
FROM programme_notice n JOIN guest g ON g.id = n.guest LEFT JOIN delegation d ON d.id = g.delegation
LEFT JOIN users u ON u.id = d.liaison
LEFT JOIN LATERAL (SELECT o.* FROM guest o WHERE o.travel_party = g.travel_party AND o.id <> g.id AND o.standing = 'approved'
    AND o.email <> '' ORDER BY o.number LIMIT 1) p ON true
WHERE n.publication = $1 AND g.standing = 'approved' AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))
    AND (g.email = '' OR EXISTS (SELECT 1 FROM mail m WHERE m.cause = 'programme:' || n.publication || ':' || g.id
        AND m.state IN ('failed', 'bounced')))
ORDER BY u.name NULLS LAST, d.code, g.number
"""
_HEADINGS = (
    Message("Number"), Message("Guest"), Message("Delegation"), Message("Liaison"), Message("Phone"), Message("Language"),
    Message("Why no mail"), Message("Mail reaches"), Message("What to tell"), Message("Told by, when"),
)  # fmt: skip
NO_ADDRESS, CAME_BACK = Message("no mail address"), Message("the mail did not arrive")


class ToTell(msgspec.Struct, frozen=True):
    """A guest whom no mail tells of a version.

    `liaison`: who looks after the delegation; `party`: somebody of the same travel party who has a mail address;
    `phone` is masked where the reader may not see it; `came_back`: there was a mail and it did not arrive.
    """

    guest: UUID
    number: str
    name: str
    delegation: str
    liaison: str
    phone: str
    language: str
    came_back: bool
    party: str
    sentences: list[str]


async def to_tell(
    gathering: Gathering, number: int, *, language: str, scope: Scope = None, contact: bool = True
) -> list[ToTell]:
    """Guests to be told of a version by a person, by liaison and delegation. Raises UnknownVersion."""
    version = await fetch_one(
        "SELECT id, changes FROM programme_publication WHERE gathering = $1 AND number = $2",
        gathering.id,
        number,
    )
    if version is None:
        raise UnknownVersion
    rows = await fetch(_CONCERNED, version["id"], None if scope is None else list(scope))
    changes = {one.id: one for one in msgspec.json.decode(version["changes"], type=list[Change])}
    names, keys = await names_in(changes.values()), await keys_of(gathering.id)
    lines = {
        key: sentences(one, language=language, zone=gathering.zone, names=names)
        for key, one in changes.items()
    }
    return [
        _line(row, opened_field(keys, row["id"], row, "phone"), lines, language=language, contact=contact) for row in rows
    ]  # fmt: skip


async def count_to_tell(version: Version, *, scope: Scope = None) -> int:
    """How many guests are to be told of a version by a person."""
    (row,) = await fetch(
        f"SELECT count(*)::int AS people FROM ({_CONCERNED}) told",  # noqa: S608 - our own words
        version.id, None if scope is None else list(scope),
    )  # fmt: skip
    return int(row["people"])


async def export_to_tell(
    gathering: Gathering, number: int, *, language: str, scope: Scope, by: Actor, now: datetime
) -> Export:
    """The list as a workbook with room for who told them; the audit trail keeps that it was taken away. Raises UnknownVersion."""
    people = await to_tell(gathering, number, language=language, scope=scope)
    content = await asyncio.to_thread(
        workbook, [translated(one, language) for one in _HEADINGS], [_cells(one, language) for one in people],
        title=gathering.title_zh, sheet=translated(Message("To tell"), language),
    )  # fmt: skip
    async with writing():
        await record(
            "agenda.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id, number=number,
            count=len(people),
        )  # fmt: skip
    return Export(content, f"{gathering.slug}-to-tell-{number}.xlsx", XLSX, len(people))


def _line(row: Any, phone: str, lines: dict[UUID, list[str]], *, language: str, contact: bool) -> ToTell:
    return ToTell(
        guest=row["id"], number=row["number"], name=_name(row, "name_zh", "latin_surname", "latin_given", "surname_first"),
        delegation=in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""), liaison=row["liaison"],
        phone=phone if contact else masked(phone), language=row["language"], came_back=row["email"] != "",
        party=_name(row, "party_zh", "party_surname", "party_given", "party_first") if row["party_surname"] is not None else "",
        sentences=[line for key in json.loads(row["sessions"]) for line in lines.get(UUID(key), [])],
    )  # fmt: skip


def _name(row: Any, zh: str, surname: str, given: str, first: str) -> str:
    return full_name(row[zh], latin_name(row[surname], row[given], surname_first=row[first]))


def _cells(one: ToTell, language: str) -> list[str]:
    why = translated(CAME_BACK if one.came_back else NO_ADDRESS, language)
    return [
        one.number, one.name, one.delegation, one.liaison, one.phone, LANGUAGE_NAMES.get(one.language, one.language), why,
        one.party, "\n".join(one.sentences), "",
    ]  # fmt: skip
