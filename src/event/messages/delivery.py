"""The job that delivers one mail: by SMTP, or, without a server, as a file under VAR/mail.

A mail is marked as being sent before the server is given its text, and as sent after the server
took it. Where the server goes away in between, nobody knows: such a mail is `unsure` and waits
for a person, so that none is sent twice by itself. Everything else is tried again, for days.
"""

import asyncio
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import structlog
from procrastinate import RetryStrategy

from event.database import fetch, fetch_one, writing
from event.jobs import QUEUE, app, ask
from event.messages.attachments import MAKERS
from event.messages.operations import attach
from event.people.errors import TooOften
from event.people.rates import Rate, count
from event.settings import settings

log = structlog.get_logger()
_TRIES = 12
_LOST_AFTER = timedelta(minutes=15)
_REFUSED_FOR_GOOD = range(500, 600)


class MailServerAway(RuntimeError):
    """The mail server cannot be used now; the job tries again."""


class RefusedForGood(RuntimeError):
    """The mail server will never take this mail."""


class NobodyKnows(RuntimeError):
    """The connection broke after the text was sent and before the server answered."""


@dataclass(frozen=True)
class _Taken:
    recipient: str
    message: bytes
    attachments: list[tuple[str, str]]
    language: str


@app.task(
    name="messages.deliver",
    queue=QUEUE,
    retry=RetryStrategy(max_attempts=_TRIES, exponential_wait=3, retry_exceptions={MailServerAway}),
)
async def deliver(mail: str) -> None:
    """Send one mail of the outbox, once; an error keeps it queued with the reason."""
    # A task of its own: after a lost connection, the worker's own task would stay broken.
    await asyncio.create_task(_deliver(UUID(mail), now=datetime.now(UTC)))


async def _deliver(mail: UUID, *, now: datetime) -> None:
    row = await fetch_one("SELECT domain, state FROM mail WHERE id = $1", mail)
    if row is None or row["state"] != "queued":
        return
    try:
        await count(Rate("mail", settings().mails_per_minute, 1), row["domain"], now=now)
    except TooOften as error:
        async with writing():
            await ask("messages.deliver", at=now + timedelta(seconds=error.seconds), mail=mail)
        return
    taken = await _take(mail, now=now)
    if taken is None:
        return
    try:
        message = await _whole(taken)
        if url := settings().smtp_url:
            await _by_smtp(url, taken.recipient, message)
        else:
            await asyncio.to_thread(_as_file, mail, message)
    except NobodyKnows as error:
        await _ends(mail, "unsure", str(error))
    except RefusedForGood as error:
        await _ends(mail, "failed", str(error))
    except (OSError, aiosmtplib.SMTPException) as error:
        await _try_later(mail, str(error) or type(error).__name__)
        raise MailServerAway(str(error)) from error
    else:
        async with writing():
            await fetch(
                "UPDATE mail SET state = 'sent', sent_at = $2, attempts = attempts + 1, last_error = ''"
                " WHERE id = $1",
                mail, now,
            )  # fmt: skip
        log.info("mail.sent", mail=str(mail))


async def _take(mail: UUID, *, now: datetime) -> _Taken | None:
    """Mark a queued mail as being sent: of several workers, one gets it."""
    async with writing():
        row = await fetch_one(
            "UPDATE mail SET state = 'sending', taken_at = $2 WHERE id = $1 AND state = 'queued'"
            " RETURNING recipient, message, attachments,"
            " (SELECT language FROM guest WHERE guest.id = mail.guest) AS language",
            mail, now,
        )  # fmt: skip
    if row is None:
        return None
    attachments = json.loads(row["attachments"] or "[]")
    return _Taken(row["recipient"], bytes(row["message"]), attachments, row["language"] or "zh-Hans")


async def _whole(taken: _Taken) -> bytes:
    """The mail with what is attached only now."""
    if not taken.attachments:
        return taken.message
    message = message_from_bytes(taken.message, policy=policy.SMTP)
    for kind, subject in taken.attachments:
        file = await MAKERS[kind](UUID(subject), taken.language)
        if file is not None:
            attach(message, file)
    return message.as_bytes(policy=policy.SMTP)


async def _ends(mail: UUID, state: str, why: str) -> None:
    async with writing():
        await fetch(
            "UPDATE mail SET state = $2, last_error = $3, attempts = attempts + 1 WHERE id = $1",
            mail, state, why[:500],
        )  # fmt: skip
    log.warning("mail.not_sent", mail=str(mail), state=state)


async def _try_later(mail: UUID, why: str) -> None:
    async with writing():
        await fetch(
            "UPDATE mail SET attempts = attempts + 1, last_error = $2,"
            " state = CASE WHEN attempts + 1 >= $3 THEN 'failed' ELSE 'queued' END WHERE id = $1",
            mail, why[:500], _TRIES,
        )  # fmt: skip


async def name_what_was_lost(*, now: datetime) -> None:
    """Mails whose worker died while sending: nobody knows whether the server took them."""
    async with writing():
        await fetch(
            "UPDATE mail SET state = 'unsure', last_error = 'the worker ended while sending'"
            " WHERE state = 'sending' AND taken_at < $1",
            now - _LOST_AFTER,
        )


async def _by_smtp(url: str, recipient: str, message: bytes) -> None:
    parts = urlsplit(url)
    client = aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        start_tls=None if parts.scheme == "smtp" else False,
        timeout=30,
    )
    async with client:
        try:
            await client.mail(settings().mail_from)
            await client.rcpt(recipient)
        except aiosmtplib.SMTPResponseException as error:
            _for_good(error)
            raise
        try:
            await client.data(message)
        except aiosmtplib.SMTPResponseException as error:
            _for_good(error)
            raise
        except (OSError, aiosmtplib.SMTPException) as error:
            raise NobodyKnows(str(error) or type(error).__name__) from error


def _for_good(error: aiosmtplib.SMTPResponseException) -> None:
    if error.code in _REFUSED_FOR_GOOD:
        raise RefusedForGood(f"{error.code} {error.message}") from error


def mail_folder() -> Path:
    """Where mails go without a mail server."""
    return settings().var / "mail"


def _as_file(mail: UUID, message: bytes) -> None:
    folder = mail_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle: Any = os.open(folder / f"{mail}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message)
