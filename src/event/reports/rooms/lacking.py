"""Approved guests of whom something is still missing: the flight, the room, the document number."""

from event.database import fetch
from event.itinerary.as_of import places_as_of
from event.language import Message
from event.registration.as_of import WHO
from event.reports.doors.people import everybody, known_of
from event.reports.told import Asked, Told

_WITH_NUMBER = ("flight", "train")
_COLUMNS = (*WHO, "answers", "document_number")


async def missing_details(asked: Asked) -> Told:
    """Guests who fly or ride without a number, who have no room although they need one, who have no document number."""
    every = await everybody(asked, columns=_COLUMNS)
    people = [one for one in every if one.approved and one.counts]
    modes = {
        row["guest"]: row
        for row in await fetch(
            "SELECT j.guest, j.mode, j.number FROM journey j JOIN guest g ON g.id = j.guest"
            " WHERE g.gathering = $1 AND j.direction = 'arrival'",
            asked.gathering.id,
        )
    }
    places = await places_as_of(
        "rooming", asked.gathering, asked.at, columns=WHO, known=known_of(asked, every)
    )
    rooms = {place.then.id: place.row["room"] for place in places}
    flight = [
        one
        for one in people
        if (row := modes.get(one.then.id)) and row["mode"] in _WITH_NUMBER and not row["number"]
    ]
    room = [
        one
        for one in people
        if rooms.get(one.then.id) is None
        and (one.then.id in rooms or one.then.answers.get("lodging") == "yes")
    ]
    document = [one for one in people if one.then.row["document_number"] is None]
    lists = {"no_flight": flight, "no_room": room, "no_document": document}
    numbers = {name: [one.then.number for one in found] for name, found in lists.items()}
    without = {name: set(found) for name, found in numbers.items()}
    return Told(
        {**numbers, "counts": {name: len(found) for name, found in lists.items()}},
        (Message("Number"), Message("Name"), Message("Flight or train"), Message("Room"), Message("Document number")),
        [
            (
                one.then.number, one.then.name,
                *("–" if one.then.number in found else "" for found in without.values()),
            )
            for one in people
            if any(one.then.number in found for found in without.values())
        ],
        (
            (Message("Without a flight or train"), str(len(flight))), (Message("Without a room"), str(len(room))),
            (Message("Without a document number"), str(len(document))),
        ),
    )  # fmt: skip
