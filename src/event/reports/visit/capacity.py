"""Whether stops and buses take the guests who come: at once at a stop, and moved to another route."""

from event.itinerary.visiting import Visit, sites_now
from event.language import Message, translated
from event.reports.told import Asked, Told
from event.reports.visit.booked import at_once, buses, guests_by_route, over_capacity, visits

_YES, _NO = Message("yes"), Message("no")


async def stop_capacity(asked: Asked) -> Told:
    """The routes that visit a stop, how many guests are there at once, and every stop that is too full."""
    code = asked.values["stop"]
    guests, every = guests_by_route(await buses(asked, all_guests=True)), await visits(asked)
    here = [one for one in every if one.stop == code]
    stops = await sites_now(asked.gathering, "stop")
    known, peak = stops.get(code), at_once(here, guests)
    capacity = known.capacity if known else None
    overlap = any(_overlap(one, other) for place, one in enumerate(here) for other in here[:place])
    return Told(
        {
            "stop": code,
            "visits": [
                {
                    "route": one.route, "arrive": asked.hour(one.arrives), "leave": asked.hour(one.leaves),
                    "guests": guests.get(one.route, 0),
                }
                for one in here
            ],
            "capacity": capacity, "peak": peak, "overlap": overlap,
            "over_capacity": capacity is not None and peak > capacity,
            "all_stops_over_capacity": over_capacity(stops, every, guests),
        },
        (Message("Route"), Message("Arrives"), Message("Leaves"), Message("Guests")),
        [
            (one.route, asked.hour(one.arrives), asked.hour(one.leaves), str(guests.get(one.route, 0)))
            for one in here
        ],
        ((Message("At once at most"), str(peak)), (Message("Capacity"), str(capacity or "–"))),
    )  # fmt: skip


def _overlap(one: Visit, other: Visit) -> bool:
    return bool(
        one.arrives and one.leaves and other.arrives and other.leaves
        and one.arrives < other.leaves and other.arrives < one.leaves
    )  # fmt: skip


async def move_between_routes(asked: Asked) -> Told:
    """Whether so many guests of one route find seats on the buses of another, beside its guests and crews."""
    old, new, number = asked.values["from"], asked.values["to"], asked.values["n"]
    found = await buses(asked, all_guests=True)
    there = [bus for bus in found if bus.route == new]
    seats, crew = sum(bus.seats for bus in there), sum(bus.crew for bus in there)
    booked = sum(len(bus.guests) for bus in there)
    most = max(0, seats - crew - booked)
    allowed = number <= most and number <= guests_by_route(found).get(old, 0)
    return Told(
        {
            "n": number, "from": old, "to": new, "seats": seats, "booked": booked, "crew": crew,
            "would_be": booked + crew + number, "max": most, "allowed": allowed,
        },
        (Message("Bus"), Message("Seats"), Message("Guests"), Message("Crew"), Message("Free")),
        [
            (
                bus.code, str(bus.seats), str(len(bus.guests)), str(bus.crew),
                str(bus.seats - bus.crew - len(bus.guests)),
            )
            for bus in there
        ],
        (
            (Message("Seats"), str(seats)), (Message("Needed"), str(booked + crew + number)),
            (Message("At most"), str(most)),
            (Message("Possible"), translated(_YES if allowed else _NO, asked.language)),
        ),
    )  # fmt: skip
