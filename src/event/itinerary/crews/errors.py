"""Refusals about vehicles and crews."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownVehicle(NotFound):
    """No such vehicle in this gathering."""

    sentence = Message("There is no such vehicle in this gathering.")


class UnknownMember(NotFound):
    """Nobody of the crews has this id."""

    sentence = Message("There is nobody like this in the crews of this gathering.")


class VehicleInUse(Conflict):
    """Guests sit on it, or are fetched by it."""

    sentence = Message("{booked} guests have a place on it. Give them another vehicle first.")


class VehicleInPlans(Conflict):
    """The draft or a published plan has it."""

    sentence = Message("A plan of the visit has this vehicle. Mark it there as broken down instead.")


class MemberInUse(Conflict):
    """Somebody works on vehicles."""

    sentence = Message("{name} works on {vehicles}. Take them off there first.")


class MemberInPlans(Conflict):
    """The draft has somebody as a guide."""

    sentence = Message("{name} is a guide in the draft of the plan. Choose another guide there first.")
