"""Guests who attended two or more editions."""

from datetime import datetime

from event.gathering.tables import Gathering
from event.language import Message
from event.registration.directory.attending import returning_guests
from event.registration.queries import Scope
from event.reports.told import Told


async def returning(gathering: Gathering, at: datetime, scope: Scope, language: str) -> Told:
    """Guests with two or more editions at a moment; this one counts for those who have checked in."""
    del language
    guests = await returning_guests(gathering, at) if scope is None else []
    return Told(
        {"count": len(guests), "guests": [one.number for one in guests]},
        (Message("Number"), Message("Name"), Message("Editions")),
        [(one.number, one.name, "、".join(one.editions)) for one in guests],
    )
