"""Background work: the Procrastinate app, and how work is asked for inside a transaction."""

import json
from datetime import datetime
from typing import Any

from procrastinate import App, PsycopgConnector

from event.database import engine, fetch
from event.logs import configure_logs

QUEUE = "event"


def _app() -> App:
    return App(
        connector=PsycopgConnector(),
        import_paths=[
            "event.messages.delivery",
            "event.registration.jobs",
            "event.agenda.seating.jobs",
            "event.agenda.publishing.mailing",
            "event.agenda.signing_up.jobs",
            "event.itinerary.planning.jobs",
            "event.itinerary.planning.mailing",
            "event.checkin.import_jobs",
            "event.signing.jobs",
            "event.tasks.jobs",
            "event.feedback.jobs",
            "event.printing.ticket",
            "event.printing.centre.operations",
            "event.web.housekeeping",
        ],
    )


app = _app()
"""Slices register with `@app.task(name="slice.verb", queue=QUEUE, …)`."""


async def ask(task: str, *, at: datetime | None = None, **arguments: Any) -> None:
    """Enqueue a task by name with the change that causes it, inside the caller's `writing()`."""
    await fetch(
        "SELECT procrastinate_defer_jobs_v1(ARRAY["
        "ROW($1, $2, 0, NULL, NULL, $3::jsonb, $4)::procrastinate_job_to_defer_v1])",
        QUEUE, task, json.dumps(arguments, default=str), at,
    )  # fmt: skip


async def work() -> None:
    """Run jobs until told to stop."""
    configure_logs()
    connector = PsycopgConnector(conninfo=engine.config["dsn"])
    with app.replace_connector(connector) as connected:
        async with connected.open_async():
            await connected.run_worker_async(queues=[QUEUE], concurrency=4, install_signal_handlers=True)
