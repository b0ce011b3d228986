"""What a guide needs of a bus: the stops and what to tell of them, who rides along, who eats what, whom to look after."""

from datetime import date

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.buses import BusDay, Crew, Visit, bus_days
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Paper, Part, Table, Words
from event.printing.visit.riders import VIP, Rider

GUIDE_SHEET = Message("Guide sheet")
_DELEGATIONS, _SPOKEN, _LANGUAGES = Message("Delegations"), Message("Guests speak"), Message("{role} speaks")
_LOOK_AFTER, _WHY = Message("Look after"), Message("Why")
_MEALS, _MEAL = Message("Meals at lunch"), Message("Meal")
_CHILD, _VIP = Message("child, {age}"), Message("important guest")
_STEPS, _CONTACT, _NOBODY = (
    Message("There are steps."),
    Message("Contact"),
    Message("Nobody told of special needs."),
)
_DIETS = Message("Meals")


async def guide_sheets(gathering: Gathering, choice: Choice) -> Paper:
    """A sheet for each bus and day."""
    days = await bus_days(gathering, choice)
    parts = tuple(_sheet(one, gathering, choice) for one in days)
    return Paper(
        choice.said(GUIDE_SHEET), parts, sum(len(one.bus.riders) for one in days), look="guide-sheet"
    )


def _sheet(one: BusDay, gathering: Gathering, choice: Choice) -> Part:
    riders, day = [seat.rider for seat in one.bus.riders], one.day or gathering.last_day
    facts = [
        *said.head(one, gathering, choice), *said.crew_head(one.bus, choice), *_languages(one.bus.crew, choice),
        (choice.said(_DELEGATIONS), said.counted((choice.label(*rider.delegation) for rider in riders), choice)),
        (choice.said(_SPOKEN), said.counted((word for rider in riders for word in rider.languages), choice)),
    ]  # fmt: skip
    stops = [_stop(number, visit, gathering, choice) for number, visit in enumerate(one.visits, start=1)]
    lunch = [_lunch(one.lunch, riders, gathering, choice)] if one.lunch else []
    tables = [_look_after(one, day, choice), _meals(one, choice)] if choice.names else []
    return Part(
        one.key, f"{choice.vehicle(one.bus.code)} · {choice.said(GUIDE_SHEET)}", choice.vehicle(one.bus.code),
        tuple(fact for fact in facts if str(fact[1])), (*tables, *stops, *lunch),
    )  # fmt: skip


def _languages(crew: tuple[Crew, ...], choice: Choice) -> list[tuple[str, Cell]]:
    return [
        (
            choice.said(_LANGUAGES, role=choice.said(said.CREW_LABELS[one.role])),
            choice.between.join(map(choice.label, one.languages)),
        )
        for one in crew
        if one.languages
    ]


def _stop(number: int, visit: Visit, gathering: Gathering, choice: Choice) -> Words:
    place = visit.place
    told = choice.label(*place.facts) + ("" if place.step_free else f"\n{choice.said(_STEPS)}")
    facts = [
        (choice.said(said.ADDRESS), choice.label(place.address)), (choice.said(_CONTACT), f"{place.contact} {place.phone}".strip()),
    ]  # fmt: skip
    title = f"{number}. {said.name_of(place, choice)}  {said.span(visit, gathering)}"
    return Words(
        title,
        tuple(fact for fact in facts if fact[1]),
        tuple(line for line in told.splitlines() if line.strip()),
    )


def _lunch(lunch: Visit, riders: list[Rider], gathering: Gathering, choice: Choice) -> Words:
    """Where and when there is lunch, and how many meals are not the usual ones."""
    place = lunch.place
    name = f"{choice.said(said.LUNCH)}  {said.name_of(place, choice)} {said.span(lunch, gathering)}"
    diets = said.counted((said.diet_of(rider, choice) for rider in riders), choice)
    allergies = said.counted((rider.allergies for rider in riders), choice)
    facts = [
        (choice.said(said.ADDRESS), choice.label(place.address)),
        (choice.said(_CONTACT), f"{place.contact} {place.phone}".strip()),
        (choice.said(_DIETS), diets), (choice.said(said.ALLERGIES), allergies),
    ]  # fmt: skip
    return Words(name, tuple(fact for fact in facts if fact[1]))


def _look_after(one: BusDay, day: date, choice: Choice) -> Table:
    """Guests in wheelchairs and with other needs, children and important guests."""
    columns = (
        Column(choice.said(said.SEAT), "number"), said.name_column(choice), Column(choice.said(said.DELEGATION), "delegation"),
        Column(choice.said(said.PHONE), "phone"), Column(choice.said(_WHY), "long"),
    )  # fmt: skip
    rows = []
    for seat in one.bus.riders:
        rider = seat.rider
        why = [choice.label(rider.health)] if rider.health else []
        why += [choice.said(_CHILD, age=rider.age_on(day))] if rider.is_child_on(day) else []
        why += [choice.said(_VIP)] if rider.class_code == VIP else []
        if why:
            rows.append(
                (
                    seat.seat,
                    said.guest(rider),
                    choice.label(*rider.delegation),
                    rider.phone,
                    choice.between.join(why),
                )
            )
    return Table(columns, rows, title=choice.said(_LOOK_AFTER), note="" if rows else choice.said(_NOBODY))


def _meals(one: BusDay, choice: Choice) -> Table:
    """Who eats otherwise than most."""
    columns = (
        Column(choice.said(said.SEAT), "number"), said.name_column(choice), Column(choice.said(_MEAL), "what"),
        Column(choice.said(said.ALLERGIES), "long"),
    )  # fmt: skip
    rows = [
        (
            seat.seat,
            said.guest(seat.rider),
            said.diet_of(seat.rider, choice),
            choice.label(seat.rider.allergies),
        )
        for seat in one.bus.riders
        if said.diet_of(seat.rider, choice) or seat.rider.allergies
    ]
    return Table(columns, rows, title=choice.said(_MEALS), note="" if rows else choice.said(_NOBODY))
