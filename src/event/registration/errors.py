"""Refusals about guests and their replies."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownGuest(NotFound):
    """No such guest in this gathering, or not one the reader may see."""

    sentence = Message("There is no such guest in this gathering.")


class UnknownTicketLink(NotFound):
    """The link names no guest, or has been replaced by a newer one."""

    sentence = Message(
        "This link does not open a ticket. Use the link in your latest mail, or ask the organizers."
    )


class UnknownDelegation(NotFound):
    """No such delegation in this gathering."""

    sentence = Message("There is no such delegation in this gathering.")


class RegistrationClosed(Conflict):
    """Replies are not taken online at this moment."""

    sentence = Message("Online registration is not open at the moment. Please contact the organizers.")


class ChangesClosed(Conflict):
    """Guests no longer change their replies themselves."""

    sentence = Message("Changes are no longer taken online. Please contact the organizers.")


class AlreadyRegistered(Conflict):
    """The same reply has come in before."""

    sentence = Message("This guest is already registered. The ticket link is in the mail we sent then.")


class NotWaiting(Conflict):
    """A decision was taken that the guest's standing does not allow."""

    sentence = Message("{name} is already {standing}; nothing was changed.")


class NoPlaceLeft(Conflict):
    """More would be approved than there are places."""

    sentence = Message("There is no place left for {name}. Raise the limit, or put them on the waiting list.")


class NoTicket(Conflict):
    """A ticket is asked for somebody who is not approved."""

    sentence = Message("{name} is not approved yet, so there is no ticket.")


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same thing in between."""

    sentence = Message("Somebody else has changed this in the meantime. Look at it again before you save.")
