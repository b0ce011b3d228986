"""What the office writes for its papers, and what it leaves out of the handbook."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class HandbookText(Table, tablename="handbook_text"):
    """A text of the office in one language: the welcome of the handbook, the wording of a certificate.

    `part` is what it is for (papers/texts.py knows all of them); a text that is empty has no row.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    part = Varchar(length=40)
    language = Varchar(length=10)
    text = Text()
    by = Varchar(length=60)
    updated_at = Timestamptz()

    handbook_text_once = Unique([gathering, part, language])
    handbook_text_language_known = Check("language IN ('zh-Hans', 'zh-Hant', 'en')")
    handbook_text_says_something = Check("text <> ''")


class HandbookOmission(Table, tablename="handbook_omission"):
    """A part that the office leaves out of its handbook although there would be something to print."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    part = Varchar(length=40)

    handbook_omission_once = Unique([gathering, part])
