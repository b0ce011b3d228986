"""What would be published, and what was, as pages and programs read it: every change in words, and whom to tell."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from event.gathering.tables import Gathering
from event.itinerary.own.labels import bus_label
from event.itinerary.planning.changes import compared, of
from event.itinerary.planning.coming import present
from event.itinerary.planning.departing import Leaving
from event.itinerary.planning.drafting import current
from event.itinerary.planning.mailing import addressed
from event.itinerary.planning.plan import Draft, What
from event.itinerary.planning.publishing import marked
from event.itinerary.planning.showing import Changed, Kind, names_of, shown_lines
from event.itinerary.planning.standing import storable
from event.itinerary.planning.stored import stands
from event.itinerary.planning.telling import ToTell, Unreached, unreached, whom_to_tell
from event.itinerary.planning.words import Said, said
from event.language import Message, translated
from event.templating import clock

_ROUTE = Message("Route {code}")
_LUNCH = Message("Lunch ({place})")


class ChangeView(Struct, frozen=True, kw_only=True):
    """A route, bus or guest with what changes; `new`: it was not there, `gone`: it is no more, or has no seat."""

    kind: Kind
    ref: UUID
    code: str
    name: str
    new: bool
    gone: bool
    changes: tuple[Said, ...]


class DifferenceView(Struct, frozen=True, kw_only=True):
    """What publishing would change now; `seen` is the mark to send along, so that nothing else is published."""

    seen: str
    moved: int
    routes: tuple[ChangeView, ...]
    buses: tuple[ChangeView, ...]
    guests: tuple[ChangeView, ...]
    tell: tuple[ToTell, ...]
    unreached: tuple[Unreached, ...]
    mails: int


async def would_change(gathering: Gathering, *, language: str) -> DifferenceView:
    """The plan organizers work on against what stands."""
    standing = await current(gathering)
    draft = storable(await present(standing.draft, gathering))
    before, names = await stands(gathering), await names_of(gathering)
    changes = compared(before, names, draft, names.after(before, draft))
    return DifferenceView(
        seen=marked(changes), moved=standing.moved, **views_of(changes, gathering, language=language),
        tell=await whom_to_tell(changes, gathering, language=language), unreached=await unreached(changes, gathering),
        mails=len(await addressed(of(changes, Kind.GUEST))),
    )  # fmt: skip


def views_of(
    changes: tuple[Changed, ...], gathering: Gathering, *, language: str
) -> dict[str, tuple[ChangeView, ...]]:
    """Changes in words: routes, buses, guests."""
    return {
        name: tuple(_view(one, gathering, language) for one in of(changes, kind))
        for name, kind in (("routes", Kind.LINE), ("buses", Kind.BUS), ("guests", Kind.GUEST))
    }


def _view(one: Changed, gathering: Gathering, language: str) -> ChangeView:
    shown = one.after or one.before
    names = {
        Kind.GUEST: (one.code, one.name),
        Kind.BUS: (bus_label(one.code, language), one.name),
        Kind.LINE: (translated(_ROUTE, language).format(code=one.code), shown.name.said(language) if shown else ""),
    }  # fmt: skip
    code, name = names[one.kind]
    return ChangeView(
        kind=one.kind, ref=one.ref, code=code, name=name, new=one.before is None, gone=one.after is None,
        changes=tuple(said(one.before, one.after, language=language, zone=gathering.zone, kind=one.kind)),
    )  # fmt: skip


@dataclass(frozen=True)
class CallRead:
    """A line of a route's day: from when to when, and what."""

    begins: str
    ends: str
    what: str


@dataclass(frozen=True)
class DayRead:
    """A day of a route as it was published."""

    on_day: date
    leaves: str
    calls: tuple[CallRead, ...]
    returns: str


@dataclass(frozen=True)
class RouteRead:
    """A route as it was published: its days, its buses and how many guests."""

    code: str
    name: str
    buses: tuple[str, ...]
    guests: int
    days: tuple[DayRead, ...]


async def read_again(draft: Draft, gathering: Gathering, *, language: str) -> tuple[RouteRead, ...]:
    """A published plan with the names of now, but its own times."""
    names = await names_of(gathering)
    buses = {key: replace(bus, leaving=Leaving(None, None)) for key, bus in names.buses.items()}
    shown = shown_lines(storable(draft), replace(names, buses=buses))
    return tuple(
        RouteRead(
            one.line, one.name.said(language), tuple(bus_label(code, language) for code in one.bus.split(", ") if code),
            one.guests or 0,
            tuple(
                DayRead(
                    day.on_day, _time(day.leaves, gathering),
                    tuple(
                        CallRead(
                            _time(call.begins, gathering), _time(call.ends, gathering),
                            translated(_LUNCH, language).format(place=call.name.said(language))
                            if call.what is What.CANTEEN else call.name.said(language),
                        )
                        for call in day.calls
                    ),
                    _time(day.returns, gathering),
                )
                for day in one.days
            ),
        )
        for one in shown.values()
    )  # fmt: skip


def _time(moment: datetime | None, gathering: Gathering) -> str:
    return clock(moment, gathering.zone)
