"""What pages and programs ask for a paper of the signing by, read."""

from collections.abc import Mapping
from datetime import datetime

from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES, Message, chosen
from event.people.rules import Access
from event.printing.signing.cards import WHO
from event.printing.signing.choosing import Wanted
from event.printing.signing.operations import print_signing
from event.printing.signing.sizes import SIZES
from event.printing.visit.operations import Made
from event.printing.visit.views import read_day
from event.signing.ledger.queries import today_of

_NOT_A_BATCH = Message("“{text}” is no batch; write its number.")
_NOT_WHO = Message("“{text}” is not known. Known: {known}.")


async def made_for(
    name: str, asked: Mapping[str, str], gathering: Gathering, access: Access, now: datetime
) -> Made:
    """A paper for a reader; `asked`: language, batch, item, day, who, size.

    Raises UnknownDocument, Invalid, NothingSigned, TooLongToPrint.
    """
    return await print_signing(name, gathering, wanted_of(asked, gathering, now), by=access.actor)


def wanted_of(asked: Mapping[str, str], gathering: Gathering, now: datetime) -> Wanted:
    """What is wanted of a paper. Raises Invalid."""
    batch, who = asked.get("batch", ""), asked.get("who", "")
    if batch and not (batch.isascii() and batch.isdecimal() and len(batch) <= 2):  # noqa: PLR2004 - up to 99
        raise Invalid({"batch": Problem(_NOT_A_BATCH, {"text": batch[:20]})})
    if who not in WHO:
        known = ", ".join(one for one in WHO if one)
        raise Invalid({"who": Problem(_NOT_WHO, {"text": who[:20], "known": known})})
    size = asked.get("size", "")
    if size not in SIZES:
        known = ", ".join(one for one in SIZES if one)
        raise Invalid({"size": Problem(_NOT_WHO, {"text": size[:20], "known": known})})
    return Wanted(
        read_day(asked.get("day", "")) or today_of(gathering, now), now,
        chosen(asked.get("language"), GUEST_LANGUAGES) or "zh-Hans", int(batch) if batch else None,
        asked.get("item", "")[:20], who, size,
    )  # fmt: skip
