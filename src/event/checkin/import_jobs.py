"""Reading and writing uploaded lists in the background, with progress."""

import asyncio
import json
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from event.checkin.imports import FOR_A_SESSION, KINDS
from event.errors import Invalid, Refusal
from event.gathering.live import announce
from event.jobs import QUEUE, app
from event.language import Message, translated
from event.people.rules import Actor
from event.registration.importing.imports import Choices
from event.registration.importing.runs import (
    content_of,
    gathering_of,
    refuse_list,
    show_report,
    tell_progress,
)
from event.registration.importing.tables import ImportState

log = structlog.get_logger()
_BROKEN = Message("Something went wrong on our side while reading this list. Nothing of it was saved.")


@app.task(name="checkin.read_list", queue=QUEUE)
async def read_list(run: str, language: str) -> None:
    """Find out row by row what a list would do."""
    await asyncio.create_task(work_on(UUID(run), dry_run=True, language=language))


@app.task(name="checkin.write_list", queue=QUEUE)
async def write_list(run: str, good_rows: bool, approve: bool, language: str) -> None:
    """Take a list in."""
    await asyncio.create_task(
        work_on(UUID(run), dry_run=False, language=language, good_rows=good_rows, approve=approve)
    )


async def work_on(
    run: UUID, *, dry_run: bool, language: str, good_rows: bool = False, approve: bool = False
) -> None:
    """Read or write the list of a run, and keep the report; a file that is none is refused with the reason."""
    row, gathering = await gathering_of(run)
    more: dict[str, Any] = {"run": run}
    mapping = json.loads(row.mapping) if isinstance(row.mapping, str) else row.mapping
    if row.kind in FOR_A_SESSION:
        more["session"] = mapping.get("session", "")
    if row.kind == "guests":
        more |= {
            "choices": Choices(mapping, good_rows=good_rows, approve=approve),
            "progress": partial(tell_progress, run),
        }
    try:
        report = await KINDS[row.kind](
            await content_of(row), file_name=row.file_name, gathering=gathering, dry_run=dry_run,
            by=Actor(row.by), now=datetime.now(UTC), **more,
        )  # fmt: skip
    except Refusal as error:
        await refuse_list(run, said(error, language))
    except Exception:
        log.exception("import.broken", run=str(run))
        await refuse_list(run, translated(_BROKEN, language))
    else:
        done = ImportState.DONE if report.written else ImportState.SHOWN
        await show_report(run, report.as_json(language), state=done, gathering=gathering)
        if report.written:
            await announce(gathering.id)


def said(error: Refusal, language: str) -> str:
    """A refusal with its fields in one text."""
    problems = error.problems.items() if isinstance(error, Invalid) else ()
    return " ".join([error.told(language), *(problem.told(language) for _, problem in problems)])
