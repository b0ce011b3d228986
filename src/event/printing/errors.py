"""Refusals of printing."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownDocument(NotFound):
    """No document has this name."""

    sentence = Message("There is no document “{name}”. Known: {known}.")


class NothingToPrint(Conflict):
    """The choice leaves nobody to print for."""

    sentence = Message("Nothing to print: no approved guest with a valid ticket fits this choice.")


class NoLetterToPrint(Conflict):
    """None of the chosen guests has a letter with a number of ours."""

    sentence = Message("Nothing to print: no letter has been issued for this choice.")


class TooLongToPrint(Conflict):
    """A page took longer, or more memory, than any page should; it was stopped."""

    sentence = Message("The document could not be made in time and was stopped. Print fewer pages at once.")
