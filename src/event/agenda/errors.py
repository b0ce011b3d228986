"""Refusals of the programme."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownSession(NotFound):
    """No such session in this gathering."""

    sentence = Message("There is no such session in this gathering. Somebody may have removed it.")


class UnknownItem(NotFound):
    """No such item in this session."""

    sentence = Message("There is no such item in this session. Somebody may have removed it.")


class UnknownPart(NotFound):
    """Nobody with this part in the session."""

    sentence = Message("This person has no such part in the session. Somebody may have removed them.")


class UnknownChange(NotFound):
    """No such change of the programme."""

    sentence = Message("There is no such change of the programme.")


class SessionInUse(Conflict):
    """Bookings, checkpoints or other things belong to it."""

    sentence = Message(
        "Guests have booked it, or checkpoints, seats or a plan belong to it: it cannot be removed. Cancel it instead: guests are then told, and who signed up has no place any more."
    )


class SessionCancelled(Conflict):
    """It does not take place."""

    sentence = Message("This session is cancelled. Nobody can sign up for it.")


class CannotUndo(Conflict):
    """Somebody changed the session since."""

    sentence = Message("The session was changed again since, or this was undone already. Nothing was undone.")


class OrderChanged(Conflict):
    """Somebody added, removed or moved items meanwhile."""

    sentence = Message(
        "Somebody else has changed the items since you opened them. Look at them, then move again."
    )
