"""What the day of the visit refuses."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownBus(NotFound):
    """No bus of the visit has this number."""

    sentence = Message("There is no such bus in the homeland visit.")


class UnknownBusLink(NotFound):
    """The guide's link is mistyped, was revoked, or the visit is over."""

    sentence = Message("This link does not lead to a bus any more. Ask the organizers for a new one.")


class BusLinksEnded(Conflict):
    """The visit is over: a link would lead nowhere."""

    sentence = Message("The visit is over: the pages of the guides have ended.")


class NobodyToWriteTo(Conflict):
    """Nobody of the bus's crew is in the list of badges, so no note can be left."""

    sentence = Message("Nobody of this bus is in the list of badges. Please call the organizers.")
