"""The published programme by day, in the shape in which the draft is read."""

from itertools import groupby

from event.agenda.publishing.version import Session, last_version, standing
from event.agenda.queries import Day, SessionLine, programme
from event.gathering.tables import Gathering


async def programme_in(gathering: Gathering, *, language: str, draft: bool) -> list[Day]:
    """The programme as guests see it, or the draft that the office works on."""
    read = programme if draft else published_programme
    return await read(gathering, language=language)


async def published_programme(gathering: Gathering, *, language: str) -> list[Day]:
    """What guests see: the last published version; the current programme while nothing is published."""
    version, current = await last_version(gathering), await programme(gathering, language=language)
    if version is None:
        return current
    booked = {one.id: one.booked for day in current for one in day.sessions}
    lines = [
        _line(one, language, booked.get(one.id, 0)) for one in standing(version.sessions, gathering.zone)
    ]
    return [Day(day, list(of)) for day, of in groupby(lines, key=lambda one: one.starts_at.date())]


def _line(one: Session, language: str, booked: int) -> SessionLine:
    return SessionLine(
        id=one.id, code=one.code, title=one.said("title", language), starts_at=one.starts_at, ends_at=one.ends_at,
        hall=one.said("hall", language), place=one.said("place", language), capacity=one.capacity,
        attendees=one.said("attendees", language), host=one.said("host", language), remark=one.said("remark", language),
        booked=booked,
    )  # fmt: skip
