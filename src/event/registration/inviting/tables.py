"""Invitations: links with which one guest, or the contact of a delegation, registers."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from event.gathering.tables import Gathering, GuestClass
from event.registration.tables import Delegation


class InvitationKind(StrEnum):
    PERSONAL = "personal"
    DELEGATION = "delegation"


class Invitation(Table, tablename="invitation"):
    """A link that can be used: once for a guest, or by a delegation's contact until it expires."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(length=12, choices=InvitationKind)
    delegation = ForeignKey(Delegation, on_delete=OnDelete.restrict, null=True, default=None)
    guest_class = ForeignKey(GuestClass, on_delete=OnDelete.restrict, null=True, default=None)
    person = UUID(null=True, default=None)
    name = Varchar(length=120, default="")
    email = Varchar(length=254, default="")
    language = Varchar(length=10, default="zh-Hans")
    prefilled = Bytea(null=True, default=None, help_text="Answers the form begins with, sealed.")
    generation = SmallInt(default=1, help_text="A new link ends the old one.")
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    used_at = Timestamptz(null=True, default=None)
    guest = UUID(null=True, default=None)
    created_by = Varchar(length=60)
    created_at = Timestamptz()

    invitation_kind_known = Check("kind IN ('personal', 'delegation')")
    invitation_of_a_delegation = Check("kind <> 'delegation' OR delegation IS NOT NULL")
    invitation_used_by_a_guest = Check("used_at IS NULL OR guest IS NOT NULL")
