"""The same figures of several editions beside each other, with one definition for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from event.gathering.tables import Gathering
from event.people.rules import Access, Permission
from event.signing.ledger.queries import ledger_as_of, today_of
from event.signing.ledger.rates import Rate, funds, performed, reached
from event.signing.ledger.tables import Stage


@dataclass(frozen=True)
class Edition:
    """One edition: signed investment items, yuan, and its rates on a day."""

    gathering: Gathering
    on: date
    signed: int
    yuan: Decimal
    performed: Rate
    landed: Rate
    producing: Rate
    funds: Rate


async def readable_editions(access: Access) -> list[Gathering]:
    """The gatherings whose signings somebody may read, the newest first."""
    every = await Gathering.objects().order_by(Gathering.first_day, ascending=False)
    return [one for one in every if access.may(Permission.SIGNING_READ, one.id)]


async def editions(gatherings: Sequence[Gathering], *, landed_from: Stage, at: datetime) -> list[Edition]:
    """Editions that have signed investment items; `landed_from` is the threshold for all of them."""
    found = []
    for gathering in gatherings:
        on = today_of(gathering, at)
        items = [one.followed for one in await ledger_as_of(gathering, on)]
        money, performing = funds(items), performed(items)
        if performing.denominator:
            found.append(
                Edition(
                    gathering, on, int(performing.denominator), money.denominator, performing, reached(items, landed_from),
                    reached(items, Stage.PRODUCING), money,
                )
            )  # fmt: skip
    return found
