"""The outbox."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from event.gathering.tables import Gathering


class MailState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Mail(Table, tablename="mail"):
    """One mail as it will be sent; `cause` makes sure that a decision mails once."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID(null=True, default=None, index=True)
    occasion = Varchar(length=40)
    cause = Varchar(length=120, unique=True)
    recipient = Varchar(length=254)
    subject = Varchar(length=300)
    message = Bytea(help_text="RFC 5322, ready to send.")
    state = Varchar(length=10, default=MailState.QUEUED, choices=MailState)
    attempts = Integer(default=0)
    last_error = Text(default="")
    created_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)

    mail_state_known = Check("state IN ('queued', 'sent', 'failed')")
