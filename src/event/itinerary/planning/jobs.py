"""The planner at work in the background: progress is told, cancelling is heard, the outcome is kept."""

import asyncio
import threading
import time
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import msgspec
import structlog

from event.database import fetch, fetch_one
from event.errors import Invalid, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.itinerary.planner.searching import Progress
from event.itinerary.planning.asked import Asked
from event.itinerary.planning.drafting import current
from event.itinerary.planning.gathered import facts_of
from event.itinerary.planning.runs import fail, keep
from event.itinerary.planning.solving import Solved, solve
from event.jobs import QUEUE, app
from event.language import Message, translated

log = structlog.get_logger()
_EVERY = 0.5  # seconds between two looks at how far it is and whether it is to stop
_BROKEN = Message("Something went wrong on our side. The plan is as it was; please tell the administrator.")
_RESTARTED = Message("The planner was stopped while it was at work. Please ask again.")


@app.task(name="itinerary.plan_visit", queue=QUEUE)
async def plan_visit(run: str, language: str) -> None:
    """Make the plan that was asked for."""
    await asyncio.create_task(work_on(UUID(run), language=language))


async def work_on(run: UUID, *, language: str) -> None:
    """Plan in a thread; once begun, a run is never begun again."""
    begun = await fetch(
        "UPDATE planner_run SET state = 'running' WHERE id = $1 AND state = 'waiting' AND NOT cancel RETURNING *",
        run,
    )
    if not begun:
        await fetch(
            "UPDATE planner_run SET state = 'failed', trouble = jsonb_build_object('text', $2::text)"
            " WHERE id = $1 AND state = 'running'",
            run, translated(_RESTARTED, language),
        )  # fmt: skip
        return
    gathering = await Gathering.objects().get(Gathering.id == begun[0]["gathering"])
    if gathering is None:
        return
    asked = msgspec.json.decode(begun[0]["asked"], type=Asked)
    try:
        solved = await _solved(run, asked, gathering)
    except Refusal as error:
        problems = error.problems.items() if isinstance(error, Invalid) else ()
        told = [error.told(language), *(f"{name} {one.told(language)}" for name, one in problems)]
        await fail(run, " ".join(told), now=datetime.now(UTC))
    except Exception:
        log.exception("planner.broken", run=str(run))
        await fail(run, translated(_BROKEN, language), now=datetime.now(UTC))
    else:
        await keep(run, solved.draft, objective=solved.objective, now=datetime.now(UTC))
    await announce(gathering.id)


async def _solved(run: UUID, asked: Asked, gathering: Gathering) -> Solved:
    facts = await facts_of(gathering)
    standing = await current(gathering, facts=facts)
    stop, far = threading.Event(), [0]

    def told(progress: Progress) -> None:
        far[0] = min(99, int(progress.share * 100))

    work = partial(solve, asked, standing.draft, facts, now=time.monotonic, stopped=stop.is_set, told=told)
    task = asyncio.create_task(asyncio.to_thread(work))
    while not task.done():
        await asyncio.wait({task}, timeout=_EVERY)
        row = await fetch_one("UPDATE planner_run SET share = $2 WHERE id = $1 RETURNING cancel", run, far[0])
        if row and row["cancel"]:
            stop.set()
    return await task
