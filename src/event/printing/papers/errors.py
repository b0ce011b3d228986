"""Refusals of these papers."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownPart(NotFound):
    """The handbook has no such part, text or language."""

    sentence = Message("The handbook has nothing called “{part}”.")


class NoOneToCertify(Conflict):
    """Nobody has arrived yet, or nobody fits the choice."""

    sentence = Message(
        "Nothing to print: nobody has arrived yet. Choose a class or a guest to print certificates before."
    )


class NoGuestChosen(Conflict):
    """A programme of one guest needs the guest."""

    sentence = Message("Choose the guest whose programme is to be printed.")


class NoItems(Conflict):
    """No session, or not the chosen one, has items."""

    sentence = Message("Nothing to print: no session has items yet. Enter them under Programme.")
