"""Guests of a gathering who may take places."""

from uuid import UUID

from event.errors import Refusal
from event.gathering.tables import Gathering
from event.registration.errors import UnknownGuest
from event.registration.tables import Guest, Standing


async def coming(guest: UUID, gathering: Gathering, *, otherwise: type[Refusal]) -> Guest:
    """A guest who comes. Raises UnknownGuest, and `otherwise` with the name of one who does not."""
    row = await Guest.objects().where((Guest.id == guest) & (Guest.gathering == gathering.id)).first()
    if row is None:
        raise UnknownGuest
    if row.standing != Standing.APPROVED:
        raise otherwise(name=row.name)
    return row
