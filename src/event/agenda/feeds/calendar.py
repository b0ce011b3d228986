"""A calendar of a gathering (RFC 5545): what every one of them has, and entries by a name that stays."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from event.gathering.tables import Gathering

_ASKS_AGAIN = timedelta(hours=1)


def session_name(code: str) -> str:
    """The name of a session's entry: the same in every calendar of the gathering."""
    return f"session-{code}"


class GatheringCalendar:
    """Entries are named by gathering and thing, so that a newer one replaces it."""

    def __init__(self, gathering: Gathering, *, title: str, language: str, product: str) -> None:
        self._gathering, self._language = gathering, language
        self._whole = Calendar()
        for key, value in (
            ("prodid", f"-//event//{product}//{language.partition('-')[0].upper()}"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("name", title), ("x-wr-calname", title), ("x-wr-timezone", gathering.timezone),
            ("x-published-ttl", "PT1H"),
        ):  # fmt: skip
            self._whole.add(key, value)
        self._whole.add("refresh-interval", _ASKS_AGAIN, parameters={"VALUE": "DURATION"})

    def file(self) -> bytes:
        """The calendar as it is sent."""
        if self._whole.events:
            self._whole.add_missing_timezones()
        return bytes(self._whole.to_ical())

    def entry(
        self, name: str, title: str, begins: datetime, ends: datetime | None, *, sequence: int, at: datetime,
        link: str, place: str = "", lines: Iterable[str] = (), cancelled: bool = False,
    ) -> None:  # fmt: skip
        """Add an entry; `sequence` is raised and `at` is later with each change of it."""
        zone: ZoneInfo = self._gathering.zone
        entry = Event()
        entry.add("uid", f"{self._gathering.id}-{name}@event")
        entry.add("sequence", sequence)
        for stamp in ("dtstamp", "last-modified"):
            entry.add(stamp, at)
        entry.add("dtstart", begins.astimezone(zone))
        if ends is not None and ends > begins:
            entry.add("dtend", ends.astimezone(zone))
        entry.add("summary", title)
        entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        if place:
            entry.add("location", place)
        entry.add("description", "\n".join([*(line for line in lines if line), link]))
        entry.add("url", link)
        self._whole.add_component(entry)
