"""The list of who rides on each bus (乘车名单), and the same with large boxes for roll calls (点名)."""

from event.gathering.tables import Gathering
from event.itinerary.tables import CrewRole
from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.buses import BusDay, bus_days
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import BOX, Cell, Column, Named, Paper, Part, Table

MANIFEST, ROLL_CALL = Message("Bus manifest"), Message("Roll call")
_BOARDING, _BACK, _STOP = Message("Boarding"), Message("Return"), Message("Stop {number}")
_STOPS = Message("Stops")
_COUNTED = Message("Counted, of {count}")
_TICK = Message("Count when boarding, when leaving each stop and before the return. Call the bus captain where somebody is missing.")  # fmt: skip


async def manifest(gathering: Gathering, choice: Choice) -> Paper:
    """A list for each bus and day: names, telephone numbers, boxes; crew, stops and times above."""
    days = await bus_days(gathering, choice)
    parts = [_manifest(one, gathering, choice) for one in days]
    return Paper(
        choice.said(MANIFEST), tuple(parts), sum(len(one.bus.riders) for one in days), look="manifest"
    )


async def roll_call(gathering: Gathering, choice: Choice) -> Paper:
    """A sheet for each bus and day with nothing but names and large boxes."""
    days = await bus_days(gathering, choice)
    parts = [_roll_call(one, gathering, choice) for one in days]
    return Paper(
        choice.said(ROLL_CALL), tuple(parts), sum(len(one.bus.riders) for one in days), look="roll-call"
    )


def _manifest(one: BusDay, gathering: Gathering, choice: Choice) -> Part:
    columns = (
        Column(choice.said(said.NUMBERED), "number"), Column(choice.said(said.SEAT), "number"), said.name_column(choice),
        Column(choice.said(said.DELEGATION), "delegation"), Column(choice.said(said.PHONE), "phone"), *_boxes(one, choice),
    )  # fmt: skip
    ticks = (BOX,) * (len(one.visits) + 2)
    rows: list[tuple[Cell, ...]] = [
        (str(number), seat.seat, said.guest(seat.rider), choice.label(*seat.rider.delegation), seat.rider.phone, *ticks)
        for number, seat in enumerate(one.bus.riders, start=1)
    ]  # fmt: skip
    facts = (*said.head(one, gathering, choice), *said.crew_head(one.bus, choice))
    return Part(
        one.key, _title(one, MANIFEST, choice), choice.vehicle(one.bus.code), facts,
        (*_timetable(one, gathering, choice), Table(columns, rows)), (choice.said(_TICK),),
    )  # fmt: skip


def _timetable(one: BusDay, gathering: Gathering, choice: Choice) -> tuple[Table, ...]:
    """The stops side by side with their times."""
    if not one.visits:
        return ()
    cells = tuple(
        Named(f"{number}. {said.name_of(visit.place, choice)}", said.span(visit, gathering))
        for number, visit in enumerate(one.visits, start=1)
    )
    label = choice.said(_STOPS)
    columns = (Column(label, "label"), *(Column("", "stop") for _ in cells))
    return (Table(columns, [(label, *cells)], kind="timetable"),)


def _boxes(one: BusDay, choice: Choice) -> tuple[Column, ...]:
    stops = (
        Column(Named(choice.said(_STOP, number=number), said.name_of(visit.place, choice)), "box")
        for number, visit in enumerate(one.visits, start=1)
    )
    return (Column(choice.said(_BOARDING), "box"), *stops, Column(choice.said(_BACK), "box"))


def _roll_call(one: BusDay, gathering: Gathering, choice: Choice) -> Part:
    columns = (
        Column(choice.said(said.NUMBERED), "number"), Column(choice.said(said.SEAT), "number"),
        said.name_column(choice), *_boxes(one, choice),
    )  # fmt: skip
    boxes = len(one.visits) + 2
    rows: list[tuple[Cell, ...]] = [
        (str(number), seat.seat, said.guest(seat.rider), *(BOX,) * boxes)
        for number, seat in enumerate(one.bus.riders, start=1)
    ]
    rows.append(("", "", choice.said(_COUNTED, count=len(rows)), *("",) * boxes))
    captain = said.person(one.bus.crew_of(CrewRole.CAPTAIN), choice)
    facts = [fact for fact in said.head(one, gathering, choice) if fact[1]]
    if str(captain):
        facts.append((choice.said(said.CREW_LABELS[CrewRole.CAPTAIN]), captain))
    return Part(
        one.key,
        _title(one, ROLL_CALL, choice),
        choice.vehicle(one.bus.code),
        tuple(facts),
        (Table(columns, rows, kind="boxes"),),
    )


def _title(one: BusDay, name: Message, choice: Choice) -> str:
    return f"{choice.vehicle(one.bus.code)} · {choice.said(name)}"
