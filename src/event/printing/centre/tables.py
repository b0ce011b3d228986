"""Documents that were made or are being made."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check
from piccolo.table import Table

from event.gathering.tables import Gathering


class MakingState(StrEnum):
    """Where a document is between the wish and the paper."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DocumentRun(Table, tablename="document_run"):
    """A making of a document: what was chosen, how far it is, what came of it. The file is sealed and kept for a day."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    document = Varchar(length=60, index=True)
    asked = JSONB(default="{}", help_text="What was chosen, by parameter: codes and ids.")
    file_format = Varchar(length=8, default="pdf")
    state = Varchar(length=10, default=MakingState.WAITING, choices=MakingState)
    share = SmallInt(default=0, help_text="How far it is, in hundredths.")
    cancel = Boolean(default=False)
    names = Boolean(default=False, help_text="Whether who asked may see who needs what.")
    by = Varchar(length=60, default="")
    asked_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
    file_name = Varchar(length=120, default="")
    content = Bytea(null=True, default=None, help_text="The file, sealed, until a day is over.")
    pages = Integer(null=True, default=None)
    count = Integer(null=True, default=None)  # type: ignore[assignment] # Piccolo counts rows by this name
    version = Integer(null=True, default=None)
    since = Timestamptz(null=True, default=None)
    problems = Bytea(
        null=True, default=None, help_text="What to look at before printing, sealed: it has names."
    )
    trouble = Varchar(length=500, default="")

    document_run_state_known = Check("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')")
    document_run_share_known = Check("share BETWEEN 0 AND 100")
