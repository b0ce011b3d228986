"""Guests who ride on neither of the routes they wished."""

from typing import Any

from event.itinerary.planning.plan import serves
from event.language import Message
from event.registration.as_of import WHO
from event.reports.told import Asked, Told
from event.reports.visit.booked import buses


def _wishes(answers: dict[str, Any]) -> list[str]:
    return [str(answers.get(key) or "") for key in ("route_1", "route_2")]


async def neither_choice(asked: Asked) -> Told:
    """Guests with a seat on a route that is neither their first nor their second choice."""
    found = sorted(
        (
            (seat.guest, bus, wishes)
            for bus in await buses(asked, columns=(*WHO, "answers"))
            for seat in bus.guests
            if (wishes := _wishes(seat.guest.answers)) != ["", ""]
            and not any(serves(bus.route, wish) for wish in wishes)
        ),
        key=lambda one: one[0].number,
    )  # fmt: skip
    return Told(
        {"count": len(found), "guests": [guest.number for guest, _, _ in found]},
        (
            Message("Number"), Message("Name"), Message("First route"), Message("Second route"), Message("Route"),
            Message("Bus"),
        ),
        [(guest.number, guest.name, *wishes, bus.route, bus.code) for guest, bus, wishes in found],
        ((Message("Guests"), str(len(found))),),
    )  # fmt: skip
