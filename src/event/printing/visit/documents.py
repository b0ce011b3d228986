"""The papers of the visit, hotels and transfers by name: what each is for and what can be chosen."""

from event.language import Message
from event.printing.centre.document import Document, Group
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
from event.printing.visit.operations import Maker, made_by

PREFIX = "visit/"
"""Before the name of a document of the visit where all documents are named."""
_BUS_AND_DAY, _NIGHTS, _TRANSFERS = ("bus", "day"), ("hotel", "night"), ("vehicle", "transfer_day")


def _document(
    label: Message, about: Message, make: Maker, asks: tuple[str, ...] = (), *, private: bool = False, group: Group = Group.VISIT
) -> Document:  # fmt: skip
    return Document(label, about, group, made_by(make, by_plan="bus" in asks), asks, private, formats=("pdf", "xlsx"))  # fmt: skip


VISIT_DOCUMENTS: dict[str, Document] = {
    "visit/manifest": _document(
        manifest.MANIFEST, Message("For the bus captain: who rides along, with telephone numbers and boxes to tick."),
        manifest.manifest, _BUS_AND_DAY, private=True,
    ),
    "visit/roll-call": _document(
        manifest.ROLL_CALL, Message("One page for each bus: names and large boxes, nothing else."), manifest.roll_call, _BUS_AND_DAY
    ),
    "visit/run-sheet": _document(
        run_sheet.RUN_SHEET, Message("One page for each driver: times, places, whom to call."), run_sheet.run_sheets, _BUS_AND_DAY
    ),
    "visit/guide-sheet": _document(
        guide_sheet.GUIDE_SHEET, Message("For the guide: what to tell at each stop, languages, meals, whom to look after."),
        guide_sheet.guide_sheets, _BUS_AND_DAY, private=True,
    ),
    "visit/vehicles": _document(
        vehicle_sheet.VEHICLES, Message("All vehicles with plates, drivers and crews."), vehicle_sheet.vehicle_sheet
    ),
    "visit/meals": _document(
        meals.MEALS, Message("For each canteen: guests by bus, halal and vegetarian meals, allergies."), meals.meal_sheet, _BUS_AND_DAY
    ),
    "visit/rooming": _document(
        rooming.ROOMING, Message("For each hotel: who sleeps in which room, from when to when."), rooming.rooming_list, _NIGHTS,
        private=True, group=Group.LODGING,
    ),
    "visit/hotels": _document(
        rooming.HOTELS, Message("All hotels with addresses and rooms."), rooming.hotel_list, group=Group.LODGING
    ),
    "visit/pickups": _document(
        pickups.PICKUPS, Message("For greeters and drivers: flights and trains, guests, luggage, by day and wave."),
        pickups.pickup_sheet, _TRANSFERS, private=True, group=Group.LODGING,
    ),
    "visit/departures": _document(
        departures.DEPARTURES, Message("Who is taken to which flight or train, by day and vehicle."), departures.departure_sheet,
        _TRANSFERS, private=True, group=Group.LODGING,
    ),
    "visit/name-boards": _document(
        boards.BOARDS, Message("Signs to hold up at the exit, one on a page."), boards.name_boards, _TRANSFERS, group=Group.LODGING
    ),
}  # fmt: skip
