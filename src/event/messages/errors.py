"""Refusals about mails."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownMail(NotFound):
    """No such mail in this gathering."""

    sentence = Message("There is no such mail.")


class UnknownOccasion(NotFound):
    """No mails are sent on this occasion."""

    sentence = Message("There are no words for this occasion.")


class NotToBeSentAgain(Conflict):
    """Only mails that did not arrive are sent again as they are."""

    sentence = Message("This mail was sent, or is about to be; it is not sent again.")


class NotSent(Conflict):
    """What was not sent cannot have come back."""

    sentence = Message("This mail has not been sent, so it cannot have come back.")
