"""Refusals of the signing's papers."""

from event.errors import Conflict
from event.language import Message


class NothingSigned(Conflict):
    """No batch, agreement or entry fits the choice."""

    sentence = Message("Nothing to print: no agreement fits this choice.")
