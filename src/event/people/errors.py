"""Refusals about users, signing in and trying too often."""

from event.errors import Conflict, Forbidden, NotFound
from event.language import Message


class UnknownUser(NotFound):
    """No user has this sign-in name."""

    sentence = Message("There is no user “{name}”.")


class NameTaken(Conflict):
    """The sign-in name belongs to somebody already."""

    sentence = Message("There is already a user “{name}”.")


class AlreadyBegun(Conflict):
    """The installation has its first user: further ones are added by them."""

    sentence = Message("This installation has been set up already: please sign in.")


class WrongFirstCode(Forbidden):
    """The code is not the one the server printed when it started."""

    sentence = Message(
        "This is not the code that was shown when the server started. Please look there again."
    )


class LastAdministrator(Conflict):
    """Nobody would be left who can manage users."""

    sentence = Message("“{name}” is the last administrator; make another one first.")


class WrongSignIn(Forbidden):
    """Name and password do not belong together; says no more than that."""

    sentence = Message(
        "Name and password do not match. Check both, or ask the administrator for a set-up code."
    )


class WrongSetupCode(Forbidden):
    """The one-time code is used, expired or mistyped."""

    sentence = Message("This set-up code is not valid (any more). Ask the administrator for a new one.")


class TooOften(Forbidden):
    """A rate limit holds; `seconds` until it lets go."""

    sentence = Message("Too many attempts. Please wait {minutes} minutes and try again.")

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(minutes=max(1, -(-seconds // 60)))
