"""The run sheet and the things that must lie ready as they are kept, and saving them whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock
from event.signing.ceremony.errors import ListChanged
from event.signing.ceremony.lists import Prop, RunLine, checked_lines, mark_of
from event.signing.tables import CeremonyProp, RunSheetLine
from event.signing.writing import ids_of


async def run_sheet_of(gathering: UUID) -> list[RunLine]:
    """The run sheet as somebody saved it; empty where nobody has."""
    rows = await fetch(
        "SELECT r.*, b.number AS batch_number FROM run_sheet_line r LEFT JOIN signing_batch b ON b.id = r.batch"
        " WHERE r.gathering = $1 ORDER BY r.position",
        gathering,
    )
    return [
        RunLine(
            what_zh=row["what_zh"], what_en=row["what_en"], starts_at=row["starts_at"], minutes=row["minutes"],
            batch=row["batch_number"], people=row["people"], sound_and_picture=row["sound_and_picture"],
            responsible=row["responsible"],
        )
        for row in rows
    ]  # fmt: skip


async def props_of(gathering: UUID) -> list[Prop]:
    """The things that must lie ready, as somebody saved them."""
    rows = await fetch(
        "SELECT p.*, b.number AS batch_number FROM ceremony_prop p LEFT JOIN signing_batch b ON b.id = p.batch"
        " WHERE p.gathering = $1 ORDER BY p.position",
        gathering,
    )
    return [
        Prop(
            name_zh=row["name_zh"], name_en=row["name_en"], quantity=row["quantity"], batch=row["batch_number"],
            remark=row["remark"], ready=row["ready_at"] is not None,
        )
        for row in rows
    ]  # fmt: skip


async def save_run_sheet(
    lines: Sequence[RunLine], *, seen: str | None, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Keep these lines in place of all others; none: the usual run sheet holds again; answers with what undoes it.

    `seen`: mark_of() of the list somebody changed. Raises Invalid, ListChanged.
    """
    async with writing():
        await lock(gathering)
        batches = await ids_of("signing_batch", "number", gathering.id)
        kept = checked_lines(lines, set(batches))
        if seen is not None and mark_of(await run_sheet_of(gathering.id)) != seen:
            raise ListChanged
        async with undoable(
            "signing.run_sheet", Rows("run_sheet_line", "gathering", [gathering.id]), subject=f"gathering:{gathering.id}",
            by=by, now=now, gathering=gathering.id, needs=Permission.SIGNING_WRITE,
        ) as step:  # fmt: skip
            await RunSheetLine.delete().where(RunSheetLine.gathering == gathering.id)
            await insert_all(
                RunSheetLine,
                [
                    RunSheetLine(
                        id=uuid4(), gathering=gathering.id, position=place, batch=batches.get(one.batch),
                        what_zh=one.what_zh, what_en=one.what_en, starts_at=one.starts_at, minutes=one.minutes,
                        people=one.people, sound_and_picture=one.sound_and_picture, responsible=one.responsible,
                    )
                    for place, one in enumerate(kept, start=1)
                ],
            )  # fmt: skip
        await _trail("signing.run_sheet", gathering, by, now, lines=len(kept))
    return step


async def save_props(
    lines: Sequence[Prop], *, seen: str | None, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Keep these things in place of all others. Raises Invalid, ListChanged."""
    async with writing():
        await lock(gathering)
        batches = await ids_of("signing_batch", "number", gathering.id)
        kept = checked_lines(lines, set(batches))
        if seen is not None and mark_of(await props_of(gathering.id)) != seen:
            raise ListChanged
        await CeremonyProp.delete().where(CeremonyProp.gathering == gathering.id)
        await insert_all(
            CeremonyProp,
            [
                CeremonyProp(
                    id=uuid4(), gathering=gathering.id, position=place, batch=batches.get(one.batch), name_zh=one.name_zh,
                    name_en=one.name_en, quantity=one.quantity, remark=one.remark, ready_at=now if one.ready else None,
                )
                for place, one in enumerate(kept, start=1)
            ],
        )  # fmt: skip
        await _trail("signing.props", gathering, by, now, lines=len(kept))


async def _trail(action: str, gathering: Gathering, by: Actor, now: datetime, **details: Any) -> None:
    await record(
        action, subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id, **details
    )
