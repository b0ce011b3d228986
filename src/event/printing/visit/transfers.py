"""Sheets for greeters and drivers: who is fetched (接站) and taken back (送站), and signs to hold up (举牌)."""

from collections.abc import Sequence
from datetime import date

from event.crypto import ring
from event.gathering.tables import Gathering
from event.itinerary.transfers.tables import ServiceState
from event.language import Message
from event.printing.fonts import fitted
from event.printing.visit import wording as said
from event.printing.visit.choosing import Choice
from event.printing.visit.drives import Drive, Fetched, drives, together
from event.printing.visit.paper import BOX, Board, Cell, Column, Group, Paper, Part, Table

PICKUPS, DEPARTURES, BOARDS = Message("Pickup sheet"), Message("Departure sheet"), Message("Name boards")
STATE_LABELS = {
    ServiceState.PLANNED: Message("planned"), ServiceState.DELAYED: Message("delayed"), ServiceState.ARRIVED: Message("landed"),
    ServiceState.CANCELLED: Message("cancelled"),
}  # fmt: skip
_WAVE, _SERVICE, _ORIGIN = Message("Wave"), Message("Flight or train"), Message("Comes from")
_TERMINAL, _PLANNED, _NOW = Message("Terminal or exit"), Message("Planned"), Message("Landed or expected")
_STATE, _DRIVER, _GREETER = Message("State"), Message("Driver"), Message("Greeter")
_SIGN, _PARTY, _LUGGAGE = Message("Sign"), Message("Party of"), Message("Pieces of luggage")
_COURTESY, _HERE, _HOTEL = Message("Courtesy"), Message("Here"), Message("Hotel")
_GOES_TO, _TAKES_OFF, _SPELLING = Message("Goes to"), Message("Takes off"), Message("Name as in the passport")
_PEOPLE = Message("{guests} guests, {luggage} pieces of luggage")
_NO_WAVE, _NO_VEHICLE, _NO_DAY = Message("No wave yet"), Message("No vehicle yet"), Message("No day yet")
_DRIVES, _NUMBER, _LEAVES = Message("Drives"), Message("Number"), Message("Leaves the hotel")
_WIDTH, _HEIGHT, _LARGEST, _SMALLEST = 261, 118, 78, 20
"""Millimetres that the words of a sign may take, and the sizes of their letters."""


async def pickup_sheet(gathering: Gathering, choice: Choice) -> Paper:
    """A part for each day and wave; every drive has its head, every guest a box."""
    found = await drives(gathering, choice, "arrival")
    parts = [
        _part(
            ("pickups", day, f"{wave} {choice.bus}".strip()), own, [_arrival(one, gathering, choice) for one in own], choice,
            title=PICKUPS, place=f"{wave} {own[0].wave_name}".strip() or choice.said(_NO_WAVE),
        )
        for (day, wave), own in together(found, lambda one: (one.day, one.wave))
    ]  # fmt: skip
    return Paper(
        choice.said(PICKUPS), tuple(parts), sum(len(one.guests) for one in found),
        _flat_arrivals(found, gathering, choice), landscape=True, look="transfers",
    )  # fmt: skip


async def departure_sheet(gathering: Gathering, choice: Choice) -> Paper:
    """A part for each day, drives in the order in which they leave."""
    found = await drives(gathering, choice, "departure")
    parts = [
        _part(
            ("departures", day, choice.bus), own, [_departure(one, gathering, choice) for one in own], choice,
            title=DEPARTURES, place=said.on(day, choice) or choice.said(_NO_DAY),
        )
        for day, own in together(found, lambda one: one.day)
    ]  # fmt: skip
    return Paper(
        choice.said(DEPARTURES), tuple(parts), sum(len(one.guests) for one in found),
        _flat_departures(found, gathering, choice), landscape=True, look="transfers",
    )  # fmt: skip


