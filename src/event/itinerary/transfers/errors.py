"""Refusals about flights, trains and who is fetched or taken."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownService(NotFound):
    """No such flight or train in this gathering."""

    sentence = Message("There is no such flight or train in this gathering.")


class UnknownCar(NotFound):
    """No such vehicle in this gathering."""

    sentence = Message("There is no such vehicle in this gathering.")


class ServiceInUse(Conflict):
    """A flight or train with which guests come cannot be removed."""

    sentence = Message("{guests} guests come with {number}. Give them another flight or train first.")


class ServiceChanged(Conflict):
    """Somebody else changed the flight or train since the page was opened."""

    sentence = Message("Somebody else has just changed {number}. Look at it again; nothing was overwritten.")


class RideChanged(Conflict):
    """Somebody else changed the guest's transfer since the page was opened."""

    sentence = Message(
        "Somebody else has just changed the transfer of {name}: {now}. Nothing was overwritten."
    )


class CarFull(Conflict):
    """More guests would ride than there are seats."""

    sentence = Message("{car} has {seats} seats; {guests} guests would ride on this trip.")


class PickupsOutdated(Conflict):
    """What proposed pickups were made from has changed since."""

    sentence = Message(
        "Something has changed since this was proposed. Here is a new proposal; nothing was written."
    )
