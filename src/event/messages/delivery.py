"""The job that delivers one mail: by SMTP, or, without a server, as a file under VAR/mail."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import structlog
from procrastinate import RetryStrategy

from event.database import fetch, fetch_one, writing
from event.jobs import QUEUE, app
from event.settings import settings

log = structlog.get_logger()
_TRIES = 12


class MailServerRefused(RuntimeError):
    """The mail server cannot be used now; the job tries again."""


@app.task(
    name="messages.deliver",
    queue=QUEUE,
    retry=RetryStrategy(max_attempts=_TRIES, exponential_wait=3),
)
async def deliver(mail: str) -> None:
    """Send one mail of the outbox, once; an error keeps it queued with the reason."""
    # A task of its own: after a lost connection, the worker's own task would stay broken.
    await asyncio.create_task(_deliver(UUID(mail), now=datetime.now(UTC)))


async def _deliver(mail: UUID, *, now: datetime) -> None:
    row = await fetch_one("SELECT state, recipient, message FROM mail WHERE id = $1", mail)
    if row is None or row["state"] == "sent":
        return
    try:
        if url := settings().smtp_url:
            await _by_smtp(url, row["recipient"], bytes(row["message"]))
        else:
            await asyncio.to_thread(_as_file, mail, bytes(row["message"]))
    except (OSError, aiosmtplib.SMTPException) as error:
        async with writing():
            await fetch(
                "UPDATE mail SET attempts = attempts + 1, last_error = $2,"
                " state = CASE WHEN attempts + 1 >= $3 THEN 'failed' ELSE state END WHERE id = $1",
                mail, str(error)[:500], _TRIES,
            )  # fmt: skip
        raise MailServerRefused(str(error)) from error
    async with writing():
        await fetch(
            "UPDATE mail SET state = 'sent', sent_at = $2, attempts = attempts + 1, last_error = ''"
            " WHERE id = $1",
            mail, now,
        )  # fmt: skip
    log.info("mail.sent", mail=str(mail))


async def _by_smtp(url: str, recipient: str, message: bytes) -> None:
    parts = urlsplit(url)
    await aiosmtplib.send(
        message,
        sender=settings().mail_from,
        recipients=[recipient],
        hostname=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        start_tls=None if parts.scheme == "smtp" else False,
        timeout=30,
    )


def mail_folder() -> Path:
    """Where mails go without a mail server."""
    return settings().var / "mail"


def _as_file(mail: UUID, message: bytes) -> None:
    folder = mail_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / f"{mail}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message)
