"""What is kept of a document that was made: for a day the file, sealed; afterwards pages, version and moment."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.printing.centre.errors import NoLongerKept
from event.printing.centre.tables import DocumentRun, MakingState

_KEPT = timedelta(days=1)
_LOST_AFTER = timedelta(hours=1)


class Told(Protocol):
    """What a finished document says of itself."""

    @property
    def content(self) -> bytes: ...
    @property
    def name(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def problems(self) -> tuple[str, ...]: ...
    @property
    def pages(self) -> int | None: ...
    @property
    def version(self) -> int: ...
    @property
    def since(self) -> datetime: ...


async def keep_print(name: str, gathering: Gathering, *, by: Actor, now: datetime, told: Told) -> None:
    """Remember that a document went out; the file is not kept."""
    await DocumentRun(
        id=uuid4(), gathering=gathering.id, document=name, state=MakingState.DONE, share=100, by=by.mark, asked_at=now, ended_at=now,
        file_name=told.name, file_format=told.name.rpartition(".")[2], pages=told.pages, count=told.count, version=told.version,
        since=told.since,
    ).save()  # fmt: skip


async def keep_file(run: UUID, gathering: Gathering, told: Told, *, now: datetime) -> None:
    """Keep what a run came to, unless it was cancelled meanwhile."""
    keys = await keys_of(gathering.id)
    content = keys.data.seal(told.content, context=_context(run))
    problems = keys.seal(
        json.dumps(told.problems, ensure_ascii=False), table="document_run", column="problems", row=run
    )
    await fetch(
        "UPDATE document_run SET state = CASE WHEN cancel THEN 'cancelled' ELSE 'done' END, share = 100, ended_at = $2,"
        " content = CASE WHEN cancel THEN NULL ELSE $3::bytea END, problems = $4, pages = $5, count = $6, version = $7,"
        " since = $8, file_name = $9 WHERE id = $1",
        run, now, content, problems, told.pages, told.count, told.version, told.since, told.name,
    )  # fmt: skip


async def file_kept(run: UUID, gathering: Gathering) -> bytes | None:
    """The file of a run, none where a day is over."""
    (row,) = await fetch(
        "SELECT content FROM document_run WHERE id = $1 AND gathering = $2", run, gathering.id
    )
    if row["content"] is None:
        return None
    keys = await keys_of(gathering.id)
    return keys.data.open(bytes(row["content"]), context=_context(run))


async def file_of(run: UUID, gathering: Gathering) -> bytes:
    """The file of a run. Raises NoLongerKept."""
    content = await file_kept(run, gathering)
    if content is None:
        raise NoLongerKept
    return content


async def problems_kept(run: UUID, sealed: bytes | None, gathering: Gathering) -> Sequence[str]:
    """What to look at before printing."""
    keys = await keys_of(gathering.id)
    text = keys.open(sealed, table="document_run", column="problems", row=run)
    return list(json.loads(text)) if text else []


async def forget_old_documents(*, now: datetime) -> None:
    """Files are kept for a day; a making whose worker has died is given up."""
    await fetch(
        "UPDATE document_run SET content = NULL, problems = NULL WHERE content IS NOT NULL AND ended_at < $1",
        now - _KEPT,
    )
    await fetch(
        "UPDATE document_run SET state = 'cancelled', ended_at = $1 WHERE state IN ('waiting', 'running') AND asked_at < $2",
        now, now - _LOST_AFTER,
    )  # fmt: skip


def _context(run: UUID) -> str:
    return f"document_run|content|{run}"
