"""Refusals of signing up."""

from event.errors import Conflict, NotFound
from event.language import Message


class SignUpNotOpen(Conflict):
    """Guests cannot change it themselves now."""

    sentence = Message("Sign-up for this session is not open at the moment. Please call the office.")


class ComesNot(Conflict):
    """Only approved guests sign up."""

    sentence = Message("{name} does not come, so that they cannot be signed up.")


class UnknownWave(NotFound):
    """The session has no such wave."""

    sentence = Message("Choose one of the waves of this session.")


class WaveInUse(Conflict):
    """Somebody is in a wave that would go."""

    sentence = Message("Somebody is signed up for the wave {wave}. Take them off first.")
