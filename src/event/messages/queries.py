"""Mails as staff see them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from uuid import UUID

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.messages.errors import UnknownMail

PAGE = 50


@dataclass(frozen=True)
class MailFilter:
    """What the outbox is asked for; empty asks for everything."""

    recipient: str = ""
    state: str = ""
    occasion: str = ""
    guest: UUID | None = None
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.recipient or self.state or self.occasion or self.guest)


@dataclass(frozen=True)
class MailLine:
    """A mail as a line of the outbox."""

    id: UUID
    guest: UUID | None
    created_at: datetime
    sent_at: datetime | None
    occasion: str
    recipient: str
    subject: str
    state: str
    attempts: int
    last_error: str
    bounce_note: str


@dataclass(frozen=True)
class MailPage:
    """One page of the outbox."""

    lines: list[MailLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class MailText:
    """A mail with its plain text, as the guest reads it."""

    line: MailLine
    text: str


_COLUMNS = (
    "id, guest, created_at, sent_at, occasion, recipient, subject, state, attempts, last_error, bounce_note"
)


async def mails(gathering: Gathering, wanted: MailFilter, *, size: int = PAGE) -> MailPage:
    """A page of the outbox, the newest first."""
    plain = wanted.recipient.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    page = max(1, wanted.page)
    rows = await fetch(
        f"SELECT {_COLUMNS}, count(*) OVER () AS total FROM mail WHERE gathering = $1"  # noqa: S608 - our own columns
        " AND ($2 = '' OR recipient ILIKE '%' || $2 || '%') AND ($3 = '' OR state = $3)"
        " AND ($4 = '' OR occasion = $4) AND ($5::uuid IS NULL OR guest = $5)"
        " ORDER BY created_at DESC, id LIMIT $6 OFFSET $7",
        gathering.id, plain, wanted.state, wanted.occasion, wanted.guest, size, (page - 1) * size,
    )  # fmt: skip
    total = rows[0]["total"] if rows else 0
    lines = [MailLine(**{key: cell for key, cell in row.items() if key != "total"}) for row in rows]
    return MailPage(lines, total, page, max(1, -(-total // size)))


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


async def mails_of_guest(guest: UUID) -> list[MailLine]:
    """Every mail to one guest, newest first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM mail WHERE guest = $1 ORDER BY created_at DESC, id",  # noqa: S608 - our own columns
        guest,
    )
    return [MailLine(**dict(row)) for row in rows]


async def own_words(gathering: UUID) -> frozenset[tuple[str, str]]:
    """The occasions and languages for which a gathering has words of its own."""
    rows = await fetch("SELECT occasion, language FROM mail_template WHERE gathering = $1", gathering)
    return frozenset((row["occasion"], row["language"]) for row in rows)
