"""The office's own workbook of feedback, taken in, and guests who answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from event.checkin.tables import Checkpoint
from event.feedback.kinds import KINDS
from event.feedback.opening import open_survey
from event.feedback.told import SurveyTold
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.reports import ImportReport
from event.registration.mails import text_of
from event.registration.tables import Guest
from tests import cast

FEEDBACK = Path(__file__).parent.parent / "scenario" / "data" / "survey_and_suggestions.xlsx"
AFTERWARDS = datetime(2026, 10, 18, 2, 0, tzinfo=UTC)
"""Ten in the morning of the day after the last one."""
WHO = {"by": COMMAND_LINE, "now": AFTERWARDS}


async def take(
    content: bytes,
    held: Gathering,
    *,
    kind: str = "feedback",
    dry_run: bool = False,
    now: datetime = AFTERWARDS,
) -> ImportReport:
    """A list, taken in."""
    return await KINDS[kind](
        content, file_name=f"{kind}.xlsx", gathering=held, dry_run=dry_run, by=COMMAND_LINE, now=now
    )


async def arrived(held: Gathering, how_many: int, **reply: str) -> list[Guest]:
    """Guests who have come, each with a mail address."""
    if not await Checkpoint.exists().where(Checkpoint.gathering == held.id):
        await cast.checkpoint(held)
    guests = []
    for number in range(how_many):
        names = {"name_zh": "郑样本", "latin_surname": "ZHENG", "latin_given": f"Number{number}"}
        guest, ticket = await cast.guest(held, **names | {"email": f"guest{number}@example.com"} | reply)
        assert ticket is not None
        await cast.scan(held, await text_of(held, ticket))
        guests.append(guest)
    return guests


async def asked(how_many: int, **columns: object) -> tuple[Gathering, list[Guest]]:
    """A gathering whose survey is open, and those who are asked."""
    held = await cast.gathering(**columns)
    guests = await arrived(held, how_many)
    await open_survey(SurveyTold(closes_on=(AFTERWARDS + timedelta(days=14)).date()), gathering=held, **WHO)
    return held, guests
