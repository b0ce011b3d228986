"""Published versions of the programme, and whom each of them concerns."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.registration.tables import Guest


class ProgrammePublication(Table, tablename="programme_publication"):
    """One published version of the programme, whole, with what it changed: append-only."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Integer()
    programme = JSONB()
    changes = JSONB()
    word = Varchar(length=500, default="", help_text="A word to those it concerns.")
    by = Varchar(length=60)
    by_name = Varchar(length=80, default="")
    at = Timestamptz()

    programme_publication_once = Unique([gathering, number])
    programme_publication_counted = Check("number >= 1")


class ProgrammeNotice(Table, tablename="programme_notice"):
    """A guest whom a version concerns, and the sessions by which it does."""

    id = UUID(primary_key=True)
    publication = ForeignKey(ProgrammePublication, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    sessions = JSONB()

    programme_notice_once = Unique([publication, guest])
