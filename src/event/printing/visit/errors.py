"""Refusals of the visit's papers."""

from event.errors import Conflict
from event.language import Message


class NothingOnPaper(Conflict):
    """No bus, hotel, drive or day fits the choice."""

    sentence = Message("Nothing to print: no bus, hotel or drive fits this choice.")
