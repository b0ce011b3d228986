"""Refusals about gatherings."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownGathering(NotFound):
    """No gathering has this name in its address, or the reader may not know of it."""

    sentence = Message("There is no gathering at this address.")


class WhichGathering(Conflict):
    """A command needs to be told which of several gatherings is meant."""

    sentence = Message("There are several gatherings ({slugs}): name one with --gathering.")


class NoGathering(NotFound):
    """Nothing has been set up yet."""

    sentence = Message("There is no gathering yet: import a guest list, or run “event demo”.")
