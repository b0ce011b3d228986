"""Handing one mail to the mail server, and the three ways in which it may not take it."""

from urllib.parse import unquote, urlsplit

import aiosmtplib

from event.settings import settings

_SECONDS = 30
_FOR_GOOD = range(500, 600)


class MailServerAway(RuntimeError):
    """The mail server cannot be used now; the job tries again."""


class RefusedForGood(RuntimeError):
    """The mail server will never take this mail."""


class NobodyKnows(RuntimeError):
    """The connection broke after the text was sent and before the server answered."""


async def hand_over(url: str, recipient: str, message: bytes) -> None:
    """Give a mail to the server behind `url`. Raises MailServerAway, RefusedForGood, NobodyKnows."""
    try:
        await _hand_over(url, recipient, message)
    except (OSError, aiosmtplib.SMTPException) as error:
        raise MailServerAway(_told(error)) from error


async def _hand_over(url: str, recipient: str, message: bytes) -> None:
    parts = urlsplit(url)
    client = aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        start_tls=None if parts.scheme == "smtp" else False,
        timeout=_SECONDS,
    )
    async with client:
        try:
            await client.mail(settings().mail_from)
            await client.rcpt(recipient)
            await _text(client, message)
        except aiosmtplib.SMTPResponseException as error:
            if error.code in _FOR_GOOD:
                raise RefusedForGood(_told(error)) from error
            raise


async def _text(client: aiosmtplib.SMTP, message: bytes) -> None:
    try:
        await client.data(message)
    except aiosmtplib.SMTPResponseException:
        raise
    except (OSError, aiosmtplib.SMTPException) as error:
        raise NobodyKnows(_told(error)) from error


def _told(error: Exception) -> str:
    """What the server or the network said."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{error.code} {error.message}"
    return str(error) or type(error).__name__