def _part(
    key: tuple[str, date | None, str], own: Sequence[Drive], groups: Sequence[Group], choice: Choice, *, title: Message, place: str,
) -> Part:  # fmt: skip
    """Drives as groups of rows, with how many guests and pieces of luggage there are above them."""
    columns = (
        Column(choice.said(_HERE), "box"), Column(choice.said(said.NAME), "name"), Column(choice.said(said.DELEGATION), "delegation"),
        Column(choice.said(said.PHONE), "phone"), Column(choice.said(_PARTY), "number"), Column(choice.said(_LUGGAGE), "number"),
        Column(choice.said(_COURTESY)), Column(choice.said(said.REMARK), "blank"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...] | Group] = []
    for drive, group in zip(own, groups, strict=True):
        rows += [group, *(_guest(one, choice) for one in drive.guests)]
    people = choice.said(
        _PEOPLE, guests=sum(len(one.guests) for one in own), luggage=sum(one.luggage for one in own)
    )
    facts = (
        (choice.said(said.DAY), said.on(key[1], choice)),
        (choice.said(_DRIVES), str(len(own))),
        (choice.said(said.GUESTS), people),
    )
    name = " ".join(str(one) for one in key if one)
    return Part(
        name,
        f"{choice.said(title)} {place}",
        place,
        tuple(fact for fact in facts if fact[1]),
        (Table(columns, rows),),
    )


def _guest(one: Fetched, choice: Choice) -> tuple[Cell, ...]:
    return (
        BOX, said.guest(one.rider), choice.label(*one.rider.delegation), one.rider.phone,
        str(one.party) if one.party > 1 else "", "" if one.luggage is None else str(one.luggage), one.courtesy, "",
    )  # fmt: skip


def _car(drive: Drive, choice: Choice) -> str:
    """Vehicle, plate and driver with telephone number."""
    if drive.vehicle is None:
        return choice.said(_NO_VEHICLE)
    driver = [str(said.person([one])) for one in drive.vehicle.crew if one.role == "driver"]
    return " ".join(part for part in (drive.vehicle.label, drive.vehicle.plate, *driver) if part)


def _told(facts: Sequence[tuple[Message, str]], choice: Choice) -> tuple[str, ...]:
    between = ": " if choice.language == "en" else ":"
    return tuple(f"{choice.said(label)}{between}{text}" for label, text in facts if text)


def _people(drive: Drive, choice: Choice) -> str:
    return choice.said(_PEOPLE, guests=len(drive.guests), luggage=drive.luggage)


def _arrival(drive: Drive, gathering: Gathering, choice: Choice) -> Group:
    now = " ".join(
        part for part in (said.clock(drive.now, gathering), choice.said(STATE_LABELS[drive.state])) if part
    )
    facts = (
        (_ORIGIN, drive.place), (_TERMINAL, drive.terminal), (_PLANNED, said.clock(drive.at, gathering)), (_STATE, now),
        (said.VEHICLE, _car(drive, choice)), (_GREETER, f"{drive.greeter} {drive.greeter_phone}".strip()), (_SIGN, drive.sign),
        (said.GUESTS, _people(drive, choice)),
    )  # fmt: skip
    return Group(f"{said.clock(drive.at, gathering)} {drive.number}".strip(), _told(facts, choice))


def _departure(drive: Drive, gathering: Gathering, choice: Choice) -> Group:
    facts = (
        (said.VEHICLE, _car(drive, choice)), (_HOTEL, choice.label(*drive.hotel)), (_SERVICE, drive.number), (_GOES_TO, drive.place),
        (_TAKES_OFF, said.clock(drive.meets, gathering)), (said.GUESTS, _people(drive, choice)),
    )  # fmt: skip
    return Group(said.clock(drive.at, gathering), _told(facts, choice))


