"""What registration does in the background."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from event.crypto import ring
from event.gathering.tables import Gathering
from event.jobs import QUEUE, app
from event.registration.own.operations import mail_links


@app.task(name="registration.mail_links", queue=QUEUE)
async def mail_lost_links(gathering: str, sealed: str, language: str) -> None:
    """Mail the links of an address; where nobody has it, nothing is mailed."""
    email = ring().unwrap(bytes.fromhex(sealed), context="lost link").decode()
    held = await Gathering.objects().get(Gathering.id == UUID(gathering))
    if held is not None:
        await asyncio.create_task(mail_links(held, email, language=language, now=datetime.now(UTC)))
