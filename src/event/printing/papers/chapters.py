"""What the parts of the handbook are made of (DOMAIN 2.2); a part without data is none."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from event.agenda.kept import KeptSession, kept_sessions
from event.agenda.labels import ITEM_LABELS, PART_LABELS
from event.agenda.publishing.reading import published_programme
from event.agenda.queries import Day
from event.agenda.tables import SessionKind
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.own.calling import contacts
from event.itinerary.tables import CrewRole
from event.language import Message
from event.printing.papers.people import Attendee, by_delegation, guests_of
from event.printing.papers.prose import Block, blocks
from event.printing.papers.seated import Plan, released_plans
from event.printing.papers.texts import OfficeTexts
from event.printing.signing.agreements import HIDDEN, amount_of, parties_of
from event.printing.signing.choosing import Wanted as SigningWanted
from event.printing.visit.buses import BusDay, Visit, bus_days, in_order
from event.printing.visit.choosing import Choice
from event.printing.visit.lodgings import Hotel, lodgings
from event.signing.queries import batches_of, items_of

MEASURE = 29.0
"""Ems of a line of prose: 116 mm in letters of 4 mm."""


@dataclass(frozen=True)
class Book:
    """What all parts look at."""

    gathering: Gathering
    texts: OfficeTexts
    choice: Choice
    now: datetime
    guests: Sequence[Attendee]
    days: Sequence[Day]
    sessions: Sequence[KeptSession]
    buses: Sequence[BusDay]
    plans: Sequence[Plan]

    @property
    def language(self) -> str:
        return self.choice.language

    def prose(self, part: str) -> list[Block]:
        return blocks(self.texts.said(part, self.language), measure=MEASURE, language=self.language)

    def lines(self, part: str) -> list[str]:
        return [one.strip() for one in self.texts.said(part, self.language).splitlines() if one.strip()]


async def book_of(gathering: Gathering, texts: OfficeTexts, choice: Choice, now: datetime) -> Book:
    """Read once what the parts are made of."""
    return Book(
        gathering, texts, choice, now, await guests_of(gathering), await published_programme(gathering, language=choice.language),
        await kept_sessions(gathering), await bus_days(gathering, choice), await released_plans(gathering, choice.language),
    )  # fmt: skip


async def _welcome(book: Book) -> dict[str, Any] | None:
    told = book.prose("welcome")
    return {"blocks": told, "signed": book.lines("welcome-by")} if told else None


async def _about(book: Book) -> dict[str, Any] | None:
    hosts = book.lines("hosts") or [one for one in (book.gathering.federation(book.language),) if one]
    bodies = [(_HOSTS, hosts), (_UNDERTAKERS, book.lines("undertakers")), (_CO, book.lines("co-organisers"))]
    return {
        "theme": " ".join(book.lines("theme")), "blocks": book.prose("about"),
        "bodies": [(label, names) for label, names in bodies if names],
    }  # fmt: skip


_HOSTS, _UNDERTAKERS, _CO = Message("Hosted by"), Message("Organised by"), Message("Co-organised by")


def _prose(part: str) -> Callable[[Book], Awaitable[dict[str, Any] | None]]:
    async def told(book: Book) -> dict[str, Any] | None:
        found = book.prose(part)
        return {"blocks": found} if found else None

    return told


async def _programme(book: Book) -> dict[str, Any] | None:
    return {"days": book.days} if book.days else None


async def _sessions(book: Book) -> dict[str, Any] | None:
    """Sessions that have items, with who hosts and who speaks."""
    told = [one for one in book.sessions if one.items and one.cancelled_at is None]
    return {"sessions": told, "kinds": ITEM_LABELS, "part_names": PART_LABELS} if told else None


async def _signing(book: Book) -> dict[str, Any] | None:
    """The list of agreements by batch; confidential ones are only counted."""
    wanted = SigningWanted(book.now.astimezone(book.gathering.zone).date(), book.now, book.language)
    items = [one for one in await items_of(book.gathering) if one.told.batch is not None]
    shown = [one for one in items if not one.told.confidential]
    if not shown:
        return None
    batches = []
    for batch in await batches_of(book.gathering, items):
        rows = [
            {
                "name": wanted.label(one.told.name_zh, one.told.name_en), "kind": one.agreement_type.name(book.language),
                "amount": amount_of(one, wanted),
                "parties": [party for place in one.parties for party in parties_of([place], one, wanted, marked=True)],
            }
            for one in shown
            if one.told.batch == batch.told.number
        ]  # fmt: skip
        if rows:
            title = wanted.label(batch.told.title_zh, batch.told.title_en)
            batches.append((wanted.batch_name(batch.told.number), title, rows))
    hidden = len(items) - len(shown)
    return {"batches": batches, "note": wanted.said(HIDDEN, count=hidden) if hidden else ""}


async def _visit(book: Book) -> dict[str, Any] | None:
    """Each route on each of its days, with stops, lunch and return, and the buses that go."""
    routes: dict[tuple[str, date | None], dict[str, Any]] = {}
    for one in book.buses:
        if not one.bus.route[0]:
            continue
        told = routes.setdefault(
            (one.bus.route[0], one.day),
            {"name": _route(one, book.choice), "day": one.day, "stops": _stops(one), "returns": one.returns, "buses": []},
        )  # fmt: skip
        told["buses"].append(book.choice.vehicle(one.bus.code))
    facts = _facts(book)
    return {"routes": list(routes.values()), "facts": facts} if routes else None


def _route(one: BusDay, choice: Choice) -> str:
    code, zh, en = one.bus.route
    return f"{code} {choice.label(zh, en)}".strip()


def _stops(one: BusDay) -> list[tuple[Visit, bool]]:
    """Stops and lunch in the order of time; whether it is lunch."""
    found = [(visit, False) for visit in one.visits]
    if one.lunch:
        at = one.lunch.arrives
        place = sum(1 for visit in one.visits if at and visit.arrives and visit.arrives <= at)
        found.insert(place if at else len(found), (one.lunch, True))
    return found


def _facts(book: Book) -> list[tuple[str, str]]:
    """What is told about each stop, once."""
    found: dict[str, str] = {}
    for one in book.buses:
        for visit in one.visits:
            if told := book.choice.label(*visit.place.facts):
                found.setdefault(book.choice.label(*visit.place.names), told)
    return list(found.items())


async def _delegations(book: Book) -> dict[str, Any] | None:
    return {"delegations": by_delegation(book.guests)} if book.guests else None


async def _buses(book: Book) -> dict[str, Any] | None:
    """All buses, then who rides on each; the day is said once where it is the same for all."""
    rows = [(one, _crew(one, book.choice)) for one in book.buses]
    days = {one.day for one in book.buses}
    lists = {one.bus.code: one for one in reversed(book.buses) if one.bus.riders}
    return {
        "rows": rows, "lists": list(reversed(lists.values())), "day": days.pop() if len(days) == 1 else None,
        "route_of": lambda one: _route(one, book.choice),
    } if rows else None  # fmt: skip


def _crew(one: BusDay, choice: Choice) -> dict[str, Any]:
    """Captains with their telephone numbers, and guides."""
    guides = one.bus.crew_of(CrewRole.GUIDE)
    return {
        "captains": one.bus.crew_of(CrewRole.CAPTAIN), "guide": choice.between.join(who.name for who in guides),
    }  # fmt: skip


async def _hotels(book: Book) -> dict[str, Any] | None:
    """Hotels with who stays there by delegation; rooms are told at the desk, never in a book."""
    found = [
        (one, _by_delegation(one, book)) for one in await lodgings(book.gathering, replace(book.choice, hotel="", day=None))
    ]  # fmt: skip
    return {"hotels": found} if found else None


def _by_delegation(hotel: Hotel, book: Book) -> list[tuple[str, int]]:
    """How many of each delegation stay there, in the office's order."""
    order = [names for names, _ in by_delegation(book.guests)]
    held = Counter(stay.rider.delegation for stay in hotel.stays)
    names = sorted(held, key=lambda one: (order.index(one) if one in order else len(order), one))
    return [(book.choice.label(*one), held[one]) for one in names]


