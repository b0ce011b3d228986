"""Who eats where during the visit (用餐): counted for each canteen and bus, by name only for who may see it."""

from collections.abc import Sequence
from itertools import groupby

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.buses import BusDay, bus_days, in_order
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Group, Paper, Part, Table
from event.printing.visit.riders import Rider

MEALS = Message("Meal sheet")
_BUS, _CREW, _NO_CANTEEN = Message("Vehicle no."), Message("Crew"), Message("No canteen yet")
_HALAL, _VEGETARIAN, _OTHER = Message("Halal"), Message("Vegetarian"), Message("Other diet")
_WHO, _MEAL, _TOTAL, _CAPACITY = (
    Message("Who eats what"),
    Message("Meal"),
    Message("Total"),
    Message("Capacity"),
)
_ALLERGIC, _LUNCH = Message("With allergies"), Message("Lunch")
_CREW_NOTE = Message("Crew with the driver; their meals are not asked about.")


async def meal_sheet(gathering: Gathering, choice: Choice) -> Paper:
    """A part for each canteen and day."""
    days = sorted(await bus_days(gathering, choice), key=_canteen)
    parts = [
        _part(code, list(same), gathering, choice) for code, same in groupby(days, key=lambda one: _canteen(one)[:2])
    ]  # fmt: skip
    return Paper(choice.said(MEALS), tuple(parts), sum(len(one.bus.riders) for one in days))


def _canteen(one: BusDay) -> tuple[str, str, list[tuple[int, int, str]]]:
    code = one.lunch.place.code if one.lunch else ""
    return str(one.day or ""), code, in_order(one.bus.code)


def _part(key: tuple[str, str], here: Sequence[BusDay], gathering: Gathering, choice: Choice) -> Part:
    place = here[0].lunch.place if here[0].lunch else None
    name = (said.name_of(place, choice) if place else "") or choice.said(_NO_CANTEEN)
    facts: list[tuple[str, Cell]] = [
        (choice.said(said.DAY), said.on(here[0].day, choice)),
        (choice.said(_CAPACITY), str(place.capacity or "") if place else ""),
        (choice.said(said.ADDRESS), choice.label(place.address) if place else ""),
        (choice.said(said.CONTACT), f"{place.contact} {place.phone}".strip() if place else ""),
    ]  # fmt: skip
    tables = [_counts(here, gathering, choice), *([_names(here, choice)] if choice.names else [])]
    return Part(
        " ".join(part for part in ("canteen", *key, choice.bus, "names" if choice.names else "") if part), f"{name} · {choice.said(MEALS)}", name, tuple(fact for fact in facts if str(fact[1])),
        tuple(tables), (choice.said(_CREW_NOTE),),
    )  # fmt: skip


def _counts(here: Sequence[BusDay], gathering: Gathering, choice: Choice) -> Table:
    columns = (
        Column(choice.said(_BUS), "short"), Column(choice.said(said.ROUTE)), Column(choice.said(_LUNCH), "time"),
        Column(choice.said(said.GUESTS), "number"), Column(choice.said(_CREW), "number"), Column(choice.said(_HALAL), "number"),
        Column(choice.said(_VEGETARIAN), "number"), Column(choice.said(_OTHER), "number"), Column(choice.said(_ALLERGIC), "number"),
        Column(choice.said(said.ALLERGIES), "long"),
    )  # fmt: skip
    rows = [
        (
            choice.vehicle(one.bus.code), said.route_of(one.bus, choice), said.span(one.lunch, gathering) if one.lunch else "",
            *_figures([seat.rider for seat in one.bus.riders], len(one.bus.crew), choice),
        )
        for one in here
    ]  # fmt: skip
    everybody = [seat.rider for one in here for seat in one.bus.riders]
    rows.append(
        (choice.said(_TOTAL), "", "", *_figures(everybody, sum(len(one.bus.crew) for one in here), choice))
    )
    return Table(columns, rows, kind="totals")


def _figures(riders: Sequence[Rider], crew: int, choice: Choice) -> tuple[str, ...]:
    def eating(*diets: str) -> str:
        return str(sum(rider.diet in diets for rider in riders) or "")

    others = sorted({rider.diet for rider in riders} - {"", "none", "halal", "vegetarian"})
    return (
        str(len(riders)), str(crew), eating("halal"), eating("vegetarian"), eating(*others),
        str(sum(bool(rider.allergies) for rider in riders) or ""), said.counted((rider.allergies for rider in riders), choice),
    )  # fmt: skip


def _names(here: Sequence[BusDay], choice: Choice) -> Table:
    columns = (
        Column(choice.said(said.SEAT), "number"), said.name_column(choice), Column(choice.said(_MEAL), "what"),
        Column(choice.said(said.ALLERGIES), "long"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...] | Group] = []
    for one in here:
        own = [
            (
                seat.seat,
                said.guest(seat.rider),
                said.diet_of(seat.rider, choice),
                choice.label(seat.rider.allergies),
            )
            for seat in one.bus.riders
            if said.diet_of(seat.rider, choice) or seat.rider.allergies
        ]
        rows += [Group(choice.vehicle(one.bus.code), (said.route_of(one.bus, choice),)), *own] if own else []
    return Table(columns, rows, title=choice.said(_WHO))
