"""Makings of documents: asked for, followed, cancelled; what is small is made at once, what is large by the next free worker."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog

from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Refusal
from event.gathering.tables import Gathering
from event.jobs import QUEUE, app, ask
from event.language import Message, translated
from event.people.rules import Actor
from event.printing.centre.asking import read_format, wanted_of
from event.printing.centre.errors import UnknownMaking
from event.printing.centre.keeping import keep_file
from event.printing.centre.tables import DocumentRun, MakingState
from event.printing.chunks import Chunks, Wanted
from event.printing.documents import document_named, finished
from event.printing.pdf import followed

log = structlog.get_logger()
_EVERY = 0.4
"""Seconds between two looks at how far it is and whether it is to stop."""
_BROKEN = Message("Something went wrong on our side. Please tell the administrator.")
_RESTARTED = Message("The document was not finished because the system was restarted. Make it again.")


async def ask_for(
    name: str, asked: Mapping[str, str], *, gathering: Gathering, names: bool, language: str, by: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Ask for a document, by its parameters, language and format; returns its making.

    `names`: whether the reader may see who needs what. Raises UnknownDocument, Invalid, NothingToPrint and its like.
    """
    document = document_named(name)
    file_format = read_format(document, asked.get("format", ""))
    wanted = await wanted_of(document, asked, gathering, names=names, language=language)
    chunks = await document.make(gathering, wanted, now)
    at_once = file_format != "pdf" or not chunks.is_large
    run = DocumentRun(
        id=uuid4(), gathering=gathering.id, document=name, asked=json.dumps(dict(asked)), file_format=file_format, names=names,
        state=MakingState.RUNNING if at_once else MakingState.WAITING, by=by.mark, asked_at=now,
    )  # fmt: skip
    async with writing():
        await run.save()
        if not at_once:
            await ask("printing.make_document", run=str(run.id), language=language)
    if at_once:
        await _make(run, wanted, chunks, gathering, by=by, language=language, now=now)
    return UUID(str(run.id))


async def cancel(run: UUID, *, gathering: Gathering) -> None:
    """A making stops as soon as it can; nothing of it is kept. Raises UnknownMaking."""
    rows = await fetch(
        "UPDATE document_run SET cancel = true, ended_at = CASE WHEN state = 'waiting' THEN asked_at ELSE ended_at END,"
        " state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END"
        " WHERE id = $1 AND gathering = $2 AND state IN ('waiting', 'running') RETURNING id",
        run, gathering.id,
    )  # fmt: skip
    if not rows and not await fetch_one(
        "SELECT 1 FROM document_run WHERE id = $1 AND gathering = $2", run, gathering.id
    ):
        raise UnknownMaking


@app.task(name="printing.make_document", queue=QUEUE)
async def make_document(run: str, language: str) -> None:
    """Make a large document."""
    await asyncio.create_task(work_on(UUID(run), language=language))


async def work_on(run: UUID, *, language: str) -> None:
    """Make what was asked for; once begun, it is never begun again."""
    rows = await fetch(
        "UPDATE document_run SET state = 'running' WHERE id = $1 AND state = 'waiting' AND NOT cancel RETURNING gathering",
        run,
    )
    if not rows:
        await _fail(run, translated(_RESTARTED, language))
        return
    row = await DocumentRun.objects().get(DocumentRun.id == run)
    gathering = await Gathering.objects().get(Gathering.id == rows[0]["gathering"])
    if row is None or gathering is None:
        return
    now, document = datetime.now(UTC), document_named(row.document)
    try:
        asked = json.loads(row.asked) if isinstance(row.asked, str) else row.asked
        wanted = await wanted_of(document, asked, gathering, names=row.names, language=language)
        chunks = await document.make(gathering, wanted, now)
    except Refusal as error:
        await _fail(run, said(error, language))
        return
    await _make(row, wanted, chunks, gathering, by=Actor(row.by), language=language, now=now)


async def _make(
    run: DocumentRun, wanted: Wanted, chunks: Chunks, gathering: Gathering, *, by: Actor, language: str, now: datetime
) -> None:  # fmt: skip
    """Set it, looking now and then whether it is still wanted; why it came to nothing is kept."""
    share = [0.0]
    context = followed.set(lambda done: share.__setitem__(0, max(share[0], done)))
    work = asyncio.create_task(
        finished(run.document, gathering, wanted, chunks, by=by, now=now, file_format=run.file_format)
    )
    followed.reset(context)
    try:
        if await _followed(run.id, work, share):
            await keep_file(run.id, gathering, await work, now=datetime.now(UTC))
    except Refusal as error:
        await _fail(run.id, said(error, language))
    except Exception:
        log.exception("document.broken", run=str(run.id), document=run.document)
        await _fail(run.id, translated(_BROKEN, language))


async def _followed(run: UUID, work: "asyncio.Task[object]", share: list[float]) -> bool:
    """Tell how far it is until it is done; False where it was cancelled, which ends the children at work on it."""
    while not work.done():
        await asyncio.wait({work}, timeout=_EVERY)
        row = await fetch_one(
            "UPDATE document_run SET share = $2 WHERE id = $1 RETURNING cancel",
            run,
            min(95, int(share[0] * 95)),
        )
        if row and row["cancel"]:
            work.cancel()
            await asyncio.wait({work})
            await fetch(
                "UPDATE document_run SET state = 'cancelled', ended_at = $2 WHERE id = $1",
                run,
                datetime.now(UTC),
            )
            return False
    return True


async def _fail(run: UUID, text: str) -> None:
    await fetch(
        "UPDATE document_run SET state = 'failed', trouble = $2, ended_at = $3 WHERE id = $1 AND state = 'running'",
        run, text[:500], datetime.now(UTC),
    )  # fmt: skip


def said(error: Refusal, language: str) -> str:
    """A refusal with its fields in one text."""
    told = error.told_fields(language).values() if isinstance(error, Invalid) else ()
    return " ".join(told) or error.told(language)
