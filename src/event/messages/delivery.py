"""The job that delivers one mail: by SMTP, or, without a server, as a file under VAR/mail.

A mail is marked as being sent before the server is given its text, and as sent after the server
took it. Where the server goes away in between, nobody knows: such a mail is `unsure` and waits
for a person, so that none is sent twice by itself. Everything else is tried again, for two days.
"""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from procrastinate import RetryStrategy

from event.database import fetch, fetch_one, writing
from event.jobs import QUEUE, app, ask
from event.language import Message
from event.messages.addresses import mailable
from event.messages.attachments import MAKERS
from event.messages.operations import attach
from event.messages.smtp import MailServerAway, NobodyKnows, RefusedForGood, hand_over
from event.messages.tables import MailState
from event.people.errors import TooOften
from event.people.rates import Rate, count
from event.settings import settings

log = structlog.get_logger()

TRIES = 55
RETRIES = RetryStrategy(max_attempts=TRIES - 1, wait=15, linear_wait=120)
"""Every wait is two minutes longer than the one before: an hour without a server delays a mail by a
quarter of an hour more, and two days are bridged."""
_LOST_AFTER = timedelta(minutes=15)

NOT_AN_ADDRESS = Message("This is not an address mail can be sent to.")
WORKER_ENDED = Message("The program ended while it was sending.")


@app.task(name="messages.deliver", queue=QUEUE, retry=RETRIES)
async def deliver(mail: str) -> None:
    """Send one mail of the outbox, once; an error keeps it queued with the reason."""
    # A task of its own: after a lost connection, the worker's own task would stay broken.
    await asyncio.create_task(_deliver(UUID(mail), now=datetime.now(UTC)))


async def _deliver(mail: UUID, *, now: datetime) -> None:
    row = await fetch_one(
        "SELECT state, domain, recipient, message, attachments,"
        " (SELECT language FROM guest WHERE guest.id = mail.guest) AS language,"
        " (SELECT practice FROM gathering WHERE gathering.id = mail.gathering) AS practice FROM mail WHERE id = $1",
        mail,
    )
    if row is None or row["state"] != MailState.QUEUED:
        return
    recipient = mailable(row["recipient"])
    if not recipient:
        await _ends(mail, MailState.FAILED, NOT_AN_ADDRESS)
        return
    try:
        await count(Rate("mail", settings().mails_per_minute, 1), row["domain"], now=now)
    except TooOften as error:
        await _put_off(mail, row["domain"], until=now + timedelta(seconds=error.seconds))
        return
    try:
        message = await _whole(row)
    except Exception as error:
        await _try_later(mail, f"{type(error).__name__}: {error}")
        raise
    if await _take(mail, now=now):
        await _send(mail, recipient, message, practice=row["practice"], now=now)


async def _send(mail: UUID, recipient: str, message: bytes, *, practice: bool, now: datetime) -> None:
    try:
        if (url := settings().smtp_url) and not practice:
            await hand_over(url, recipient, message)
        else:
            await asyncio.to_thread(_as_file, mail, message)
    except NobodyKnows as error:
        await _ends(mail, MailState.UNSURE, str(error))
    except RefusedForGood as error:
        await _ends(mail, MailState.FAILED, str(error))
    except (MailServerAway, OSError) as error:
        await _try_later(mail, str(error))
        raise
    else:
        async with writing():
            await fetch(
                "UPDATE mail SET state = 'sent', sent_at = $2, attempts = attempts + 1, last_error = ''"
                " WHERE id = $1",
                mail, now,
            )  # fmt: skip
        log.info("mail.sent", mail=str(mail))


async def _put_off(mail: UUID, domain: str, *, until: datetime) -> None:
    """Ask for the mail again when those of its domain that were written before it have gone out."""
    async with writing():
        ahead = await fetch(
            "SELECT 1 FROM mail WHERE domain = $1 AND state = 'queued'"
            " AND (created_at, id) < (SELECT created_at, id FROM mail WHERE id = $2)",
            domain, mail,
        )  # fmt: skip
        minutes = len(ahead) // settings().mails_per_minute
        await ask("messages.deliver", at=until + timedelta(minutes=minutes), mail=mail)


async def _whole(row: Any) -> bytes:
    """The mail with what is attached only now."""
    attachments = json.loads(row["attachments"] or "[]")
    content = bytes(row["message"])
    if not attachments:
        return content
    message = message_from_bytes(content, policy=policy.SMTP)
    for kind, subject in attachments:
        file = await MAKERS[kind](UUID(subject), row["language"] or "zh-Hans")
        if file is not None:
            attach(message, file)
    return message.as_bytes(policy=policy.SMTP)


async def _take(mail: UUID, *, now: datetime) -> bool:
    """Mark a queued mail as being sent: of several workers, one gets it."""
    async with writing():
        row = await fetch_one(
            "UPDATE mail SET state = 'sending', taken_at = $2 WHERE id = $1 AND state = 'queued' RETURNING id",
            mail, now,
        )  # fmt: skip
    return row is not None


async def _ends(mail: UUID, state: MailState, why: str) -> None:
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
            " state = CASE WHEN attempts + 1 >= $3 THEN 'failed' ELSE 'queued' END"
            " WHERE id = $1 AND state IN ('queued', 'sending')",
            mail, why[:500], TRIES,
        )  # fmt: skip


async def name_what_was_lost(*, now: datetime) -> None:
    """Mails whose worker died while sending: nobody knows whether the server took them."""
    async with writing():
        await fetch(
            "UPDATE mail SET state = 'unsure', last_error = $2 WHERE state = 'sending' AND taken_at < $1",
            now - _LOST_AFTER, WORKER_ENDED,
        )  # fmt: skip


async def ask_for_forgotten(*, now: datetime) -> None:
    """Mails that wait without a job, because a worker died before it began, get one."""
    async with writing():
        rows = await fetch(
            "SELECT id FROM mail WHERE state = 'queued' AND created_at < $1 AND NOT EXISTS"
            " (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'messages.deliver'"
            "  AND args->>'mail' = mail.id::text)",
            now - _LOST_AFTER,
        )
        for row in rows:
            await ask("messages.deliver", mail=row["id"])


@app.periodic(cron="*/15 * * * *")
@app.task(name="messages.look_after", queue=QUEUE, pass_context=False)
async def look_after(timestamp: int) -> None:
    """Every quarter of an hour, no mail is left lying."""
    now = datetime.fromtimestamp(timestamp, UTC)
    await asyncio.create_task(name_what_was_lost(now=now))
    await asyncio.create_task(ask_for_forgotten(now=now))


def mail_folder() -> Path:
    """Where mails go without a mail server."""
    return settings().var / "mail"


def _as_file(mail: UUID, message: bytes) -> None:
    folder = mail_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle: Any = os.open(folder / f"{mail}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message)
