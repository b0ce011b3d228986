"""The published programme as a calendar: of the whole gathering, or of one hall."""

from collections.abc import Iterable

from event.agenda.feeds.calendar import GatheringCalendar, session_name
from event.agenda.publishing.version import Session
from event.gathering.tables import Gathering
from event.settings import settings


def programme_calendar(
    gathering: Gathering, sessions: Iterable[Session], *, language: str, hall: str = ""
) -> bytes:
    """Every session, those that are off as cancelled; with `hall` only those in it, or that were when they were called off."""
    shown = [one for one in sessions if not hall or one.hall == hall]
    title = gathering.title(language)
    if hall and shown:
        title = f"{title} – {shown[0].said('hall', language)}"
    made = GatheringCalendar(gathering, title=title, language=language, product="programme")
    link = f"{settings().address}/g/{gathering.slug}/agenda"
    for one in shown:
        place = " ".join(text for text in (one.where(language), one.said("way", language)) if text)
        made.entry(
            session_name(one.code), one.said("title", language), one.starts_at, one.ends_at, sequence=one.sequence,
            at=one.changed_at or gathering.created_at, link=f"{link}#{one.code}", place=place,
            lines=[one.said("attendees", language), one.said("host", language), one.said("remark", language)],
            cancelled=one.cancelled,
        )  # fmt: skip
    return made.file()
