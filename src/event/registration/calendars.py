"""The gathering as a calendar entry (RFC 5545) for a guest's own calendar."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from event.gathering.tables import Gathering
from event.language import Message, translated
from event.messages.attachments import Attached

_MY_PAGE = Message("My page and ticket: {link}")


def calendar_file(gathering: Gathering, *, language: str, link: str, now: datetime) -> Attached:
    """The days of the gathering as one entry; the same entry is replaced when it is taken again."""
    entry = Event()
    entry.add("uid", f"gathering-{gathering.id}@event")
    entry.add("dtstamp", now)
    entry.add("dtstart", gathering.first_day)
    entry.add("dtend", gathering.last_day + timedelta(days=1))
    entry.add("summary", gathering.title(language))
    if gathering.place(language):
        entry.add("location", gathering.place(language))
    entry.add("description", translated(_MY_PAGE, language).format(link=link))
    entry.add("url", link)
    whole = Calendar()
    whole.add("prodid", "-//event//gathering//ZH")
    whole.add("version", "2.0")
    whole.add_component(entry)
    return Attached("event.ics", "text/calendar", whole.to_ical())
