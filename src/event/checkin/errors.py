"""Refusals of the check-in slice; a refused scan is an answer, not one of these."""

from event.errors import NotFound
from event.language import Message


class UnknownCheckpoint(NotFound):
    """No such checkpoint in this gathering."""

    sentence = Message("There is no such checkpoint in this gathering.")
