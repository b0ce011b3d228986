"""Seats are proposed in the background."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import UUID

import structlog

from event.agenda.seating.errors import UnknownPlan
from event.agenda.seating.proposing.operations import TASK, gathering_of
from event.agenda.seating.proposing.question import question_of
from event.agenda.seating.proposing.seats import seats_of
from event.agenda.seating.proposing.solving import assigned
from event.agenda.seating.reading import chart_of
from event.agenda.seating.remarks import remarks_on
from event.database import fetch
from event.gathering.live import announce
from event.jobs import QUEUE, app
from event.language import STAFF_LANGUAGES

log = structlog.get_logger()


@app.task(name=TASK, queue=QUEUE)
async def propose_seats(proposal: str) -> None:
    """Work out the seats that were asked for."""
    await work_on(UUID(proposal))


async def work_on(proposal: UUID) -> None:
    """Solve in a thread; a proposal is begun once."""
    try:
        row, gathering = await gathering_of(proposal)
    except UnknownPlan:
        return
    try:
        chart = await chart_of(row["plan"], gathering, needs=True)
        question = question_of(chart, **json.loads(row["asked"]))
        places = seats_of(chart, question, await asyncio.to_thread(assigned, question))
        told = remarks_on(chart, places)
        await fetch(
            "UPDATE seat_proposal SET state = 'done', places = $2, remarks = $3, rests_on = $4, done_at = $5 WHERE id = $1",
            proposal, json.dumps([(str(key), place) for key, place in places.items()]),
            json.dumps({language: [one.told(language) for one in told] for language in STAFF_LANGUAGES}, ensure_ascii=False),
            chart.mark, datetime.now(UTC),
        )  # fmt: skip
    except Exception:
        log.exception("seats.broken", proposal=str(proposal))
        await fetch(
            "UPDATE seat_proposal SET state = 'failed', done_at = $2 WHERE id = $1",
            proposal,
            datetime.now(UTC),
        )
    await announce(gathering.id)
