"""What a scanned text claims before the database is asked: signatures are checked here, once for each ticket."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from event.checkin.rules import Reason
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.registration.tickets import PREFIX, read_ticket, typed_code

_IN_A_THREAD = 20
_KEPT = 100_000
_LONGEST_ALIAS = 200


Keys = tuple[tuple[int, bytes], ...]
"""The public ticket keys of a gathering by key id."""


class Claim(NamedTuple):
    """A ticket by its number and generation, by its typed code, or by a text issued elsewhere."""

    number: int | None = None
    generation: int | None = None
    code: str | None = None
    alias: str = ""
    refused: str = ""


_known: dict[tuple[str, int, Keys], Claim] = {}
"""Signatures that were checked already; a ticket is scanned at many doors."""


async def claims(texts: Sequence[str], gathering: Gathering) -> list[Claim]:
    """The claim of each text; many new ones are read in a thread, so that others need not wait."""
    number, keys = gathering.number, (await keys_of(gathering.id)).public
    new = {text for text in texts if (text, number, keys) not in _known}

    def read() -> dict[str, Claim]:
        return {text: claim(text, number, keys) for text in new}

    fresh = await asyncio.to_thread(read) if len(new) > _IN_A_THREAD else read()
    told = [
        fresh.get(text) or _known.get((text, number, keys)) or claim(text, number, keys) for text in texts
    ]
    if len(_known) + len(fresh) > _KEPT:
        _known.clear()
    _known.update({(text, number, keys): one for text, one in fresh.items() if one.number is not None})
    return told


def claim(text: str, gathering: int, keys: Keys) -> Claim:
    """Read one text: one of our tickets if it begins like one, otherwise a typed code or a text issued elsewhere."""
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
