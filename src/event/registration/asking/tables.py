"""Versions of a gathering's form, drafts of answers, and files that came with them."""

from piccolo.columns import JSONB, UUID, Bytea, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class FormVersion(Table, tablename="form_version"):
    """The whole form as it was asked from some moment on; a change is a new version. Insert-only."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    version = Integer()
    content = JSONB()
    made_by = Varchar(length=60)
    made_at = Timestamptz()

    form_version_once = Unique([gathering, version])


class Draft(Table, tablename="draft"):
    """Answers typed so far, sealed; a draft that became a guest names it and keeps no answers."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    invitation = UUID(null=True, default=None, index=True)
    position = Integer(default=0)
    sealed = Bytea(null=True, default=None)
    guest = UUID(null=True, default=None)
    created_at = Timestamptz()
    updated_at = Timestamptz(index=True)


class AnswerFile(Table, tablename="answer_file"):
    """A file a guest sent with an answer, sealed."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID(null=True, default=None, index=True)
    draft = UUID(null=True, default=None, index=True)
    question = Varchar(length=40)
    name = Varchar(length=200)
    media_type = Varchar(length=80)
    size = Integer()
    sealed = Bytea()
    created_at = Timestamptz()

    answer_file_belongs = Check("guest IS NOT NULL OR draft IS NOT NULL")
