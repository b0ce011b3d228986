"""Refusals about hotels, rooms and who sleeps where."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownHotel(NotFound):
    """No such hotel in this gathering."""

    sentence = Message("There is no such hotel in this gathering.")


class UnknownRoom(NotFound):
    """No such room in this gathering."""

    sentence = Message("There is no such room in this gathering.")


class RoomFull(Conflict):
    """More would sleep in a room in one night than it has beds."""

    sentence = Message("Room {room} has {beds} beds, and in the night of {night} all are taken.")


class TooFewBeds(Conflict):
    """A room would have fewer beds than guests sleep there."""

    sentence = Message(
        "{guests} guests sleep in room {room} in one night. Give some of them another room first."
    )


class RoomInUse(Conflict):
    """A room that somebody sleeps in cannot be removed."""

    sentence = Message("{guests} guests sleep in room {room}. Give them another room first.")


class HotelInUse(Conflict):
    """A hotel with guests cannot be removed."""

    sentence = Message("{guests} guests are to sleep in this hotel. Give them another one first.")


class PlaceChanged(Conflict):
    """Somebody else gave the guest another place since the page was opened."""

    sentence = Message("Somebody else has just changed where {name} sleeps: {now}. Nothing was overwritten.")


class HotelChanged(Conflict):
    """Somebody else changed the hotel or room since the page was opened."""

    sentence = Message("Somebody else has just changed {name}. Look at it again; nothing was overwritten.")


class ProposalOutdated(Conflict):
    """What a proposal was made from has changed since."""

    sentence = Message(
        "Something has changed since this was proposed. Here is a new proposal; nothing was written."
    )