async def _tables(book: Book) -> dict[str, Any] | None:
    """Meals of the programme and lunches of the visit, then who sits at which table of released plans."""
    meals = [
        one for one in book.sessions if one.told.kind in (SessionKind.MEAL, SessionKind.BANQUET)
    ]  # fmt: skip
    lunches: dict[tuple[str, Any], list[str]] = {}
    for one in book.buses:
        if one.lunch:
            place = book.choice.label(*one.lunch.place.names)
            lunches.setdefault((place, one.lunch.arrives), []).append(book.choice.vehicle(one.bus.code))
    plans = [one for one in book.plans if one.kind == "banquet"]
    if not (meals or lunches or plans):
        return None
    return {"meals": meals, "lunches": list(lunches.items()), "plans": plans}


async def _seats(book: Book) -> dict[str, Any] | None:
    plans = [one for one in book.plans if one.kind != "banquet"]
    return {"plans": plans} if plans else None


async def _halls(book: Book) -> dict[str, Any] | None:
    """Where everything is: halls with their way and what happens there."""
    held: dict[str, list[KeptSession]] = {}
    for one in book.sessions:
        if one.told.hall:
            held.setdefault(one.told.hall, []).append(one)
    rows = await _hall_rows(book.gathering)
    found = [(row, held[row["code"]]) for row in rows if row["code"] in held]
    return {"halls": found} if found else None


