"""What a scanned text claims before the database is asked: signatures are checked here, once for each ticket."""

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from event.checkin.rules import Reason
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.registration.tickets import PREFIX, read_ticket, typed_code

_IN_A_THREAD = 20
_KEPT = 100_000
_LONGEST_ALIAS = 200


class Claim(NamedTuple):
    """A ticket by its number and generation, by its typed code, or by a text issued elsewhere."""

    number: int | None = None
    generation: int | None = None
    code: str | None = None
    alias: str = ""
    refused: str = ""


async def claims(texts: Sequence[str], gathering: Gathering) -> list[Claim]:
    """The claim of each text; many at once are read in a thread, so that others need not wait."""
    keys = (await keys_of(gathering.id)).public

    def every() -> list[Claim]:
        return [claim(text, gathering.number, keys) for text in texts]

    return await asyncio.to_thread(every) if len(texts) > _IN_A_THREAD else every()


@lru_cache(maxsize=_KEPT)
def claim(text: str, gathering: int, keys: tuple[tuple[int, bytes], ...]) -> Claim:
    """Read one text: one of our tickets if it begins like one, otherwise a typed code or a text issued elsewhere.

    `keys` are the public ticket keys of the gathering by key id.
    """
    written = text.strip()
    if not written:
        return Claim()
    ticket = read_ticket(written)
    if ticket is None:
        if written.upper().startswith(PREFIX) or len(written) > _LONGEST_ALIAS:
            return Claim(refused=Reason.UNKNOWN_TICKET)
        return Claim(code=typed_code(written), alias=written)
    if ticket.gathering != gathering:
        return Claim(refused=Reason.FOREIGN)
    key = dict(keys).get(ticket.key_id)
    if key is None or not ticket.holds(Ed25519PublicKey.from_public_bytes(key)):
        return Claim(refused=Reason.FORGED)
    return Claim(number=ticket.ticket, generation=ticket.generation)


def guest_of(text: str) -> UUID | None:
    """The id in a guest's field, if it is one; otherwise it is a number of the list."""
    try:
        return UUID(text)
    except ValueError:
        return None
