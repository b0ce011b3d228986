"""Users, their roles and sessions, the audit trail, rate windows, and persons across editions."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
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
    name_key = Varchar(length=80, default="", index=True, help_text="The Chinese name as it is compared.")
    latin_key = Varchar(length=160, default="", index=True, help_text="Latin words in order of the alphabet.")
    contact = Bytea(null=True, default=None, help_text="Mail and phone, sealed with the installation's key.")
    residence = Varchar(length=2, default="")
    identity_category = Varchar(length=40, default="")
    association_title = Varchar(length=200, default="")
    company_title = Varchar(length=200, default="")
    grade = Varchar(length=20, default="", help_text="As the office grades: A, B, C …")
    tags = JSONB(default="[]")
    industries = JSONB(default="[]")
    languages = JSONB(default="[]")
    note = Varchar(length=2000, default="")
    last_contact = Date(null=True, default=None)
    next_review = Date(null=True, default=None)
    reviewed_on = Date(null=True, default=None)
    merged_into = UUID(null=True, default=None)
    search = Text(default="")
    created_at = Timestamptz()


class PersonMerge(Table, tablename="person_merge"):
    """Two persons found to be one: who was kept, and which guests moved, so that it can be undone."""

    id = UUID(primary_key=True)
    kept = UUID(index=True)
    gone = UUID(index=True)
    guests = JSONB(default="[]")
    by = Varchar(length=60)
    at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)
    undone_by = Varchar(length=60, default="")


class PersonsApart(Table, tablename="persons_apart"):
    """Two persons somebody has found to be different: they are not proposed again."""

    id = UUID(primary_key=True)
    one = UUID()
    other = UUID()
    by = Varchar(length=60)
    at = Timestamptz()

    persons_apart_once = Unique([one, other])
    persons_apart_in_order = Check("one < other")


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


class UndoStep(Table, tablename="undo_step"):
    """Something that was done, with the rows it touched as they were and as they are: kept for a day, to be undone.

    `rows`: a list of {table, column, values, only, before, after}. No `gathering`: it is about the installation.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=True, default=None)
    action = Varchar(length=60)
    subject = Varchar(length=100)
    permission = Varchar(length=30)
    rows = JSONB()
    by = Varchar(length=60)
    at = Timestamptz(index=True)
    undone_at = Timestamptz(null=True, default=None)


class RateWindow(Table, tablename="rate_window"):
    """How often something was tried in a window of time, counted for all processes at once."""

    id = UUID(primary_key=True)
    key = Varchar(length=80)
    window_start = Timestamptz(index=True)
    attempts = Integer(default=0)

    rate_window_once = Unique([key, window_start])