async def _hall_rows(gathering: Gathering) -> list[Any]:
    rows = await fetch(
        "SELECT h.*, coalesce(v.name_zh, '') AS venue_zh, coalesce(v.name_en, '') AS venue_en, coalesce(v.address, '') AS address"
        " FROM hall h LEFT JOIN venue v ON v.id = h.venue WHERE h.gathering = $1",
        gathering.id,
    )  # fmt: skip
    return sorted(rows, key=lambda row: in_order(row["code"]))


async def _contacts(book: Book) -> dict[str, Any] | None:
    """The office, who looks after each delegation, bus captains and front desks."""
    liaisons = []
    words = {str(one.answers.get("liaison") or "").strip() for one in book.guests} - {""}
    known = await contacts(
        book.gathering.id, [part for one in words for part in (one.partition(" ")[0], one)]
    )
    for names, members in by_delegation(book.guests):
        own = sorted({str(one.answers.get("liaison") or "").strip() for one in members} - {""})
        people = [known.get(one.partition(" ")[0]) or known.get(one) for one in own]
        if told := [one for one in people if one]:
            liaisons.append((book.choice.label(*names), told))
    hotels = [one for one in await lodgings(book.gathering, Choice(book.language)) if one.phone]
    captains = [
        (book.choice.vehicle(one.bus.code), who) for one in book.buses for who in one.bus.crew_of(CrewRole.CAPTAIN) if who.phone
    ]  # fmt: skip
    office = book.gathering.office_phone
    if not (liaisons or hotels or captains or office):
        return None
    return {
        "office": office,
        "liaisons": liaisons,
        "hotels": hotels,
        "captains": list(dict.fromkeys(captains)),
    }


CHAPTERS: dict[str, Callable[[Book], Awaitable[dict[str, Any] | None]]] = {
    "welcome": _welcome, "about": _about, "organisation": _prose("organisation"), "programme": _programme, "sessions": _sessions,
    "signing": _signing, "visit": _visit, "delegations": _delegations, "buses": _buses, "hotels": _hotels, "tables": _tables,
    "seats": _seats, "notes": _prose("notes"), "county": _prose("county"), "halls": _halls, "contacts": _contacts,
}  # fmt: skip
