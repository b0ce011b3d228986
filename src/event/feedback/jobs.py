"""What feedback does in the background: its workbook is known to who takes lists in, and the survey's mails are written."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from event.feedback.kinds import KINDS
from event.feedback.opening import mail_asked
from event.gathering.tables import Gathering
from event.jobs import QUEUE, app

LISTS = tuple(KINDS)
"""The lists a worker can take in."""


@app.task(name="feedback.mail_survey", queue=QUEUE)
async def mail_survey(gathering: str) -> None:
    """Mail everybody who is asked, each once."""
    held = await Gathering.objects().get(Gathering.id == UUID(gathering))
    if held is not None:
        await asyncio.create_task(_mail(held))


async def _mail(gathering: Gathering) -> None:
    await mail_asked(gathering, now=datetime.now(UTC))
