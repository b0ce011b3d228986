"""Entries of the ledger as they are stored, by agreement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.database import fetch
from event.signing.ledger.rules import Entry, FundSaid, StageSaid
from event.signing.ledger.tables import Stage
from event.signing.money import in_yuan


@dataclass(frozen=True)
class Told(Entry):
    """An entry with who wrote it and every column it has."""

    item: UUID
    by: str
    columns: dict[str, Any]


@dataclass(frozen=True)
class StageTold(Told, StageSaid):
    """A stage entry in full."""


@dataclass(frozen=True)
class FundTold(Told, FundSaid):
    """A fund entry in full."""


_COMMON = ("id", "seq", "day", "recorded_at", "corrects", "void")


async def entries_of(table: str, items: list[UUID]) -> dict[UUID, list[Told]]:
    """All entries of a table of the ledger by agreement, in the order in which they were written."""
    query = f"SELECT * FROM {table} WHERE item = ANY($1::uuid[]) ORDER BY seq"  # noqa: S608 - our own names
    rows = await fetch(query, items)
    found: dict[UUID, list[Told]] = {item: [] for item in items}
    for row in rows:
        found[row["item"]].append(_told(table, dict(row)))
    return found


def _told(table: str, row: dict[str, Any]) -> Told:
    common = {name: row.pop(name) for name in _COMMON} | {"item": row.pop("item"), "by": row.pop("by")}
    if table == "stage_entry":
        return StageTold(**common, columns=row, stage=Stage(row["stage"]))
    if table == "fund_entry":
        return FundTold(
            **common, columns=row, yuan=in_yuan(row["amount"], row["currency"], row["rate"]) or row["amount"]
        )
    return Told(**common, columns=row)


@dataclass(frozen=True)
class Ledger:
    """Everything written about one agreement."""

    stages: tuple[StageTold, ...] = ()
    funds: tuple[FundTold, ...] = ()
    milestones: tuple[Told, ...] = ()
    follow_ups: tuple[Told, ...] = ()


async def ledgers_of(items: list[UUID]) -> dict[UUID, Ledger]:
    """The ledger of each agreement, in four queries."""
    stages, funds = await entries_of("stage_entry", items), await entries_of("fund_entry", items)
    milestones, follow_ups = await entries_of("milestone_entry", items), await entries_of("follow_up", items)
    return {
        item: Ledger(
            tuple(one for one in stages[item] if isinstance(one, StageTold)),
            tuple(one for one in funds[item] if isinstance(one, FundTold)),
            tuple(milestones[item]), tuple(follow_ups[item]),
        )
        for item in items
    }  # fmt: skip
