"""Designs of badges, every saved one a revision that stays, and the pictures on them."""

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
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class PictureKind(StrEnum):
    """How a picture is kept."""

    PNG = "png"
    JPEG = "jpeg"


class BadgeDesign(Table, tablename="badge_design"):
    """A revision of what badges of a size look like, of one class or (no code) of all; the last one counts.

    Insert-only by trigger. `none`: from then on there is no design of its own. `taken_from`: the revision that was
    taken again.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    size = Varchar(length=20)
    class_code = Varchar(length=2, default="")
    revision = SmallInt()
    frame = Text(default="")
    lines = Text(default="")
    style = Text(default="")
    boxes = JSONB(default="{}")
    none = Boolean(default=False)
    taken_from = SmallInt(null=True, default=None)
    saved_by = Varchar(length=60)
    saved_at = Timestamptz()

    badge_design_revision_once = Unique([gathering, size, class_code, revision])
    badge_design_revision_counted = Check("revision >= 1")


class BadgePicture(Table, tablename="badge_picture"):
    """A logo or background, re-encoded by us; designs name it. One of a name counts, an earlier one is removed."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=40)
    kind = Varchar(length=4, choices=PictureKind)
    digest = Varchar(length=64, help_text="SHA-256 of the content.")
    width = Integer(help_text="Pixels.")
    height = Integer()
    content = Bytea()
    uploaded_by = Varchar(length=60)
    uploaded_at = Timestamptz()
    removed_at = Timestamptz(null=True, default=None)

    badge_picture_kind_known = Check("kind IN ('png', 'jpeg')")
    badge_picture_named = Check("name ~ '^[a-z0-9][a-z0-9-]*$'")
