"""Which plan a paper about seats is of, and the plan itself."""

from uuid import UUID

from event.agenda.seating.chart import Chart
from event.agenda.seating.reading import chart_of, plans_of
from event.agenda.seating.tables import PlanKind
from event.database import fetch
from event.errors import NotFound
from event.gathering.tables import Gathering
from event.language import Message, in_language, translated
from event.printing.centre.document import Options
from event.printing.chunks import Wanted

PLAN = Message("Seat plan")
SPEAKERS = "session:"
"""Before the code of a session whose hosts and speakers are meant."""
OPEN = Message("draft: the seat plan is not frozen")
_SPEAKERS = Message("Hosts and speakers: {title}")


class NoSeatPlan(NotFound):
    """There is nothing to choose from."""

    sentence = Message("There is no seat plan to print. Make one under Seat plans.")


async def plans(gathering: Gathering, language: str) -> Options:
    """The plans in the order of time."""
    return [(str(one.id), one.name) for one in await plans_of(gathering, language=language)]


async def banquets(gathering: Gathering, language: str) -> Options:
    """The plans of banquets."""
    return [
        (str(one.id), one.name)
        for one in await plans_of(gathering, language=language)
        if one.kind is PlanKind.BANQUET
    ]


async def plans_and_sessions(gathering: Gathering, language: str) -> Options:
    """The plans, then sessions that have hosts or speakers."""
    rows = await fetch(
        "SELECT s.code, s.title_zh, s.title_en FROM agenda_session s WHERE s.gathering = $1"
        " AND EXISTS (SELECT 1 FROM agenda_person p WHERE p.agenda_session = s.id) ORDER BY s.starts_at, s.code",
        gathering.id,
    )
    return [
        *await plans(gathering, language),
        *(
            (
                f"{SPEAKERS}{row['code']}",
                translated(_SPEAKERS, language).format(title=in_language(language, zh=row["title_zh"], en=row["title_en"])),
            )
            for row in rows
        ),
    ]  # fmt: skip


async def chosen(gathering: Gathering, wanted: Wanted, *, kind: PlanKind | None = None) -> Chart:
    """The plan that was chosen, the first where none was. Raises NoSeatPlan, UnknownPlan."""
    told = wanted.options.get("plan", "")
    if not told:
        offered = await (banquets if kind is PlanKind.BANQUET else plans)(gathering, wanted.language)
        if not offered:
            raise NoSeatPlan
        told = offered[0][0]
    try:
        key = UUID(told)
    except ValueError:
        raise NoSeatPlan from None
    return await chart_of(key, gathering, language=wanted.language)
