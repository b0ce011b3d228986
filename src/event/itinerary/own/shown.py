"""The own programme as its page and its paper show it."""

from typing import Any

from event.gathering.tables import Gathering
from event.itinerary.own.labels import AWAITED, bus_label
from event.itinerary.own.news import news_of
from event.itinerary.own.queries import programme_of
from event.itinerary.own.rules import days_of
from event.language import translated
from event.registration.labels import STANDING_LABELS
from event.registration.tables import Guest, Standing


async def shown_programme(
    guest: Guest, gathering: Gathering, *, language: str, proven: bool
) -> dict[str, Any]:
    """What templates/itinerary/own and templates/pdf/own are given."""
    own = await programme_of(guest, gathering, language=language, proven=proven)
    return {
        "own": own, "days_of_guest": days_of(own, gathering.zone), "guest": guest, "proven": proven,
        "comes": guest.standing == Standing.APPROVED, "standing": STANDING_LABELS[Standing(guest.standing)],
        "news": await news_of(guest, own, gathering, language=language),
        "awaited": [translated(AWAITED[name], language) for name in own.awaited],
        "bus": lambda code: bus_label(code, language),
    }  # fmt: skip
