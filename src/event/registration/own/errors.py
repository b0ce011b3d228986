"""Refusals on a guest's own page."""

from event.errors import Forbidden
from event.language import Message


class NotProven(Forbidden):
    """The page has not been opened with birth date or code, or too long ago."""

    sentence = Message("Please open your details with your date of birth or a code by mail first.")


class WrongBirthDate(Forbidden):
    """Another date of birth than the one that was registered."""

    sentence = Message("This is not the date of birth we have. Check it, or have a code mailed to you.")


class WrongCode(Forbidden):
    """Another code, or one that is too old or was used."""

    sentence = Message("This code is not right or too old. Have a new one mailed to you.")
