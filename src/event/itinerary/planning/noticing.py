"""What publications changed for a guest: notices until they are read, the number of the calendar, visits that are off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from event.database import fetch, fetch_one
from event.itinerary.planning.showing import Shown, ShownDay, shown_in
from event.itinerary.planning.words import Said, said

_HEAD = 2
"""Of a first plan only route and bus are news: the rest stands in the programme."""


@dataclass(frozen=True)
class Notice:
    """What one publication changed for a guest; `sequence` is that of their calendar from then on."""

    publication: int
    at: datetime
    word: str
    sequence: int
    before: Shown | None
    after: Shown | None
    seen_at: datetime | None


@dataclass(frozen=True)
class News:
    """What has changed since the guest looked last, and what organizers say about it, newest first."""

    changes: tuple[Said, ...]
    words: tuple[str, ...]


async def notices_of(guest: UUID) -> list[Notice]:
    """Every notice of a guest, newest first."""
    rows = await fetch(
        "SELECT p.number, p.at, p.word, n.sequence, n.before, n.after, n.seen_at FROM visit_notice n"
        " JOIN publication p ON p.id = n.publication WHERE n.guest = $1 ORDER BY n.sequence DESC",
        guest,
    )
    return [
        Notice(
            row["number"], row["at"], row["word"], row["sequence"], shown_in(row["before"]), shown_in(row["after"]),
            row["seen_at"],
        )
        for row in rows
    ]  # fmt: skip


def news_in(notices: list[Notice], *, language: str, zone: ZoneInfo) -> News:
    """What is new in all notices that are not read yet, taken together."""
    unread = [one for one in notices if one.seen_at is None]
    if not unread:
        return News((), ())
    before, after = unread[-1].before, unread[0].after
    changes = said(before, after, language=language, zone=zone)
    told = changes if before is not None else changes[:_HEAD]
    return News(tuple(told), tuple(dict.fromkeys(one.word for one in unread if one.word)))


async def seen(guest: UUID, *, now: datetime) -> None:
    """The guest has read their notices."""
    await fetch("UPDATE visit_notice SET seen_at = $2 WHERE guest = $1 AND seen_at IS NULL", guest, now)


async def sequence_of(guest: UUID) -> int:
    """How often publications changed something for a guest."""
    row = await fetch_one("SELECT max(sequence) AS last FROM visit_notice WHERE guest = $1", guest)
    return (row["last"] or 0) if row else 0


@dataclass(frozen=True)
class CalledOff:
    """A day of the visit that a guest had and has no more: the how manieth, and when it was."""

    place: int
    title: str
    begins_at: datetime
    ends_at: datetime | None


def called_off(notices: list[Notice], *, days: int, language: str) -> list[CalledOff]:
    """The days of the visit beyond the `days` the guest has now, as they were told last."""
    found: dict[int, CalledOff] = {}
    for notice in notices:
        for shown in (notice.after, notice.before):
            for place, day in enumerate(shown.days if shown else (), start=1):
                begins = _begins(shown, day, place) if shown else None
                if shown is not None and begins is not None and place > days:
                    found.setdefault(place, CalledOff(place, shown.name.said(language), begins, day.returns))
    return [found[place] for place in sorted(found)]


def _begins(shown: Shown, day: ShownDay, place: int) -> datetime | None:
    first = shown.musters if place == 1 else None
    return first or day.leaves or next((call.begins for call in day.calls), None)
