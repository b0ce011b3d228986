"""The homeland visit of the scenario, with its guests: five lines, eight buses."""

from pathlib import Path

from event.database import fetch
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.planning.mailing import mail_visit
from tests.scenario.conftest import FILES, take
from tests.world import world

DATA = Path(__file__).parents[2] / "scenario" / "data"


async def a_visit() -> Gathering:
    """Guests, staff and the visit taken in."""
    await world("visit", _taken_in)
    return await the_gathering()


async def _taken_in() -> None:
    for kind in ("guests", "staff", "visit"):
        report = await take(kind, (DATA / FILES[kind]).read_bytes())
        assert report.written, [row.reasons for row in report.rows if row.reasons]


async def mailed() -> None:
    """The mails of publications are written, as the worker writes them."""
    for row in await fetch(
        "SELECT args->>'publication' AS publication FROM procrastinate_jobs WHERE task_name = 'itinerary.mail_visit'"
    ):
        await mail_visit(row["publication"])
