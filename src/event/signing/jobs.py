"""What the signing does in the background: its lists are known to who takes lists in, and overdue steps are reminded of."""

import asyncio
from datetime import UTC, datetime

from event.gathering.tables import Gathering
from event.jobs import QUEUE, app
from event.people.rules import SYSTEM
from event.signing.kinds import KINDS
from event.signing.ledger.reminding import remind_overdue

LISTS = tuple(KINDS)
"""The lists a worker can take in."""


@app.periodic(cron="30 0 * * 1-5")
@app.task(name="signing.remind_overdue", queue=QUEUE, pass_context=False)
async def remind_of_overdue_steps(timestamp: int) -> None:
    """On working days at half past eight in China: one mail to everybody whose projects have a step that is overdue."""
    now = datetime.fromtimestamp(timestamp, UTC)
    await asyncio.create_task(_remind_all(now))


async def _remind_all(now: datetime) -> None:
    for gathering in await Gathering.objects():
        await remind_overdue(gathering, by=SYSTEM, now=now)
