"""Table cards that lie ready: marked for an agreement, a batch, or one signatory."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from event.database import writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.signing.errors import UnknownItem
from event.signing.forms import ItemTold
from event.signing.queries import items_of, offered_in
from event.signing.writing import write_items


async def mark_cards(
    codes: Collection[str], *, gathering: Gathering, by: Actor, now: datetime, printed: bool = True
) -> int:
    """Say that the table cards of these agreements lie ready, or not; returns how many changed. Raises UnknownItem."""
    async with writing():
        await lock(gathering)
        items = {one.told.code: one for one in await items_of(gathering)}
        for code in codes:
            if code not in items:
                raise UnknownItem(code=code[:20])
        changed = [(items[code], _marked(items[code].told, printed=printed)) for code in dict.fromkeys(codes)]
        count = sum(
            one.card_printed != printed
            for code in dict.fromkeys(codes)
            for party in items[code].told.parties
            for one in party.signatories
        )
        await write_items(gathering, changed, guests=(await offered_in(gathering)).guests, by=by, now=now)
        await record(
            "signing.cards", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            codes=sorted(codes), printed=printed, count=count,
        )  # fmt: skip
    return count


def _marked(told: ItemTold, *, printed: bool) -> ItemTold:
    parties = tuple(
        msgspec.structs.replace(
            party,
            signatories=tuple(
                msgspec.structs.replace(one, card_printed=printed) for one in party.signatories
            ),
        )
        for party in told.parties
    )
    return msgspec.structs.replace(told, parties=parties)