def _flat_arrivals(found: Sequence[Drive], gathering: Gathering, choice: Choice) -> Table:
    """The columns of the office's list of pickups (DOMAIN 2.13), a row for each guest."""
    labels = (
        said.DAY, _WAVE, _SERVICE, _ORIGIN, _TERMINAL, _PLANNED, _NOW, _NUMBER, said.NAME, _SPELLING, said.DELEGATION, said.PHONE,
        _PARTY, _LUGGAGE, _COURTESY, said.VEHICLE, said.PLATE, _DRIVER, _GREETER, _SIGN, _STATE,
    )  # fmt: skip
    rows = [
        (
            str(one.day or ""), one.wave, one.number, one.place, one.terminal, said.clock(one.at, gathering),
            said.clock(one.now, gathering), *_about(fetched, choice), *_vehicle(one),
            f"{one.greeter} {one.greeter_phone}".strip(), one.sign, choice.said(STATE_LABELS[one.state]),
        )
        for one in found
        for fetched in one.guests
    ]  # fmt: skip
    return Table(tuple(Column(choice.said(label)) for label in labels), rows, title=choice.said(PICKUPS))


def _flat_departures(found: Sequence[Drive], gathering: Gathering, choice: Choice) -> Table:
    labels = (
        said.DAY, _LEAVES, _HOTEL, _SERVICE, _GOES_TO, _TAKES_OFF, _NUMBER, said.NAME, _SPELLING, said.DELEGATION, said.PHONE,
        _PARTY, _LUGGAGE, _COURTESY, said.VEHICLE, said.PLATE, _DRIVER,
    )  # fmt: skip
    rows = [
        (
            str(one.day or ""), said.clock(one.at, gathering), choice.label(*one.hotel), one.number, one.place,
            said.clock(one.meets, gathering), *_about(fetched, choice), *_vehicle(one),
        )
        for one in found
        for fetched in one.guests
    ]  # fmt: skip
    return Table(tuple(Column(choice.said(label)) for label in labels), rows, title=choice.said(DEPARTURES))


def _about(one: Fetched, choice: Choice) -> tuple[str, ...]:
    rider = one.rider
    return (
        rider.number, rider.name, rider.latin, choice.label(*rider.delegation), rider.phone, str(one.party),
        "" if one.luggage is None else str(one.luggage), one.courtesy,
    )  # fmt: skip


def _vehicle(drive: Drive) -> tuple[str, str, str]:
    if drive.vehicle is None:
        return ("", "", "")
    driver = "、".join(str(said.person([one])) for one in drive.vehicle.crew if one.role == "driver")
    return (drive.vehicle.label, drive.vehicle.plate, driver)


async def name_boards(gathering: Gathering, choice: Choice) -> Paper:
    """A page for each sign of the drives that fetch guests; signs of several drives once."""
    found = [one for one in await drives(gathering, choice, "arrival") if one.sign]
    signs: dict[str, list[Drive]] = {}
    for drive in found:
        signs.setdefault(drive.sign, []).append(drive)
    parts = tuple(
        Part(
            f"sign {ring().blind('sign', text)[:12]}", text, text, (), (_board(text, own, gathering, choice),)
        )
        for text, own in signs.items()
    )
    columns = tuple(
        Column(choice.said(label)) for label in (_SIGN, said.DAY, _SERVICE, _ORIGIN, _TERMINAL, _PLANNED, _GREETER, said.GUESTS)
    )  # fmt: skip
    rows = [
        (
            one.sign, str(one.day or ""), one.number, one.place, one.terminal, said.clock(one.at, gathering),
            f"{one.greeter} {one.greeter_phone}".strip(), str(len(one.guests)),
        )
        for one in found
    ]  # fmt: skip
    flat = Table(columns, rows, title=choice.said(BOARDS))
    return Paper(choice.said(BOARDS), parts, len(parts), flat, landscape=True, look="boards")


def _board(text: str, own: Sequence[Drive], gathering: Gathering, choice: Choice) -> Board:
    lines = max(1, min(4, round(len(text) / 8)))
    size = fitted(
        text, largest=min(_LARGEST, _HEIGHT / lines / 1.2), smallest=_SMALLEST, room=_WIDTH, lines=lines
    )
    below = [
        " ".join(
            part for part in (one.number, one.place, one.terminal, said.on(one.day, choice), said.clock(one.at, gathering)) if part
        )
        for one in own
    ]  # fmt: skip
    return Board(
        text,
        size,
        gathering.federation(choice.language) or gathering.title(choice.language),
        tuple(dict.fromkeys(below)),
    )
