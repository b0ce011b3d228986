"""The outbox."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Bytea, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class MailState(StrEnum):
    """Where a mail is; `unsure`: the server went away while taking it, so nobody knows."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    BOUNCED = "bounced"


class Mail(Table, tablename="mail"):
    """One mail as it will be sent; `cause` makes sure that a decision mails once."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID(null=True, default=None, index=True)
    occasion = Varchar(length=40)
    cause = Varchar(length=120, unique=True)
    recipient = Varchar(length=254)
    subject = Varchar(length=300)
    message = Bytea(help_text="RFC 5322; attachments are added when it is sent.")
    attachments = JSONB(
        default="[]", help_text="What is made and attached when it is sent: [[kind, subject]]."
    )
    domain = Varchar(length=120, default="", help_text="The recipient's, for the rate of sending.")
    state = Varchar(length=10, default=MailState.QUEUED, choices=MailState)
    attempts = Integer(default=0)
    last_error = Text(default="")
    created_at = Timestamptz()
    taken_at = Timestamptz(null=True, default=None, help_text="When sending began.")
    sent_at = Timestamptz(null=True, default=None)
    bounce_note = Varchar(length=300, default="")

    mail_state_known = Check("state IN ('queued', 'sending', 'sent', 'failed', 'unsure', 'bounced')")


class MailTemplate(Table, tablename="mail_template"):
    """The words of a gathering's own for one occasion in one language; none: the words that ship."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    occasion = Varchar(length=30)
    language = Varchar(length=10)
    subject = Varchar(length=200)
    body = Text()
    changed_by = Varchar(length=60)
    changed_at = Timestamptz()

    mail_template_once = Unique([gathering, occasion, language])
