"""The programme on paper (DOMAIN 2.3): by day, then by hall."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from event.agenda.queries import Day, SessionLine, programme
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.errors import NothingToPrint
from event.printing.fonts import missing_glyphs
from event.templating import rendered

_NOON, _EVENING = 12, 18
BANDS = (Message("Morning"), Message("Afternoon"), Message("Evening"))
_MISSING = Message("The font has no glyph for {letters}.")


@dataclass(frozen=True)
class Band:
    """Sessions of one part of a day."""

    name: str
    sessions: list[SessionLine]


@dataclass(frozen=True)
class HallPlan:
    """What happens in one hall, by day."""

    name: str
    sessions: list[tuple[date, SessionLine]]


async def agenda_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """The programme by day with its bands, then by hall, in one language."""
    days = await programme(gathering, language=wanted.language)
    if not days:
        raise NothingToPrint
    html = rendered(
        "pdf/agenda.html", language=wanted.language, held=gathering,
        days_of_programme=[(one.day, _bands(one, wanted.language)) for one in days], halls=_halls(days), stamp=stamp(),
    )  # fmt: skip
    text = "".join(
        line.title + line.place + line.attendees + line.host + line.remark
        for one in days
        for line in one.sessions
    )
    letters = missing_glyphs(text)
    told = translated(_MISSING, wanted.language).format(letters=" ".join(sorted(letters)))
    count = sum(len(one.sessions) for one in days)
    return Chunks(gathering.title(wanted.language), [html], count, (told,) if letters else ())


def _bands(one: Day, language: str) -> list[Band]:
    def part(line: SessionLine) -> int:
        return 0 if line.starts_at.hour < _NOON else 1 if line.starts_at.hour < _EVENING else 2

    return [
        Band(translated(BANDS[number], language), list(lines))
        for number, lines in groupby(sorted(one.sessions, key=part), key=part)
    ]


def _halls(days: list[Day]) -> list[HallPlan]:
    held = [(line.hall or line.place, one.day, line) for one in days for line in one.sessions]
    held.sort(key=lambda entry: (entry[0] == "", entry[0]))
    return [
        HallPlan(name, [(day, line) for _, day, line in lines])
        for name, lines in groupby(held, key=lambda entry: entry[0])
        if name
    ]
