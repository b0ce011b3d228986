"""The ceremony as one page and programs see it."""

from dataclasses import dataclass
from datetime import datetime

from event.gathering.tables import Gathering
from event.signing.ceremony.arranging import order_of, spelled
from event.signing.ceremony.freezing import frozen_since
from event.signing.ceremony.kept import props_of, run_sheet_of
from event.signing.ceremony.lists import Prop, RunLine
from event.signing.ceremony.plan import VIEWS, Plan, plan_of, spoken
from event.signing.ceremony.usual import late, usual_run_sheet
from event.signing.forms import PersonTold
from event.signing.queries import BatchKept, ItemKept, batches_of, items_of


@dataclass(frozen=True)
class ItemAtTable:
    """An agreement in its batch with both plans of the table, and the places in words."""

    item: ItemKept
    witnesses: tuple[PersonTold, ...]
    plans: tuple[Plan, ...]
    words: dict[str, str]


@dataclass(frozen=True)
class BatchAtTable:
    """A batch with its agreements in the order of signing; `frozen`: since when nobody moves them."""

    batch: BatchKept
    items: tuple[ItemAtTable, ...]
    frozen: datetime | None


@dataclass(frozen=True)
class Ceremony:
    """Everything of the ceremony. `own_sheet`: somebody saved a run sheet; otherwise it is the usual one."""

    batches: tuple[BatchAtTable, ...]
    loose: tuple[ItemKept, ...]
    run_sheet: tuple[RunLine, ...]
    own_sheet: bool
    props: tuple[Prop, ...]
    order: str

    @property
    def frozen(self) -> bool:
        """Whether the order of every batch with agreements is frozen."""
        told = [one for one in self.batches if one.items]
        return bool(told) and all(one.frozen for one in told)

    @property
    def late(self) -> list[int]:
        return late(self.run_sheet)


async def ceremony_of(gathering: Gathering, *, language: str) -> Ceremony:
    """The ceremony as it is prepared; about ten queries, however many agreements there are."""
    items = await items_of(gathering)
    batches = await batches_of(gathering, items)
    frozen = await frozen_since(gathering.id)
    sheet = await run_sheet_of(gathering.id)
    return Ceremony(
        tuple(_batch(one, items, frozen.get(one.told.number), language) for one in batches),
        tuple(one for one in items if one.told.batch is None),
        tuple(sheet or usual_run_sheet(batches, items)), bool(sheet), tuple(await props_of(gathering.id)),
        spelled(order_of(items)),
    )  # fmt: skip


def _batch(batch: BatchKept, items: list[ItemKept], frozen: datetime | None, language: str) -> BatchAtTable:
    ones = [one for one in items if one.told.batch == batch.told.number]
    return BatchAtTable(batch, tuple(at_table(one, batch, language) for one in ones), frozen)


def witnesses_of(item: ItemKept, batch: BatchKept) -> tuple[PersonTold, ...]:
    """Who witnesses an agreement: those named for it, otherwise those of its batch."""
    return item.told.witnesses or batch.told.witnesses


def at_table(item: ItemKept, batch: BatchKept, language: str) -> ItemAtTable:
    """An agreement with the plans of its table."""
    witnesses = witnesses_of(item, batch)
    names = [one.name for one in witnesses]
    return ItemAtTable(
        item, witnesses, tuple(plan_of(item, view, witnesses=names, language=language) for view in VIEWS),
        {view: spoken(item, view, language) for view in VIEWS},
    )  # fmt: skip
