"""Refusals of the print centre."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownMaking(NotFound):
    """No such document was made here."""

    sentence = Message("There is no such document, or it was made for somebody else’s eyes.")


class NoLongerKept(Conflict):
    """Files are kept for a day only."""

    sentence = Message("This file is no longer kept. Make it again.")


class UnknownPage(NotFound):
    """The document has fewer pages."""

    sentence = Message("The document has no such page.")
