"""Scans that arrive while a statement is under way share the next one; each is answered after its commit."""

from collections.abc import Sequence
from typing import Any

from event.checkin.recording import Sent, record
from event.gathering.tables import Gathering
from event.together import Together

MOST = 400
"""Scans in one statement; a single sender may send more, they are not torn apart."""
_TWO_FROM = 150
"""With so many waiting, a second statement pays although each costs something by itself."""
_Sending = tuple[Sequence[Sent], Gathering]


async def record_together(sent: Sequence[Sent], gathering: Gathering) -> list[Any]:
    """Record scans together with whatever else waits; the rows of RECORD in the order given."""
    return await _door.ask((sent, gathering), at=gathering.id)


async def _record(waiting: Sequence[_Sending]) -> list[list[Any]]:
    rows = iter(await record([one for sent, _ in waiting for one in sent], waiting[0][1]))
    return [[next(rows) for _ in sent] for sent, _ in waiting]


_door: Together[_Sending, list[Any]] = Together(
    _record, most=MOST, size=lambda sending: len(sending[0]), two_from=_TWO_FROM
)
