"""What seat plans refuse."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownPlan(NotFound):
    """No plan of the gathering has this id."""

    sentence = Message("There is no such seat plan.")


class UnknownSitter(NotFound):
    """Nobody of the plan has this id."""

    sentence = Message("This person is not in the seat plan.")


class PlanFrozen(Conflict):
    """The plan was frozen for print."""

    sentence = Message("The seat plan is frozen. Unfreeze it first.")


class NameTaken(Conflict):
    """Another plan is called so."""

    sentence = Message("There is a seat plan “{name}” already. Choose another name.")


class SeatChanged(Conflict):
    """Somebody else moved one of the two since they were seen."""

    sentence = Message("{name} was moved meanwhile. Look again, then decide.")


class PersonChanged(Conflict):
    """Somebody else changed what a person is at this session."""

    sentence = Message(
        "Somebody else has changed what {name} is here since you looked. Look again, then decide."
    )


class PlanChanged(Conflict):
    """Somebody else took or undid a step since the plan was looked at."""

    sentence = Message("Somebody else has changed the seats since you looked. This is the plan as it is now.")


class NoSuchSeat(Conflict):
    """The plan has no such seat."""

    sentence = Message("This plan has no seat {seat} in row or at table {row}.")


class TooManySeated(Conflict):
    """Somebody sits where the plan would end."""

    sentence = Message("{name} has a seat that would be gone. Move them first.")


class NothingToUndo(Conflict):
    """No step is left, or somebody moved on since."""

    sentence = Message("There is nothing to undo, or somebody else has moved these people since.")


class ProposalOutdated(Conflict):
    """What the proposal rests on has changed since."""

    sentence = Message(
        "Guests, wishes or seats have changed since this was proposed. Ask for a new proposal."
    )


class UnknownAction(NotFound):
    """No action on a plan has this name."""

    sentence = Message("There is no such action. Known: {known}.")
