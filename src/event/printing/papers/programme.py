"""The programme on paper (DOMAIN 2.3): by day, by hall, for a guest; the agenda of a session and its cue sheet."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from event.agenda.publishing.reading import programme_in
from event.agenda.queries import Day, SessionLine
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.errors import NothingToPrint
from event.printing.own_programme import programme_html
from event.printing.papers.errors import NoGuestChosen
from event.printing.papers.people import guests_of
from event.printing.papers.sheet import choice_of, lacking
from event.registration.queries import delegations_of
from event.registration.tables import Guest
from event.templating import rendered

_NOON, _EVENING = 12, 18
BANDS = (Message("Morning"), Message("Afternoon"), Message("Evening"))
VIEW = Message("In what order")
EDITION = Message("Which programme")
EDITIONS = {"": Message("As guests see it"), "draft": Message("As the office works on it")}
VIEWS = {"": Message("By day, then by hall"), "day": Message("By day"), "hall": Message("By hall")}


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


async def views(_gathering: Gathering, language: str) -> Options:
    """The orders there are."""
    return [(code, translated(label, language)) for code, label in VIEWS.items()]


async def editions(_gathering: Gathering, language: str) -> Options:
    """What guests see, or the draft."""
    return [(code, translated(label, language)) for code, label in EDITIONS.items()]


async def agenda_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """The programme by day with its bands, by hall, or both, in one language."""
    draft, view = wanted.options.get("edition") == "draft", wanted.options.get("view", "")
    days = await programme_in(gathering, language=wanted.language, draft=draft)
    if not days:
        raise NothingToPrint
    html = rendered(
        "pdf/papers/programme.html", language=wanted.language, held=gathering, stamp=stamp(),
        days_of_programme=[(one.day, _bands(one, wanted.language)) for one in days] if view != "hall" else [],
        halls=_halls(days) if view != "day" else [],
    )  # fmt: skip
    count = sum(len(one.sessions) for one in days)
    problems = lacking(repr(days), choice_of(wanted))
    key = f"agenda {view}{' draft' if draft else ''}".strip()
    return Chunks(gathering.title(wanted.language), [html], count, problems, parts={key: html})


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


async def own_chunks(gathering: Gathering, wanted: Wanted, now: datetime) -> Chunks:
    """The own programme of a guest, or of each of a class or delegation. Raises NoGuestChosen, NothingToPrint."""
    if not (wanted.guests or wanted.class_codes or wanted.delegation):
        raise NoGuestChosen
    chosen = await _chosen(gathering, wanted)
    if not chosen:
        raise NothingToPrint
    rows = await Guest.objects().where(Guest.id.is_in(chosen)).order_by(Guest.number)
    parts = {
        f"programme {row.number}": await programme_html(
            row, gathering, language=wanted.language, proven=True, now=now, stamp=stamp(f"programme {row.number}")
        )
        for row in rows
    }  # fmt: skip
    return Chunks(gathering.title(wanted.language), list(parts.values()), len(parts), parts=parts)


async def _chosen(gathering: Gathering, wanted: Wanted) -> list[UUID]:
    known = {one.id: one.code for one in await delegations_of(gathering.id)}
    return [
        one.id
        for one in await guests_of(gathering, wanted.guests)
        if (wanted.class_codes is None or one.class_code in wanted.class_codes)
        and (wanted.delegation is None or one.delegation_code == known.get(wanted.delegation))
    ]
