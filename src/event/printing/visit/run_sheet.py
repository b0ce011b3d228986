"""What a driver needs on one page: when, where, whom to call there (运行单)."""

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.buses import BusDay, Visit, bus_days
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Named, Paper, Part, Table

RUN_SHEET = Message("Driver's run sheet")
_PLACE, _WHAT = Message("Place"), Message("What")
_ROOM, _OFFICE = Message("Seats"), Message("Office")
_TAKEN = Message("{guests} guests and {crew} crew on {seats} seats")
_WHEELCHAIRS = Message("{count} wheelchair places")
_MEET, _LEAVE, _VISIT, _LUNCH, _RETURN = (
    Message("Guests meet"), Message("Departs"), Message("Visit"), Message("Lunch"), Message("Back"),
)  # fmt: skip


async def run_sheets(gathering: Gathering, choice: Choice) -> Paper:
    """A page for each bus and day."""
    days = await bus_days(gathering, choice)
    parts = tuple(_sheet(one, gathering, choice) for one in days)
    return Paper(choice.said(RUN_SHEET), parts, len(parts), look="run-sheet")


def _sheet(one: BusDay, gathering: Gathering, choice: Choice) -> Part:
    columns = (
        Column(choice.said(said.TIME), "time"), Column(choice.said(_WHAT), "what"), Column(choice.said(_PLACE), "long"),
        Column(choice.said(said.CONTACT), "phone"),
    )  # fmt: skip
    bus = one.bus
    room = [choice.said(_TAKEN, guests=len(bus.riders), crew=bus.aboard, seats=bus.seats or "–")]
    if bus.wheelchairs:
        room.append(choice.said(_WHEELCHAIRS, count=bus.wheelchairs))
    facts: list[tuple[str, Cell]] = [
        (choice.said(said.ROUTE), said.route_of(bus, choice)), (choice.said(said.DAY), said.on(one.day, choice)),
        (choice.said(said.VEHICLE), said.vehicle_of(bus, choice)), (choice.said(_ROOM), " · ".join(room)),
        *said.crew_head(bus, choice), (choice.said(_OFFICE), gathering.office_phone),
    ]  # fmt: skip
    table = Table(columns, _rows(one, gathering, choice), kind="large")
    return Part(
        one.key, f"{choice.vehicle(bus.code)} · {choice.said(RUN_SHEET)}", choice.vehicle(bus.code), tuple(fact for fact in facts if str(fact[1])), (table,)
    )  # fmt: skip


def _rows(one: BusDay, gathering: Gathering, choice: Choice) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    if one.musters or one.bus.muster:
        rows.append(
            (said.clock(one.musters, gathering), choice.said(_MEET), choice.label(one.bus.muster), "")
        )
    if one.departs:
        rows.append(
            (said.clock(one.departs, gathering), choice.said(_LEAVE), choice.label(one.bus.muster), "")
        )
    begins = [(visit, _VISIT) for visit in one.visits] + ([(one.lunch, _LUNCH)] if one.lunch else [])
    for visit, what in sorted(begins, key=_in_time):
        rows.append(_row(visit, what, gathering, choice))
    if one.returns:
        rows.append(_row(Visit(one.bus.home, one.returns, None), _RETURN, gathering, choice))
    return rows


def _in_time(begins: tuple[Visit, Message]) -> tuple[bool, float]:
    """Stops in the order of time; those without one stay where the route has them, before lunch."""
    at = begins[0].arrives
    return (at is None and begins[1] is _LUNCH, at.timestamp() if at else 0.0)


def _row(visit: Visit, what: Message, gathering: Gathering, choice: Choice) -> tuple[Cell, ...]:
    place = visit.place
    return (
        said.span(visit, gathering), choice.said(what), Named(said.name_of(place, choice), choice.label(place.address)),
        Named(place.contact, place.phone),
    )  # fmt: skip
