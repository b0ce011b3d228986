"""What a guest reads for vehicles, ways to travel and what is still to come."""

from event.itinerary.transfers.board import vehicle_label
from event.language import Message, in_language, translated

_BUS = Message("Bus {code}")
AWAITED = {
    "pickup": Message("Your pickup: who meets you, where, and which vehicle takes you."),
    "hotel": Message("Your hotel, and when you can move in."),
    "visit": Message("The homeland visit: your route, your bus and where you get on."),
    "departure": Message("How you are taken to your flight or train."),
}  # fmt: skip
"""What the own programme does not have yet."""


def bus_label(code: str, language: str) -> str:
    """A vehicle as guests call it: 1号车, 1號車, Bus 1; others as they are called: 商务1号."""
    if language == "en" and code.isdigit():
        return translated(_BUS, language).format(code=code)
    return in_language(language, zh=vehicle_label(code))
