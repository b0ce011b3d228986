"""Users, their roles and sessions, the audit trail, rate windows, and persons across editions."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class Role(StrEnum):
    """What somebody is to a gathering (DESIGN, Roles); guests have a ticket link instead."""

    GATE_STAFF = "gate_staff"
    LIAISON = "liaison"
    ORGANIZER = "organizer"
    SIGNING_OFFICER = "signing_officer"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"


class Person(Table, tablename="person"):
    """Somebody across editions; what an edition asked of them is with the guest."""

    id = UUID(primary_key=True)
    name_zh = Varchar(length=80, default="")
    latin_surname = Varchar(length=80, default="")
    latin_given = Varchar(length=80, default="")
    document_index = Varchar(length=32, default="", index=True)
    email_index = Varchar(length=32, default="", index=True)
    phone_index = Varchar(length=32, default="", index=True)
    created_at = Timestamptz()


class User(Table, tablename="users"):
    """Somebody who signs in to the console; the password is an argon2id hash or not yet set."""

    id = UUID(primary_key=True)
    sign_in_name = Varchar(length=60, unique=True)
    name = Varchar(length=80)
    language = Varchar(length=10, default="zh-Hans")
    active = Boolean(default=True)
    password_hash = Varchar(length=200, default="")
    setup_code_hash = Varchar(length=64, default="")
    setup_code_expires = Timestamptz(null=True, default=None)
    created_at = Timestamptz()

    sign_in_name_folded = Check("sign_in_name = lower(sign_in_name) AND sign_in_name <> ''")


class UserRole(Table, tablename="user_role"):
    """A role a user has: in one gathering, or, with no gathering, in every one."""

    id = UUID(primary_key=True)
    user = ForeignKey(User, on_delete=OnDelete.restrict, null=False)
    role = Varchar(length=20, choices=Role)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=True, default=None)
    granted_at = Timestamptz()

    role_once = Unique([user, role, gathering], nulls_distinct=False)
    role_known = Check(
        "role IN ('gate_staff', 'liaison', 'organizer', 'signing_officer', 'viewer', 'administrator')"
    )


class Session(Table, tablename="web_session"):
    """A signed-in browser or program; the id is the SHA-256 of the token only it knows."""

    id = Varchar(length=64, primary_key=True)
    user = ForeignKey(User, on_delete=OnDelete.restrict, null=False)
    created_at = Timestamptz()
    seen_at = Timestamptz()
    expires_at = Timestamptz(index=True)
    ended_at = Timestamptz(null=True, default=None)
    agent = Varchar(length=200, default="")


class AuditEntry(Table, tablename="audit_entry"):
    """Who did what to which row; a chain of hashes, insert-only by trigger, no personal data."""

    id = BigInt(primary_key=True)
    at = Timestamptz()
    actor = Varchar(length=60)
    action = Varchar(length=60)
    subject = Varchar(length=100)
    gathering = UUID(null=True, default=None, index=True)
    details = JSONB(default="{}")
    previous_hash = Varchar(length=64)
    hash = Varchar(length=64)


class RateWindow(Table, tablename="rate_window"):
    """How often something was tried in a window of time, counted for all processes at once."""

    id = UUID(primary_key=True)
    key = Varchar(length=80)
    window_start = Timestamptz(index=True)
    attempts = Integer(default=0)

    rate_window_once = Unique([key, window_start])
