"""The sheet for drivers of who is taken to which flight or train (送站), by day, in the order of leaving."""

from collections.abc import Sequence

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.visit import passengers as them
from event.printing.visit import wording as said
from event.printing.visit.choosing import Choice
from event.printing.visit.drives import Drive, Passenger, drives, together
from event.printing.visit.paper import Cell, Group, Paper, Part, Table

DEPARTURES = Message("Departure sheet")
_LEAVES, _GOES_TO, _TAKES_OFF = Message("Leaves the hotel"), Message("Goes to"), Message("Takes off")
_NO_DAY = Message("No day yet")


async def departure_sheet(gathering: Gathering, choice: Choice) -> Paper:
    """A part for each day; every drive has its head, every guest a box, hotel, and flight or train."""
    found = await drives(gathering, choice, "departure")
    parts = [_part(own, gathering, choice) for _, own in together(found, lambda one: one.day)]
    return Paper(
        choice.said(DEPARTURES), tuple(parts), sum(len(one.guests) for one in found), _flat(found, gathering, choice),
        landscape=True, look="transfers",
    )  # fmt: skip


def _part(own: Sequence[Drive], gathering: Gathering, choice: Choice) -> Part:
    day = own[0].day
    place = said.on(day, choice) or choice.said(_NO_DAY)
    more = ((them.HOTEL, "hotel"), (them.SERVICE, "day"), (_GOES_TO, "hotel"), (_TAKES_OFF, "time"))
    cells = {id(one): _cells(one, gathering, choice) for drive in own for one in drive.guests}
    table = them.boxed(own, [_group(one, gathering, choice) for one in own], more, choice, cells=cells)
    key = " ".join(str(part) for part in ("departures", day, choice.bus) if part)
    return Part(
        key, f"{place} · {choice.said(DEPARTURES)}", str(day or place), them.head(own, choice), (table,)
    )


def _cells(one: Passenger, gathering: Gathering, choice: Choice) -> tuple[str, ...]:
    return (
        choice.label(*one.hotel),
        one.meets.number,
        choice.label(one.meets.place),
        said.clock(one.meets.at, gathering),
    )


def _group(drive: Drive, gathering: Gathering, choice: Choice) -> Group:
    facts = ((said.VEHICLE, them.car(drive, choice)), (said.GUESTS, str(len(drive.guests))))
    return Group(said.clock(drive.at, gathering), them.told(facts, choice))


def _flat(found: Sequence[Drive], gathering: Gathering, choice: Choice) -> Table:
    labels = (
        said.DAY, _LEAVES, *them.VEHICLE, *them.ABOUT, them.HOTEL, them.SERVICE, _GOES_TO, _TAKES_OFF,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.day or ""), said.clock(one.at, gathering), *them.vehicle(one, choice), *them.about(passenger, choice),
            *_cells(passenger, gathering, choice),
        )
        for one in found
        for passenger in one.guests
    ]  # fmt: skip
    return them.flat(labels, rows, choice)
