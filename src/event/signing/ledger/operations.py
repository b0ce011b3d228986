"""Adding entries to the ledger and correcting them; nothing that was written is ever changed or lost."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, writing
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.signing.errors import AlreadyCorrected, LessThanNothing, OutOfOrder, UnknownEntry
from event.signing.ledger.forms import TABLES, EntryTold, FundEntryTold, StageEntryTold, checked_entry
from event.signing.ledger.reading import FundTold, StageTold, Told, entries_of
from event.signing.ledger.rules import STAGE_LABELS, STAGE_WORDS, below_nothing, holding, out_of_order
from event.signing.ledger.tables import Stage
from event.signing.money import in_yuan
from event.signing.queries import item_of

_LAST = 2**62
"""Where an entry that is being written stands among those of the same day."""


async def add_entry(
    code: str,
    told: EntryTold,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    corrects: UUID | None = None,
) -> UUID:
    """Add an entry about an agreement, or one that `corrects` another; returns it.

    Raises UnknownItem, Invalid, UnknownEntry, AlreadyCorrected, OutOfOrder, LessThanNothing.
    """
    kept = checked_entry(told, today=local_day(now, gathering.zone))
    async with writing():
        await lock(gathering)
        item = (await item_of(gathering, code)).id
        entry = await write_entry(item, kept, by=by, now=now, corrects=corrects)
        await record(
            f"ledger.{'correct' if corrects else 'add'}", subject=f"signing_item:{item}", by=by, now=now,
            gathering=gathering.id, entry=entry, kind=TABLES[type(kept)], corrects=corrects,
        )  # fmt: skip
    return entry


async def strike_entry(
    code: str, entry: UUID, *, kind: str, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Say that an entry of a table should never have been made, as an entry of its own; returns that one.

    Raises UnknownItem, UnknownEntry, AlreadyCorrected, OutOfOrder, LessThanNothing.
    """
    async with writing():
        await lock(gathering)
        item = (await item_of(gathering, code)).id
        written = (await entries_of(kind, [item]))[item]
        _correctable(written, entry)
        old = next(one for one in written if one.id == entry)
        if old.void:
            raise AlreadyCorrected
        _check(kind, [*written, replace(old, id=uuid4(), seq=_LAST, corrects=entry, void=True)])
        columns = old.columns | {"day": old.day, "void": True}
        made = await _insert(kind, item, columns, by=by, now=now, corrects=entry)
        await record(
            "ledger.strike", subject=f"signing_item:{item}", by=by, now=now, gathering=gathering.id, entry=made,
            kind=kind, corrects=entry,
        )  # fmt: skip
    return made


async def write_entry(
    item: UUID, told: EntryTold, *, by: Actor, now: datetime, corrects: UUID | None = None
) -> UUID:
    """Write an entry that was checked, inside the caller's `writing()` that holds the gathering."""
    kind = TABLES[type(told)]
    written = (await entries_of(kind, [item]))[item]
    if corrects:
        _correctable(written, corrects)
    new = _new(item, told, corrects, now)
    if new is not None:
        _check(kind, [*written, new])
    return await insert_entry(item, told, by=by, now=now, corrects=corrects)


async def insert_entry(
    item: UUID, told: EntryTold, *, by: Actor, now: datetime, corrects: UUID | None = None
) -> UUID:
    """Insert an entry of several that were checked together with `check_entries`, inside the caller's `writing()`."""
    return await _insert(
        TABLES[type(told)], item, msgspec.structs.asdict(told), by=by, now=now, corrects=corrects
    )


def check_entries(
    item: UUID, entries: Sequence[tuple[EntryTold, UUID | None]], written: Sequence[Told], now: datetime
) -> None:
    """Look whether entries of one kind, each with what it corrects, can stand together with those that are written.

    Raises OutOfOrder, LessThanNothing.
    """
    new = [made for told, corrects in entries if (made := _new(item, told, corrects, now)) is not None]
    numbered = [replace(one, seq=_LAST + place) for place, one in enumerate(new)]
    for kind in {TABLES[type(told)] for told, _ in entries}:
        _check(kind, [*written, *numbered])


def _correctable(written: Iterable[Told], entry: UUID) -> None:
    if all(one.id != entry for one in written):
        raise UnknownEntry
    if any(one.corrects == entry for one in written):
        raise AlreadyCorrected


def _new(item: UUID, told: EntryTold, corrects: UUID | None, now: datetime) -> Told | None:
    """An entry as it would stand among the others, where it matters."""
    common: dict[str, Any] = {
        "id": uuid4(), "seq": _LAST, "day": told.day, "recorded_at": now, "corrects": corrects, "void": False,
        "item": item, "by": "", "columns": {},
    }  # fmt: skip
    match told:
        case StageEntryTold():
            return StageTold(**common, stage=Stage(told.stage))
        case FundEntryTold():
            return FundTold(**common, yuan=in_yuan(told.amount, told.currency, told.rate) or told.amount)
    return None


def _check(kind: str, written: Sequence[Told]) -> None:
    """Refuse what cannot be: stages that go back or after the end, less than nothing in place."""
    if kind == "stage_entry":
        wrong = out_of_order(holding(one for one in written if isinstance(one, StageTold)))
        if wrong is not None:
            words, label = STAGE_WORDS[wrong.stage], STAGE_LABELS[wrong.stage]
            raise OutOfOrder(day=wrong.day.isoformat(), stage=words, label=label)
    if kind == "fund_entry":
        short = below_nothing(holding(one for one in written if isinstance(one, FundTold)))
        if short is not None:
            raise LessThanNothing(day=short.day.isoformat())


async def _insert(
    kind: str, item: UUID, columns: dict[str, Any], *, by: Actor, now: datetime, corrects: UUID | None
) -> UUID:
    entry = uuid4()
    values = columns | {"id": entry, "item": item, "by": by.mark, "recorded_at": now, "corrects": corrects}
    values.setdefault("void", False)
    names, places = ", ".join(values), ", ".join(f"${place}" for place in range(1, len(values) + 1))
    await fetch(f"INSERT INTO {kind} ({names}) VALUES ({places})", *values.values())  # noqa: S608 - our own names
    return entry
