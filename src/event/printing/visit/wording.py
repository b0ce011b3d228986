"""Times, people and needs as sheets of the visit say them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from event.gathering.tables import Gathering
from event.itinerary.tables import CrewRole
from event.language import Message
from event.printing.visit.buses import BusDay, Crew, Place, Vehicle, Visit
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Named
from event.printing.visit.riders import Rider
from event.templating import day as said_day

CREW_LABELS = {
    CrewRole.DRIVER: Message("Driver"), CrewRole.CAPTAIN: Message("Bus captain"), CrewRole.GUIDE: Message("Guide"),
    CrewRole.INTERPRETER: Message("Interpreter"), CrewRole.VOLUNTEER: Message("Volunteer"),
    CrewRole.MEDIC: Message("Medic"),
}  # fmt: skip
DIET_LABELS = {"halal": Message("Halal"), "vegetarian": Message("Vegetarian"), "other": Message("Other diet")}
SEX_LABELS = {"M": Message("Male"), "F": Message("Female")}
NUMBERED, NUMBER, SPELLING = Message("No."), Message("Number"), Message("Name as in the passport")
SEAT, NAME, DELEGATION, PHONE = Message("Seat"), Message("Name"), Message("Delegation"), Message("Phone")
ROUTE, DAY, GUESTS, REMARK = Message("Route"), Message("Date"), Message("Guests"), Message("Remark")
VEHICLE, PLATE = Message("Vehicle"), Message("Plate")
LUNCH, ADDRESS, CONTACT, TIME = Message("Lunch"), Message("Address"), Message("Contact"), Message("Time")
MUSTER, DEPARTURE, BACK = Message("Meeting place"), Message("Departs at"), Message("Back at")
ALLERGIES, TOTAL = Message("Allergies"), Message("Total")
_SEATS = Message("{count} seats")
_DASH = "–"


def clock(moment: datetime | None, gathering: Gathering) -> str:
    """A time of day where the gathering is."""
    return f"{moment.astimezone(gathering.zone):%H:%M}" if moment else ""


def span(visit: Visit, gathering: Gathering) -> str:
    """From when to when: 08:50–09:30."""
    times = (clock(visit.arrives, gathering), clock(visit.leaves, gathering))
    return _DASH.join(one for one in times if one)


def on(day: date | None, choice: Choice) -> str:
    """A day as people write it."""
    return said_day(day, choice.language)


def name_of(place: Place, choice: Choice) -> str:
    return choice.label(*place.names)


def person(crew: Iterable[Crew], choice: Choice) -> Cell:
    """Who works on a vehicle, with telephone numbers."""
    crew = list(crew)
    return Named(
        choice.between.join(one.name for one in crew), " ".join(one.phone for one in crew if one.phone)
    )


def name_column(choice: Choice) -> Column:
    """The column of guests' names."""
    return Column(choice.said(NAME), "name", (choice.said(SPELLING), choice.said(NUMBER)))


def guest(rider: Rider) -> Named:
    """A guest's name with its spelling, and the number that tells apart who has the same name."""
    return Named(rider.name, rider.latin, rider.number)


def route_of(bus: Vehicle, choice: Choice) -> str:
    code, zh, en = bus.route
    return f"{code} {choice.label(zh, en)}".strip()


def vehicle_of(bus: Vehicle, choice: Choice) -> str:
    """Plate, model and seats."""
    seats = choice.said(_SEATS, count=bus.seats) if bus.seats else ""
    return " · ".join(one for one in (bus.plate, choice.label(bus.model), seats) if one)


def head(one: BusDay, gathering: Gathering, choice: Choice) -> tuple[tuple[str, Cell], ...]:
    """What stands above every list of a bus; facts that are not known are left out."""
    lunch = (name_of(one.lunch.place, choice), clock(one.lunch.arrives, gathering)) if one.lunch else ()
    facts: list[tuple[Message, Cell]] = [
        (ROUTE, route_of(one.bus, choice)), (DAY, on(one.day, choice)), (VEHICLE, vehicle_of(one.bus, choice)),
        (MUSTER, " ".join(part for part in (choice.label(one.bus.muster), clock(one.musters, gathering)) if part)),
        (DEPARTURE, clock(one.departs, gathering)),
        (LUNCH, " ".join(part for part in lunch if part)),
        (BACK, clock(one.returns, gathering)), (GUESTS, str(len(one.bus.riders))),
    ]  # fmt: skip
    return tuple((choice.said(label), fact) for label, fact in facts if str(fact))


def crew_head(bus: Vehicle, choice: Choice) -> tuple[tuple[str, Cell], ...]:
    """The crew with telephone numbers, each by what they do."""
    return tuple(
        (choice.said(label), person(bus.crew_of(role), choice))
        for role, label in CREW_LABELS.items()
        if bus.crew_of(role)
    )


def counted(words: Iterable[str], choice: Choice) -> str:
    """How often each word is said, most often first: seafood 3, peanuts 1."""
    sums = Counter(choice.label(word) for word in words if word)
    between = ", " if choice.language == "en" else "、"
    return between.join(
        f"{word} {count}" for word, count in sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    )


def diet_of(rider: Rider, choice: Choice) -> str:
    """What a guest eats, empty for everything."""
    label = DIET_LABELS.get(rider.diet)
    return choice.said(label) if label else "" if rider.diet in ("", "none") else choice.label(rider.diet)
