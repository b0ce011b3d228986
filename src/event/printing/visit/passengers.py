"""What sheets of pickups and of departures have in common: guests with boxes under the head of their drive."""

from collections.abc import Mapping, Sequence

from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.choosing import Choice
from event.printing.visit.drives import Drive, Passenger
from event.printing.visit.paper import BOX, Cell, Column, Group, Table

HOTEL, DRIVER = Message("Hotel"), Message("Driver")
SERVICE, PARTY, LUGGAGE = Message("Flight or train"), Message("Party of"), Message("Pieces of luggage")
COURTESY, DRIVES = Message("Courtesy"), Message("Trips")
_HERE, _NO_VEHICLE = Message("Here"), Message("No vehicle yet")
Labels = Sequence[tuple[Message, str]]


def flat(labels: Sequence[Message], rows: list[tuple[Cell, ...]], choice: Choice) -> Table:
    """One list with a row for each guest."""
    return Table(tuple(Column(choice.said(label)) for label in labels), rows)


def boxed(own: Sequence[Drive], groups: Sequence[Group], more: Labels, choice: Choice, *, cells: Mapping[int, tuple[str, ...]]) -> Table:  # fmt: skip
    """Guests under the heads of their drives; `more`: further columns, with the kind of each; `cells`: by passenger."""
    columns = (
        Column(choice.said(_HERE), "box"), said.name_column(choice), Column(choice.said(said.DELEGATION), "delegation"),
        Column(choice.said(said.PHONE), "phone"), *(Column(choice.said(label), kind) for label, kind in more),
        Column(choice.said(said.REMARK), "blank"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...] | Group] = []
    for drive, group in zip(own, groups, strict=True):
        rows.append(group)
        for one in drive.guests:
            rider = one.rider
            rows.append(
                (BOX, said.guest(rider), choice.label(*rider.delegation), rider.phone, *cells[id(one)], "")
            )
    return Table(columns, rows)


def head(own: Sequence[Drive], choice: Choice) -> tuple[tuple[str, Cell], ...]:
    """How many drives, guests and pieces of luggage there are."""
    facts = (
        (said.DAY, said.on(own[0].day, choice)), (DRIVES, str(len(own))), (said.GUESTS, str(sum(len(one.guests) for one in own))),
        (LUGGAGE, str(sum(one.luggage for one in own) or "")),
    )  # fmt: skip
    return tuple((choice.said(label), fact) for label, fact in facts if fact)


def told(facts: Sequence[tuple[Message, str]], choice: Choice) -> tuple[str, ...]:
    """What is known, each with its label."""
    between = ": " if choice.language == "en" else ":"
    return tuple(f"{choice.said(label)}{between}{text}" for label, text in facts if text)


def car(drive: Drive, choice: Choice) -> str:
    """Vehicle, plate and driver with telephone number."""
    return " ".join(part for part in vehicle(drive, choice) if part) or choice.said(_NO_VEHICLE)


def vehicle(drive: Drive, choice: Choice) -> tuple[str, str, str]:
    """Vehicle, plate and driver apart."""
    if drive.vehicle is None:
        return ("", "", "")
    driver = (str(said.person([one], choice)) for one in drive.vehicle.crew if one.role == "driver")
    return (choice.vehicle(drive.vehicle.code), drive.vehicle.plate, choice.between.join(driver))


def about(one: Passenger, choice: Choice) -> tuple[str, ...]:
    """A guest for one list: number, names, delegation, telephone number, party, luggage, courtesy."""
    rider = one.rider
    return (
        rider.number, rider.name, rider.latin, choice.label(*rider.delegation), rider.phone, str(one.party), pieces(one), choice.label(one.courtesy),
    )  # fmt: skip


def pieces(one: Passenger) -> str:
    return "" if one.luggage is None else str(one.luggage)


ABOUT = (said.NUMBER, said.NAME, said.SPELLING, said.DELEGATION, said.PHONE, PARTY, LUGGAGE, COURTESY)
VEHICLE = (said.VEHICLE, said.PLATE, DRIVER)
