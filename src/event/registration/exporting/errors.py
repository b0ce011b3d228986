"""Refusals about exports."""

from event.errors import NotFound
from event.language import Message


class UnknownColumnSet(NotFound):
    """No column set has this name."""

    sentence = Message("There is no column set “{name}”. Known: {known}.")


class UnknownFormat(NotFound):
    """Lists are not written in this format."""

    sentence = Message("Lists are written as .xlsx or .csv, not as “{format}”.")
