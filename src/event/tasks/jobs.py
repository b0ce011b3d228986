"""What the tasks do in the background: overdue ones are reminded of."""

import asyncio
from datetime import UTC, datetime

from event.gathering.tables import Gathering
from event.jobs import QUEUE, app
from event.people.rules import SYSTEM
from event.tasks.kinds import KINDS
from event.tasks.reminding import remind_overdue

LISTS = tuple(KINDS)
"""The lists a worker can take in."""


@app.periodic(cron="35 0 * * 1-5")
@app.task(name="tasks.remind_overdue", queue=QUEUE, pass_context=False)
async def remind_of_overdue_tasks(timestamp: int) -> None:
    """On working days just after half past eight in China: one mail to everybody who has overdue tasks."""
    now = datetime.fromtimestamp(timestamp, UTC)
    await asyncio.create_task(_remind_all(now))


async def _remind_all(now: datetime) -> None:
    for gathering in await Gathering.objects():
        await remind_overdue(gathering, by=SYSTEM, now=now)
