"""The homeland visit of the scenario, with its guests: five lines, eight buses."""

from pathlib import Path

from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from tests.scenario.conftest import FILES, take

DATA = Path(__file__).parents[2] / "scenario" / "data"


async def a_visit() -> Gathering:
    """Guests, staff and the visit taken in."""
    for kind in ("guests", "staff", "visit"):
        report = await take(kind, (DATA / FILES[kind]).read_bytes())
        assert report.written, [row.reasons for row in report.rows if row.reasons]
    return await the_gathering()
