"""Refusals of the matchmaking."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownSlot(NotFound):
    """No such slot in this gathering."""

    sentence = Message("There is no such slot in the matchmaking of this gathering.")


class SlotTaken(Conflict):
    """Somebody else has booked it."""

    sentence = Message("This slot was booked by somebody else a moment ago. Please choose another one.")


class OverlapsOwnSlot(Conflict):
    """The guest has another slot at that time."""

    sentence = Message("{name} has another slot at that time, at {unit}. Give that one up first.")


class MatchmakingNotOpen(Conflict):
    """Guests do not book slots now."""

    sentence = Message("Slots are not booked online at the moment. Please call the office.")


class OnlyWhoComes(Conflict):
    """Only approved guests have slots."""

    sentence = Message("{name} does not come, so that no slot can be booked for them.")


class SlotsBooked(Conflict):
    """Booked slots would be lost."""

    sentence = Message("Slots that would go are booked: {slots}. Free them first.")
