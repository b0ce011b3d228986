"""Refusals about stops, canteens, the ways between them, vehicles and crews."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownPlace(NotFound):
    """No such stop or canteen in this gathering."""

    sentence = Message("There is no such stop or canteen in this gathering.")


class PlaceInUse(Conflict):
    """Routes call at it."""

    sentence = Message("These routes call there: {routes}. Take it out of them first.")


class PlaceInPlans(Conflict):
    """The draft or a published plan knows it, and earlier versions must stay whole."""

    sentence = Message(
        "A plan of the visit has it, and earlier versions must stay readable. Say that it is closed on these days instead."
    )
