"""A list between the upload and the trail: kept, read in the background, shown, taken in, taken back."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.database import acquired, fetch, fetch_one, writing
from event.errors import Conflict, NotFound
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.jobs import ask
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.registration.changing import flat, plain, reply_of, rewrite, with_fields
from event.registration.importing.tables import ImportRun, ImportState
from event.registration.places import TAKEN_OVER
from event.registration.tables import Guest, GuestChange

_KEPT = timedelta(days=1)
_TABLE = "import_run"


class UnknownRun(NotFound):
    """No such list has been taken in here."""

    sentence = Message("There is no such list.")


class NotToBeTakenIn(Conflict):
    """The list is being read, or was taken in or taken back already."""

    sentence = Message("This list cannot be taken in now. Upload it again.")


class NotToBeUndone(Conflict):
    """What came with a list has been built on since."""

    sentence = Message("This cannot be taken back: since then {why}")


_SCANNED = Message("guests of this list were scanned or decided about: {numbers}.")


async def keep_list(
    content: bytes,
    *,
    kind: str,
    file_name: str,
    gathering: Gathering,
    by: Actor,
    language: str,
    now: datetime,
    choices: Mapping[str, str] | None = None,
) -> UUID:
    """Keep an uploaded file, sealed, with what was chosen for it, and have it read; returns the run."""
    run = uuid4()
    keys = await keys_of(gathering.id)
    async with writing():
        await ImportRun(
            id=run, gathering=gathering.id, kind=kind, file_name=file_name[:200], state=ImportState.READING,
            content=keys.data.seal(content, context=f"{_TABLE}|content|{run}"), by=by.mark, at=now,
            mapping=json.dumps(dict(choices or {})),
        ).save()  # fmt: skip
        await ask("checkin.read_list", run=run, language=language)
    return run


async def read_again(run: UUID, mapping: Mapping[str, str], *, gathering: Gathering, language: str) -> None:
    """Have a list read with columns put right. Raises UnknownRun, NotToBeTakenIn."""
    async with writing():
        row = await held_run(run, gathering)
        if row.state not in (ImportState.SHOWN, ImportState.REFUSED) or row.content is None:
            raise NotToBeTakenIn
        row.mapping, row.state, row.progress, row.problem = (
            json.dumps(dict(mapping)),
            ImportState.READING,
            0,
            "",
        )
        await row.save(columns=[ImportRun.mapping, ImportRun.state, ImportRun.progress, ImportRun.problem])
        await ask("checkin.read_list", run=run, language=language)


async def take_list_in(
    run: UUID, *, gathering: Gathering, good_rows: bool, approve: bool, language: str
) -> None:
    """Have a list written that was shown. Raises UnknownRun, NotToBeTakenIn."""
    async with writing():
        row = await held_run(run, gathering)
        if row.state != ImportState.SHOWN or row.content is None:
            raise NotToBeTakenIn
        row.state, row.progress = ImportState.WRITING, 0
        await row.save(columns=[ImportRun.state, ImportRun.progress])
        await ask("checkin.write_list", run=run, good_rows=good_rows, approve=approve, language=language)


async def show_report(
    run: UUID, report: Mapping[str, Any], *, state: ImportState, gathering: Gathering
) -> None:
    """Keep what reading or writing found, sealed; a list that is written is not kept."""
    keys = await keys_of(gathering.id)
    told = json.dumps(report, ensure_ascii=False, default=plain)
    sealed = keys.seal(told, table=_TABLE, column="report", row=run)
    async with writing():
        await fetch(
            "UPDATE import_run SET report = $2, state = $3::varchar, problem = '',"
            " content = CASE WHEN $3::varchar = 'done' THEN NULL ELSE content END WHERE id = $1",
            run, sealed, str(state),
        )  # fmt: skip


async def refuse_list(run: UUID, problem: str) -> None:
    """Keep why a file is no list."""
    async with writing():
        await fetch("UPDATE import_run SET state = 'refused', problem = $2 WHERE id = $1", run, problem[:500])


async def tell_progress(run: UUID, done: int, total: int) -> None:
    """How far a list is, visible at once although the rows are written in one transaction."""
    async with acquired() as connection:
        await connection.execute(
            "UPDATE import_run SET progress = $2, total = $3 WHERE id = $1", run, done, total
        )


async def content_of(row: ImportRun) -> bytes:
    """The file of a run."""
    keys = await keys_of(row.gathering)
    return keys.data.open(bytes(row.content), context=f"{_TABLE}|content|{row.id}")


async def report_of(row: ImportRun) -> dict[str, Any] | None:
    """What reading or writing found, None while nothing was found yet."""
    if row.report is None:
        return None
    keys = await keys_of(row.gathering)
    return dict(json.loads(keys.open(row.report, table=_TABLE, column="report", row=row.id)))


async def run_of(run: UUID, gathering: Gathering) -> ImportRun:
    """One run. Raises UnknownRun."""
    row = await ImportRun.objects().get((ImportRun.id == run) & (ImportRun.gathering == gathering.id))
    if row is None:
        raise UnknownRun
    return row


async def runs_of(gathering: Gathering, *, limit: int = 50) -> list[ImportRun]:
    """The newest lists first, without their content."""
    return list(
        await ImportRun.objects()
        .where(ImportRun.gathering == gathering.id)
        .order_by(ImportRun.at, ascending=False)
        .limit(limit)
    )


async def forget_old_lists(*, now: datetime) -> None:
    """Files nobody has taken in for a day are not kept."""
    async with writing():
        await fetch(
            "UPDATE import_run SET content = NULL, state = CASE WHEN state = 'shown' THEN 'refused' ELSE state END"
            " WHERE content IS NOT NULL AND at < $1",
            now - _KEPT,
        )


async def undo(run: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> tuple[int, int]:
    """Take an import back: guests it made are gone, fields it changed are as before; returns both numbers.

    A field that somebody changed again since stays. Raises UnknownRun, NotToBeUndone.
    """
    async with writing():
        await lock(gathering)
        row = await held_run(run, gathering)
        if row.state != ImportState.DONE or row.kind not in ("guests", "staff"):
            raise NotToBeTakenIn
        removed = await _remove_made(run)
        restored = await _restore_changed(run, gathering, by=by, now=now)
        row.state, row.undone_at = ImportState.UNDONE, now
        await row.save(columns=[ImportRun.state, ImportRun.undone_at])
        await record(
            "import.undo", subject=f"import:{run}", by=by, now=now, gathering=gathering.id, removed=removed,
            restored=restored,
        )  # fmt: skip
    return removed, restored


async def _remove_made(run: UUID) -> int:
    busy = await fetch(
        "SELECT number FROM guest g WHERE import_run = $1 AND (EXISTS (SELECT 1 FROM arrival WHERE guest = g.id)"
        " OR EXISTS (SELECT 1 FROM scan WHERE guest = g.id) OR EXISTS (SELECT 1 FROM decision WHERE guest = g.id)"
        " OR EXISTS (SELECT 1 FROM consent WHERE guest = g.id) OR EXISTS (SELECT 1 FROM mail WHERE guest = g.id)"
        " OR EXISTS (SELECT 1 FROM suggestion WHERE guest = g.id))"
        " ORDER BY number",
        run,
    )
    if busy:
        numbers = ", ".join(row["number"] for row in busy[:10]) + (" …" if len(busy) > 10 else "")  # noqa: PLR2004 - a line
        raise NotToBeUndone(why=_SCANNED.format(numbers=numbers))
    made = [row["id"] for row in await fetch("SELECT id FROM guest WHERE import_run = $1", run)]
    persons = [row["person"] for row in await fetch("SELECT person FROM guest WHERE import_run = $1", run)]
    for table in (*TAKEN_OVER, "journey", "ticket", "visa_letter", "guest_change"):
        await fetch(f"DELETE FROM {table} WHERE guest = ANY($1::uuid[])", made)  # noqa: S608 - our own names
    await fetch("DELETE FROM guest WHERE id = ANY($1::uuid[])", made)
    await fetch(
        "DELETE FROM person p WHERE id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM guest WHERE person = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE p.id IN (m.kept, m.gone))",
        persons,
    )
    return len(made)


async def _restore_changed(run: UUID, gathering: Gathering, *, by: Actor, now: datetime) -> int:
    keys, restored = await keys_of(gathering.id), 0
    changes = await GuestChange.objects().where(GuestChange.import_run == run)
    for change in changes:
        guest = await Guest.objects().where(Guest.id == change.guest).lock_rows("UPDATE").first()
        if guest is None:
            continue
        fields = json.loads(keys.open(change.sealed, table="guest_change", column="sealed", row=change.id))
        current = await reply_of(guest)
        now_flat = {
            name: json.loads(json.dumps(value, default=plain)) for name, value in flat(current).items()
        }
        back = {
            name: before
            for name, (before, after) in fields.items()
            if (now_flat.get(name) or None) == (after or None)
        }
        if back:
            await rewrite(guest, with_fields(current, back), gathering=gathering, by=by, now=now)
            restored += 1
    return restored


async def held_run(run: UUID, gathering: Gathering) -> ImportRun:
    """The run's row, locked. Raises UnknownRun."""
    row = await ImportRun.objects().where(ImportRun.id == run).lock_rows("UPDATE").first()
    if row is None or row.gathering != gathering.id:
        raise UnknownRun
    return row


async def gathering_of(run: UUID) -> tuple[ImportRun, Gathering]:
    """A run with its gathering, for the job that works on it. Raises UnknownRun."""
    found = await fetch_one("SELECT gathering FROM import_run WHERE id = $1", run)
    gathering = await Gathering.objects().get(Gathering.id == found["gathering"]) if found else None
    if gathering is None:
        raise UnknownRun
    return await run_of(run, gathering), gathering
