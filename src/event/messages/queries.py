"""Mails as staff see them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from uuid import UUID

from event.database import fetch, fetch_one
from event.errors import NotFound
from event.gathering.tables import Gathering
from event.language import Message


class UnknownMail(NotFound):
    """No such mail in this gathering."""

    sentence = Message("There is no such mail.")


@dataclass(frozen=True)
class MailLine:
    """A mail as a line of the outbox."""

    id: UUID
    created_at: datetime
    sent_at: datetime | None
    occasion: str
    recipient: str
    subject: str
    state: str
    last_error: str


@dataclass(frozen=True)
class MailText:
    """A mail with its plain text, as the guest reads it."""

    line: MailLine
    text: str


_COLUMNS = "id, created_at, sent_at, occasion, recipient, subject, state, last_error"


async def mails(gathering: Gathering, *, limit: int = 200) -> list[MailLine]:
    """The newest mails first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM mail WHERE gathering = $1 ORDER BY created_at DESC, id LIMIT $2",  # noqa: S608 - our own columns
        gathering.id, limit,
    )  # fmt: skip
    return [MailLine(**dict(row)) for row in rows]


async def mail_text(mail: UUID, *, gathering: Gathering) -> MailText:
    """One mail. Raises UnknownMail."""
    row = await fetch_one(
        f"SELECT {_COLUMNS}, message FROM mail WHERE id = $1 AND gathering = $2",  # noqa: S608 - our own columns
        mail, gathering.id,
    )  # fmt: skip
    if row is None:
        raise UnknownMail
    cells = dict(row)
    message = message_from_bytes(bytes(cells.pop("message")), policy=policy.default)
    part = message.get_body(("plain",))
    return MailText(MailLine(**cells), str(part.get_content()) if part else "")
