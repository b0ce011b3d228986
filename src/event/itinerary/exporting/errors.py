"""Refusals of the workbooks that go out."""

from event.errors import NotFound
from event.language import Message


class UnknownList(NotFound):
    """No workbook has this name."""

    sentence = Message("There is no list “{kind}”. Known: {known}.")
