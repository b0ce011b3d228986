"""What is cleared away every night."""

import asyncio
from datetime import UTC, datetime

from event.jobs import QUEUE, app
from event.people.rates import forget_old_windows
from event.people.sessions import forget_old_sessions
from event.people.undoing import forget_old_steps
from event.printing.centre.keeping import forget_old_documents
from event.printing.store import forget_old_pieces
from event.registration.asking.operations import forget_old_drafts
from event.registration.importing.runs import forget_old_lists


@app.periodic(cron="17 3 * * *")
@app.task(name="web.housekeeping", queue=QUEUE, pass_context=False)
async def clear_away(timestamp: int) -> None:
    """Delete old sessions, what can no longer be undone, rate windows, drafts, uploaded lists, documents and pieces of print."""
    now = datetime.fromtimestamp(timestamp, UTC)
    await asyncio.create_task(forget_old_sessions(now=now))
    await asyncio.create_task(forget_old_steps(now=now))
    await asyncio.create_task(forget_old_windows(now=now))
    await asyncio.create_task(forget_old_drafts(now=now))
    await asyncio.create_task(forget_old_lists(now=now))
    await asyncio.create_task(forget_old_pieces(now=now))
    await asyncio.create_task(forget_old_documents(now=now))
