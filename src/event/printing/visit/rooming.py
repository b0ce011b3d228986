"""Rooming lists of hotels (住宿), and the hotels themselves on one list."""

from datetime import date

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.choosing import Choice
from event.printing.visit.lodgings import Hotel, Stay, lodgings
from event.printing.visit.paper import Cell, Column, Paper, Part, Table

ROOMING, HOTELS = Message("Rooming list"), Message("Hotel list")
_ROOM, _KIND, _WITH = Message("Room number"), Message("Room type"), Message("Shares with")
_IN, _OUT, _BREAKFAST = Message("Check-in day"), Message("Check-out day"), Message("Breakfast")
_SEX, _HOTEL, _DESK = Message("Sex"), Message("Hotel"), Message("Front desk")
_NIGHT, _ROOMS, _SPARE = Message("Night of"), Message("Rooms"), Message("Spare rooms")
_SINGLES, _TWINS, _ALL = Message("Single rooms"), Message("Twin rooms"), Message("All rooms")
_KEPT, _WITHOUT, _SEVERAL = (
    Message("Rooms kept by type"),
    Message("Without a room"),
    Message("{singles} single, {twins} twin"),
)
_YES, _NO = Message("yes"), Message("no")


async def rooming_list(gathering: Gathering, choice: Choice) -> Paper:
    """A list for each hotel by room; who has no room yet comes last."""
    hotels = [one for one in await lodgings(gathering, choice) if one.stays]
    parts = tuple(_rooming(one, choice) for one in hotels)
    count = sum(len(one.stays) for one in hotels)
    return Paper(choice.said(ROOMING), parts, count, landscape=True, look="rooming")


def _rooming(hotel: Hotel, choice: Choice) -> Part:
    columns = (
        Column(choice.said(said.NUMBERED), "number"), Column(choice.said(_ROOM), "number"), said.name_column(choice),
        Column(choice.said(_SEX), "sex"), Column(choice.said(said.DELEGATION), "delegation"), Column(choice.said(_KIND)),
        Column(choice.said(_WITH), "long"), Column(choice.said(_IN), "day"), Column(choice.said(_OUT), "day"),
        Column(choice.said(_BREAKFAST), "sex"), Column(choice.said(said.REMARK), "long"),
    )  # fmt: skip
    rows = [_row(number, stay, hotel, choice) for number, stay in enumerate(hotel.stays, start=1)]
    without = sum(not stay.room for stay in hotel.stays)
    rooms = choice.said(_SEVERAL, singles=hotel.singles, twins=len(hotel.planned) - hotel.singles)
    facts: list[tuple[str, Cell]] = [
        (choice.said(said.ADDRESS), choice.label(hotel.address)), (choice.said(_DESK), hotel.phone),
        *([(choice.said(_NIGHT), said.on(choice.day, choice))] if choice.day else []),
        (choice.said(said.GUESTS), str(len(hotel.stays))), (choice.said(_ROOMS), f"{len(hotel.planned)} ({rooms})"),
        (choice.said(_WITHOUT), str(without or "")),
        (choice.said(_SPARE), choice.between.join(room.number for room in hotel.spare)),
    ]  # fmt: skip
    name = choice.label(*hotel.names)
    return Part(
        f"hotel {hotel.code} {choice.day or ''}".strip(), f"{name} · {choice.said(ROOMING)}", name,
        tuple(fact for fact in facts if fact[1]), (Table(columns, rows),),
    )  # fmt: skip


def _row(number: int, stay: Stay, hotel: Hotel, choice: Choice) -> tuple[Cell, ...]:
    rider = stay.rider
    return (
        str(number), stay.room, said.guest(rider), choice.said(said.SEX_LABELS[rider.sex]) if rider.sex else "",
        choice.label(*rider.delegation), choice.label(stay.kind), choice.between.join(other.rider.name for other in hotel.with_(stay)),
        _short(stay.check_in), _short(stay.check_out), choice.said(_YES if stay.breakfast else _NO), choice.label(stay.note),
    )  # fmt: skip


def _short(day: date | None) -> str:
    return day.isoformat() if day else ""


async def hotel_list(gathering: Gathering, choice: Choice) -> Paper:
    """Every hotel with address, front desk, rooms and how many guests sleep there."""
    hotels = await lodgings(gathering, choice)
    columns = (
        Column(choice.said(_HOTEL), "name"), Column(choice.said(said.ADDRESS), "long"), Column(choice.said(_DESK), "phone"),
        Column(choice.said(_SINGLES), "number"), Column(choice.said(_TWINS), "number"), Column(choice.said(_ALL), "number"),
        Column(choice.said(_SPARE), "number"), Column(choice.said(said.GUESTS), "number"), Column(choice.said(_KEPT), "long"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            choice.label(*one.names), choice.label(one.address), one.phone, str(one.singles), str(len(one.planned) - one.singles),
            str(len(one.planned)), str(len(one.spare)), str(len(one.stays)), choice.between.join(f"{choice.label(kind)} {count}" for kind, count in one.blocks),
        )
        for one in hotels
    ]  # fmt: skip
    if len(hotels) > 1:
        sums = [str(sum(int(str(row[place])) for row in rows)) for place in range(3, 8)]
        rows.append((choice.said(said.TOTAL), "", "", *sums, ""))
    table = Table(columns, rows, kind="totals" if len(hotels) > 1 else "")
    part = Part(
        f"hotels {choice.hotel} {choice.day or ''}".strip(),
        choice.said(HOTELS),
        choice.said(HOTELS),
        (),
        (table,),
    )
    return Paper(choice.said(HOTELS), (part,) if rows else (), len(hotels), landscape=True)
