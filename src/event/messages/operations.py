"""Putting mails into the outbox."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.jobs import ask
from event.language import traditional
from event.settings import settings
from event.templating import templates


@dataclass(frozen=True)
class Picture:
    """An image inside the mail, shown where the HTML says cid:NAME."""

    name: str
    png: bytes


async def enqueue(
    template: str,
    *,
    cause: str,
    to: str,
    gathering: UUID,
    guest: UUID | None,
    language: str,
    now: datetime,
    pictures: tuple[Picture, ...] = (),
    **context: Any,
) -> None:
    """Write a mail with the change that causes it; the same cause mails once.

    The template's folder holds `TEMPLATE.txt` (its first line is the subject) and
    `TEMPLATE.html`. Inside the caller's `writing()`.
    """
    subject, message = compose(template, to=to, language=language, now=now, pictures=pictures, **context)
    rows = await fetch(
        "INSERT INTO mail (id, gathering, guest, occasion, cause, recipient, subject, message, state,"
        " attempts, last_error, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,'queued',0,'',$9)"
        " ON CONFLICT (cause) DO NOTHING RETURNING id",
        uuid4(), gathering, guest, template.rsplit("/", 1)[-1], cause, to, subject,
        message.as_bytes(policy=SMTP), now,
    )  # fmt: skip
    if rows:
        await ask("messages.deliver", mail=rows[0]["id"])


def compose(
    template: str, *, to: str, language: str, now: datetime, pictures: tuple[Picture, ...], **context: Any
) -> tuple[str, EmailMessage]:
    """The subject and the whole mail: plain text, HTML and its pictures."""
    said = {"language": language, "address": settings().address, **context}
    text = templates().get_template(f"{template}.txt").render(**said)
    subject, _, body = text.partition("\n")
    if language == "zh-Hant":
        subject, body = traditional(subject), traditional(body)
    message = EmailMessage()
    message["Subject"] = subject.strip()
    message["From"] = Address(addr_spec=settings().mail_from)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=settings().mail_from.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.strip() + "\n")
    html = templates().get_template(f"{template}.html").render(**said, subject=subject.strip())
    message.add_alternative(html, subtype="html")
    part = message.get_payload()[-1]  # type: ignore[index] # the HTML just added
    for picture in pictures:
        part.add_related(picture.png, "image", "png", cid=f"<{picture.name}>", filename=f"{picture.name}.png")  # type: ignore[union-attr]
    return subject.strip(), message
