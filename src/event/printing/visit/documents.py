"""The papers of the visit by name: what each is for, what can be chosen, and who may take it away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from event.gathering.tables import Gathering
from event.language import Message
from event.people.rules import Access, NotAllowed, Permission
from event.printing.errors import UnknownDocument
from event.printing.visit import (
    boards,
    departures,
    guide_sheet,
    manifest,
    meals,
    pickups,
    rooming,
    run_sheet,
    vehicle_sheet,
)
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Paper

PREFIX = "visit/"
"""Before the name of a document of the visit where all documents are named."""


@dataclass(frozen=True)
class Document:
    """A paper: `asks` for a bus, a vehicle, a hotel, a day, a night or a transfer_day.

    `private`: it has telephone numbers, needs, rooms or journeys of guests.
    """

    label: Message
    about: Message
    make: Callable[[Gathering, Choice], Awaitable[Paper]]
    asks: tuple[str, ...] = ()
    private: bool = False


DOCUMENTS: dict[str, Document] = {
    "manifest": Document(
        manifest.MANIFEST, Message("For the bus captain: who rides along, with telephone numbers and boxes to tick."),
        manifest.manifest, ("bus", "day"), private=True,
    ),
    "roll-call": Document(
        manifest.ROLL_CALL, Message("One page for each bus: names and large boxes, nothing else."), manifest.roll_call,
        ("bus", "day"),
    ),
    "run-sheet": Document(
        run_sheet.RUN_SHEET, Message("One page for each driver: times, places, whom to call."), run_sheet.run_sheets,
        ("bus", "day"),
    ),
    "guide-sheet": Document(
        guide_sheet.GUIDE_SHEET,
        Message("For the guide: what to tell at each stop, languages, meals, whom to look after."), guide_sheet.guide_sheets,
        ("bus", "day"), private=True,
    ),
    "vehicles": Document(
        vehicle_sheet.VEHICLES, Message("All vehicles with plates, drivers and crews."), vehicle_sheet.vehicle_sheet
    ),
    "meals": Document(
        meals.MEALS, Message("For each canteen: guests by bus, halal and vegetarian meals, allergies."), meals.meal_sheet,
        ("bus", "day"),
    ),
    "rooming": Document(
        rooming.ROOMING, Message("For each hotel: who sleeps in which room, from when to when."), rooming.rooming_list,
        ("hotel", "night"), private=True,
    ),
    "hotels": Document(rooming.HOTELS, Message("All hotels with addresses and rooms."), rooming.hotel_list),
    "pickups": Document(
        pickups.PICKUPS, Message("For greeters and drivers: flights and trains, guests, luggage, by day and wave."),
        pickups.pickup_sheet, ("vehicle", "transfer_day"), private=True,
    ),
    "departures": Document(
        departures.DEPARTURES, Message("Who is taken to which flight or train, by day and vehicle."),
        departures.departure_sheet, ("vehicle", "transfer_day"), private=True,
    ),
    "name-boards": Document(
        boards.BOARDS, Message("Signs to hold up at the exit, one on a page."), boards.name_boards,
        ("vehicle", "transfer_day"),
    ),
}  # fmt: skip


def document_named(name: str) -> Document:
    """A paper by its name. Raises UnknownDocument."""
    if name not in DOCUMENTS:
        raise UnknownDocument(name=name[:40], known=", ".join(DOCUMENTS))
    return DOCUMENTS[name]


def may_see_private(access: Access, gathering: Gathering) -> bool:
    """Whether telephone numbers, needs, rooms and journeys of guests may leave with a reader."""
    return all(
        access.may(permission, gathering.id)
        for permission in (Permission.GUESTS_EXPORT, Permission.GUESTS_CONTACT)
    )


def refuse_private(name: str, access: Access, gathering: Gathering) -> None:
    """Raises UnknownDocument, NotAllowed."""
    if document_named(name).private and not may_see_private(access, gathering):
        raise NotAllowed
