"""Keeping that a list was taken in: the run of the page, or one of its own, and the audit trail."""

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Protocol
from uuid import UUID, uuid4

from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.importing.reports import ImportReport, RowOutcome, Said
from event.registration.importing.tables import ImportRun, ImportState

_NOT_READ = Message("The sheet “{sheet}” was not read: it belongs to a later step.")


@dataclass(frozen=True)
class Sent:
    """A file that is to be taken in: by whom, and as which run of the import page, if it came by it."""

    kind: str
    content: bytes
    file_name: str
    gathering: Gathering
    dry_run: bool
    by: Actor
    now: datetime
    run: UUID | None = None

    def report(
        self,
        outcomes: Sequence[RowOutcome],
        *,
        written: bool,
        figures: dict[str, int],
        notes: Sequence[Said] = (),
    ) -> ImportReport:
        """The report of the file."""
        return ImportReport(
            kind=self.kind, file=self.file_name, gathering=self.gathering.slug, title=self.gathering.title_zh,
            made_gathering=False, dry_run=self.dry_run, written=written, rows=tuple(outcomes), figures=figures,
            notes=tuple(notes),
        )  # fmt: skip

    def may_write(self, outcomes: Sequence[RowOutcome]) -> bool:
        """Whether it is meant to be saved and no row is refused: these lists are taken in whole."""
        return not self.dry_run and not any(outcome.action == "refuse" for outcome in outcomes)


class Importer(Protocol):
    """Takes in a list, all or nothing, or only tells what it would do. Raises Invalid, NoGathering.

    Without a gathering it is the only one there is; `run`: that of the import page; `more` is what a kind asks besides.
    """

    async def __call__(
        self,
        content: bytes,
        *,
        file_name: str,
        gathering: Gathering | None,
        dry_run: bool,
        by: Actor,
        now: datetime,
        run: UUID | None = None,
        **more: Any,
    ) -> ImportReport: ...


def takes(kind: str) -> Callable[[Callable[..., Awaitable[ImportReport]]], Importer]:
    """An importer of lists of a kind, made of what is done with one that was sent."""

    def made(take: Callable[..., Awaitable[ImportReport]]) -> Importer:
        @wraps(take)
        async def importer(
            content: bytes,
            *,
            file_name: str,
            gathering: Gathering | None,
            dry_run: bool,
            by: Actor,
            now: datetime,
            run: UUID | None = None,
            **more: Any,
        ) -> ImportReport:
            held = gathering or await the_gathering()
            return await take(Sent(kind, content, file_name, held, dry_run, by, now, run), **more)

        return importer

    return made


def unread_sheets(workbook: Any, read: Collection[str]) -> list[Said]:
    """A note for every sheet of an openpyxl workbook whose title is not among those that were read."""
    return [
        Said("", _NOT_READ, {"sheet": sheet.title})
        for sheet in workbook.worksheets
        if sheet.title not in read
    ]


async def note_run(sent: Sent, outcomes: Sequence[RowOutcome]) -> None:
    """Keep what came of a file, inside the caller's `writing()`."""
    counts = Counter(outcome.outcome for outcome in outcomes)
    row = await ImportRun.objects().where(ImportRun.id == sent.run).first() if sent.run else None
    row = row or ImportRun(
        id=sent.run or uuid4(), gathering=sent.gathering.id, kind=sent.kind, file_name=sent.file_name[:200],
        by=sent.by.mark, at=sent.now,
    )  # fmt: skip
    row.state, row.file_hash = ImportState.DONE, hashlib.sha256(sent.content).hexdigest()
    row.created, row.updated = counts["create"], counts["update"]
    row.skipped = counts["skip"] + counts["unchanged"]
    await row.save()
    await record(
        f"{sent.kind}.import", subject=f"gathering:{sent.gathering.id}", by=sent.by, now=sent.now,
        gathering=sent.gathering.id, **counts,
    )  # fmt: skip
