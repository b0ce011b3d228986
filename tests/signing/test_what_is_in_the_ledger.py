"""What the ledger of a day has: agreements with an entry that was known, and no others."""

from datetime import date, timedelta
from decimal import Decimal

from event.people.rules import COMMAND_LINE
from event.signing.ledger.forms import FundEntryTold, MilestoneEntryTold, StageEntryTold
from event.signing.ledger.operations import add_entry
from event.signing.ledger.queries import ledger_as_of
from tests import cast
from tests.signing.lists import agreement, with_some

SIGNED, PAID = date(2026, 10, 10), date(2026, 10, 12)
LATER = cast.NOW + timedelta(hours=1)


async def test_an_agreement_is_in_it_from_its_first_entry_on_and_since_it_was_known(db: str) -> None:
    held = await with_some(agreement("P01"), agreement("P02"), agreement("P03"), agreement("P04"))
    who = {"gathering": held, "by": COMMAND_LINE}
    await add_entry("P01", StageEntryTold(stage="signed", day=SIGNED), now=cast.NOW, **who)
    await add_entry("P03", MilestoneEntryTold(kind="land", day=PAID), now=LATER, **who)
    await add_entry("P02", FundEntryTold(amount=Decimal(100), day=PAID), now=LATER, **who)
    await add_entry("P02", FundEntryTold(amount=Decimal(-100), day=PAID), now=LATER, **who)

    found = {
        (day, known): [line.code for line in await ledger_as_of(held, day, known_at=known)]
        for day in (SIGNED - timedelta(days=1), SIGNED, PAID)
        for known in (None, cast.NOW)
    }

    assert list(found.values()) == [[], [], ["P01"], ["P01"], ["P01", "P02", "P03"], ["P01"]]
