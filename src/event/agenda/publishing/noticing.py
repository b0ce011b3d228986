"""What the last published version changed for a guest, until the next one is published."""

import json
from uuid import UUID

import msgspec

from event.agenda.publishing.comparing import Change, names_in, sentences
from event.database import fetch_one
from event.gathering.tables import Gathering
from event.registration.tables import Guest


async def programme_news(guest: Guest, gathering: Gathering, *, language: str) -> tuple[str, ...]:
    """Sentences for the guest's own pages, with the office's word where there is one; nothing where it concerns them not."""
    row = await fetch_one(
        "SELECT n.sessions, p.changes, p.word FROM programme_notice n JOIN programme_publication p ON p.id = n.publication"
        " WHERE n.guest = $1 AND p.number = (SELECT max(number) FROM programme_publication WHERE gathering = $2)"
        " AND p.gathering = $2",
        guest.id, gathering.id,
    )  # fmt: skip
    if row is None:
        return ()
    about = {UUID(one) for one in json.loads(row["sessions"])}
    changes = [one for one in msgspec.json.decode(row["changes"], type=list[Change]) if one.id in about]
    names = await names_in(changes)
    told = [
        line
        for one in changes
        for line in sentences(one, language=language, zone=gathering.zone, names=names)
    ]
    return (*told, row["word"]) if row["word"] else tuple(told)
