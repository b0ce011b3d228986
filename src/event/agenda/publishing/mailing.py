"""Mails about a published programme: to those it concerns, with what it changes for them."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from procrastinate import RetryStrategy

from event.agenda.publishing.comparing import Change, names_in, sentences
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.jobs import QUEUE, app
from event.registration.mails import mail_about
from event.registration.tables import Guest

_AT_ONCE = 50


@app.task(
    name="agenda.mail_programme", queue=QUEUE, retry=RetryStrategy(max_attempts=9, wait=15, linear_wait=60)
)
async def mail_programme(publication: str) -> None:
    """Mail the guests a version concerns; again, only those who have no mail of it yet."""
    # A task of its own: after a lost connection, the worker's own task would stay broken.
    await asyncio.create_task(mail_version(UUID(publication)))


async def mail_version(publication: UUID) -> int:
    """Write the mails of a version, some at a time; returns how many there are."""
    row = await fetch_one("SELECT * FROM programme_publication WHERE id = $1", publication)
    gathering = await Gathering.objects().get(Gathering.id == row["gathering"]) if row else None
    if row is None or gathering is None:
        return 0
    changes = {one.id: one for one in msgspec.json.decode(row["changes"], type=list[Change])}
    names = await names_in(changes.values())
    notices = await fetch("SELECT guest, sessions FROM programme_notice WHERE publication = $1", publication)
    about = {one["guest"]: [changes[UUID(key)] for key in json.loads(one["sessions"])] for one in notices}
    guests = (
        await Guest.objects()
        .where(Guest.id.is_in(list(about)) & (Guest.email != "") & (Guest.standing == "approved"))
        .order_by(Guest.number)
        if about
        else []
    )
    for begin in range(0, len(guests), _AT_ONCE):
        async with writing():
            for guest in guests[begin : begin + _AT_ONCE]:
                await mail_about(
                    gathering, guest, "programme", now=row["at"], cause=f"programme:{publication}:{guest.id}",
                    changes=_text(about[guest.id], guest.language, gathering, names), word=row["word"],
                )  # fmt: skip
    return len(guests)


def _text(changes: Iterable[Change], language: str, gathering: Gathering, names: Any) -> str:
    return "\n".join(
        line
        for one in changes
        for line in sentences(one, language=language, zone=gathering.zone, names=names)
    )
