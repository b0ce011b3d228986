"""Lists taken in, and column sets by which lists go out."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Bytea, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class ImportState(StrEnum):
    """Where a list is between the upload and the trail."""

    READING = "reading"
    SHOWN = "shown"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"


class ImportRun(Table, tablename="import_run"):
    """One file: what it is, how far it is, and what came of it. The report is sealed."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(length=20)
    file_name = Varchar(length=200)
    file_hash = Varchar(length=64, default="")
    state = Varchar(length=10, default=ImportState.DONE, choices=ImportState)
    content = Bytea(
        null=True, default=None, help_text="The file, sealed, until it is taken in or a day is over."
    )
    mapping = JSONB(default="{}", help_text="Column by field, where somebody put it right.")
    progress = Integer(default=0)
    total = Integer(default=0)
    created = Integer(default=0)
    updated = Integer(default=0)
    skipped = Integer(default=0)
    refused = Integer(default=0)
    report = Bytea(null=True, default=None)
    problem = Varchar(length=500, default="")
    by = Varchar(length=60, default="")
    at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)

    import_state_known = Check("state IN ('reading', 'shown', 'writing', 'done', 'refused', 'undone')")


class ColumnSet(Table, tablename="column_set"):
    """Columns of an export under a name."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=60)
    columns = JSONB(default="[]")
    changed_at = Timestamptz()

    column_set_once = Unique([gathering, name])
