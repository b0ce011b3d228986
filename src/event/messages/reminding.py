"""Reminders to offices: one mail a day to each address, and how many were written in the audit trail."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from event.database import writing
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES
from event.messages.operations import Letter, enqueue
from event.people.audit import record
from event.people.rules import Actor

OFFICE_LANGUAGE = GUEST_LANGUAGES[0]
"""Offices are written to in simplified Chinese."""


async def remind_each(
    occasion: str,
    letters: Mapping[str, dict[str, Any]],
    *,
    cause: str,
    action: str,
    gathering: Gathering,
    today: date,
    by: Actor,
    now: datetime,
) -> int:
    """Mail what is said to each address, once a day for a cause; returns how many mails were written."""
    written = 0
    async with writing():
        for address, values in letters.items():
            mail = await enqueue(
                occasion, Letter(address, OFFICE_LANGUAGE, values),
                cause=f"{cause}:{gathering.number}:{today.isoformat()}:{address}"[:120], gathering=gathering,
                guest=None, now=now,
            )  # fmt: skip
            written += mail is not None
        await record(
            action, subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id, mails=written
        )
    return written
