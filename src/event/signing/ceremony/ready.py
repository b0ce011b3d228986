"""Whether the ceremony can begin: texts, stand-ins, table cards, who is in the hall, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.signing.ceremony.hall import Contact, in_the_hall, liaisons_of
from event.signing.queries import BatchKept, ItemKept, PartyKept, SignatoryKept, batches_of, items_of
from event.signing.rules import is_final, party_mark
from event.signing.sessions import the_ceremony

CALLED_BEFORE = timedelta(minutes=20)
"""So long before the ceremony those who are missing are called (T−20)."""
_LASTS = timedelta(hours=3)


@dataclass(frozen=True)
class Signs:
    """Somebody who signs. `since`: in the hall from then on; `known`: has a ticket, so that doors can tell."""

    item: ItemKept
    party: PartyKept
    signatory: SignatoryKept
    since: datetime | None
    stand_in_since: datetime | None
    contact: Contact

    @property
    def mark(self) -> str:
        """P03乙."""
        return f"{self.item.told.code}{party_mark(self.party.position)}"

    @property
    def known(self) -> bool:
        return self.signatory.guest is not None

    @property
    def here(self) -> bool:
        return self.since is not None

    @property
    def covered(self) -> bool:
        """Whether somebody can sign for the party now: the signatory or the stand-in."""
        return self.here or self.stand_in_since is not None


@dataclass(frozen=True)
class ReadyItem:
    """An agreement and whether it can be signed."""

    item: ItemKept
    signs: tuple[Signs, ...]

    @property
    def text_final(self) -> bool:
        return is_final(self.item.told.text_state)

    @property
    def cards_printed(self) -> bool:
        return all(one.signatory.told.card_printed for one in self.signs)

    @property
    def prepared(self) -> bool:
        """Everything that can be done before the day is done."""
        stand_ins = all(one.signatory.told.stand_in for one in self.signs)
        return bool(self.signs) and self.text_final and stand_ins and self.cards_printed

    @property
    def ready(self) -> bool:
        return self.text_final and bool(self.signs) and all(one.covered for one in self.signs)


@dataclass(frozen=True)
class Readiness:
    """All batches, and the call list: who signs and is not in the hall, in the order of signing."""

    batches: tuple[tuple[BatchKept, tuple[ReadyItem, ...]], ...]
    begins: datetime | None
    now: datetime

    @property
    def items(self) -> list[ReadyItem]:
        return [one for _, items in self.batches for one in items]

    @property
    def signs(self) -> list[Signs]:
        return [one for item in self.items for one in item.signs]

    @property
    def missing(self) -> list[Signs]:
        return [one for one in self.signs if not one.here]

    @property
    def call_at(self) -> datetime | None:
        return self.begins - CALLED_BEFORE if self.begins else None

    @property
    def calling(self) -> bool:
        """Whether it is time to call those who are missing."""
        if self.begins is None or not self.missing:
            return False
        return self.begins - CALLED_BEFORE <= self.now <= self.begins + _LASTS

    @property
    def minutes_left(self) -> int | None:
        """Minutes until the ceremony begins, below nothing when it has."""
        return None if self.begins is None else int((self.begins - self.now).total_seconds() // 60)

    @property
    def figures(self) -> dict[str, int]:
        told = [one.signatory.told for one in self.signs]
        return {
            "signatories": len(told), "in_hall": len(told) - len(self.missing), "missing": len(self.missing),
            "texts_open": sum(not one.text_final for one in self.items), "without_stand_in": sum(not one.stand_in for one in told),
            "cards_open": sum(not one.card_printed for one in told),
        }  # fmt: skip


async def readiness_of(gathering: Gathering, *, now: datetime) -> Readiness:
    """How it stands now; a handful of queries, whatever the number of agreements."""
    items = await items_of(gathering)
    batches = [one for one in await batches_of(gathering, items) if one.items]
    guests = {one.guest for one in _signatories(items) if one.guest}
    stand_ins = await _ids([one.told.stand_in_guest for one in _signatories(items)], gathering)
    ceremony = await the_ceremony(gathering)
    here = await in_the_hall(ceremony, [*guests, *stand_ins.values()]) if ceremony else {}
    contacts = await liaisons_of(gathering, list(guests))
    starts = [one.told.starts_at for one in batches if one.told.starts_at]
    begins = ceremony.starts_at if ceremony else min(starts, default=None)

    def ready(item: ItemKept) -> ReadyItem:
        return ReadyItem(
            item,
            tuple(
                Signs(
                    item, party, one, here.get(one.guest) if one.guest else None,
                    here.get(stand_ins[one.told.stand_in_guest]) if one.told.stand_in_guest in stand_ins else None,
                    contacts.get(one.guest, Contact()) if one.guest else Contact(one.name(), one.told.phone),
                )
                for party in item.parties
                for one in party.signatories
            ),
        )  # fmt: skip

    return Readiness(
        tuple((batch, tuple(ready(one) for one in items if one.told.code in batch.items)) for batch in batches),
        begins, now,
    )  # fmt: skip


def _signatories(items: Sequence[ItemKept]) -> list[SignatoryKept]:
    return [one for item in items for party in item.parties for one in party.signatories]


async def _ids(numbers: Sequence[str], gathering: Gathering) -> dict[str, UUID]:
    """Guests by their number."""
    rows = await fetch(
        "SELECT number, id FROM guest WHERE gathering = $1 AND number = ANY($2::text[]) AND number <> ''",
        gathering.id, list(numbers),
    )  # fmt: skip
    return {row["number"]: row["id"] for row in rows}
