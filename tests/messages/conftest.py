"""A real mail server on this machine, and mails of the cast to send to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.messages.operations import Letter, enqueue
from event.settings import settings
from tests import cast

Answering = Callable[["Post", SMTP], Awaitable[str]]


class Post:
    """What the server does with mails: it takes them, unless `answer` says otherwise."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.recipient_answer = "250 OK"
        self.answer: Answering | None = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        self.taken.append((list(envelope.rcpt_tos), message))
        return await self.answer(self, server) if self.answer else "250 OK"


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets EVENT_… for one test."""

    def set_to(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"EVENT_{name.upper()}", str(value))
        settings.cache_clear()

    yield set_to
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def post(setting: Callable[..., None]) -> AsyncIterator[Post]:
    """The mail server that the settings name."""
    handler = Post()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="post", loop=loop), "127.0.0.1", 0)
    setting(smtp_url=f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    yield handler
    server.close()


async def a_mail(
    held: Gathering,
    *,
    to: str = "lin@example.com",
    cause: str = "a",
    occasion: str = "received",
    **values: str,
) -> UUID | None:
    """A mail in the outbox."""
    letter = Letter(to, values.pop("language", "en"), {"name": "LIN Shili", "link": "http://x/t/1", **values})
    async with writing():
        return await enqueue(occasion, letter, cause=cause, gathering=held, guest=None, now=cast.NOW)


async def states() -> list[str]:
    """The states of all mails in the order in which they were written."""
    return [row["state"] for row in await fetch("SELECT state FROM mail ORDER BY created_at, cause")]
