"""Everything organizers can do to a draft, by the name under which programs ask for it."""

from event.itinerary.planning.edits_of_buses import DropBus, GiveGuide, HoldBus, PartBus, PutBus
from event.itinerary.planning.edits_of_calls import AddCall, DropCall, HoldCall, MoveCall
from event.itinerary.planning.edits_of_guests import HoldGuest, MoveParty
from event.itinerary.planning.edits_of_lines import AddLine, DropLine, RenameLine, ShiftLine

Edit = (
    MoveParty | MoveCall | AddCall | DropCall | HoldCall | ShiftLine | AddLine | RenameLine | DropLine
    | PutBus | DropBus | PartBus | GiveGuide | HoldBus | HoldGuest
)  # fmt: skip

__all__ = [
    "AddCall", "AddLine", "DropBus", "DropCall", "DropLine", "Edit", "GiveGuide", "HoldBus", "HoldCall",
    "HoldGuest", "MoveCall", "MoveParty", "PartBus", "PutBus", "RenameLine", "ShiftLine",
]  # fmt: skip
