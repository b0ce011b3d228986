"""Who is taken to their flight or train, by vehicle."""

from typing import Any

from event.itinerary.as_of import Place, places_as_of
from event.language import Message
from event.registration.as_of import WHO
from event.reports.told import Asked, Told
from event.reports.transfers.cars import Car, cars

_NONE = Car("", "", "")


async def departures(asked: Asked) -> Told:
    """The drives of one day from a moment on: vehicle, driver and guests."""
    begins = asked.values["from"].astimezone(asked.gathering.zone)
    every = await cars(asked)
    trips: dict[tuple[Any, Any], list[Place]] = {}
    for place in await places_as_of(
        "transfer", asked.gathering, asked.at, scope=asked.scope, columns=WHO, direction="departure"
    ):
        row = place.row
        if not place.comes or row["leaves_at"] is None:
            continue
        leaves = row["leaves_at"].astimezone(asked.gathering.zone)
        if leaves >= begins and leaves.date() == begins.date():
            trips.setdefault((row["leaves_at"], row["vehicle"]), []).append(place)
    drives = sorted(
        ((at, every.get(vehicle, _NONE), places) for (at, vehicle), places in trips.items()),
        key=lambda drive: (drive[0], drive[1].label),
    )
    count = sum(len(places) for _, _, places in drives)
    return Told(
        {
            "count": count,
            "trips": [
                {
                    "car": car.label, "start": asked.hour(at), "driver": car.driver,
                    "guests": [place.then.number for place in places],
                }
                for at, car, places in drives
            ],
        },
        (
            Message("Leaves"), Message("Vehicle"), Message("Driver"), Message("Number"), Message("Name"),
            Message("Flight or train"), Message("Destination"),
        ),
        [
            (
                asked.hour(at), car.label or "–", car.driver, place.then.number, place.then.name, place.row["number"],
                place.row["place"],
            )
            for at, car, places in drives
            for place in places
        ],
        ((Message("Guests"), str(count)), (Message("Drives"), str(len(drives)))),
    )  # fmt: skip
