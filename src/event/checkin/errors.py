"""Refusals of the check-in slice; a refused scan is an answer, not one of these."""

from event.errors import Forbidden, NotFound
from event.language import Message
from event.people.browsers import NameTaken


class UnknownCheckpoint(NotFound):
    """No such checkpoint in this gathering."""

    sentence = Message("There is no such checkpoint in this gathering.")


class UnknownDevice(NotFound):
    """No such scanner in this gathering."""

    sentence = Message("There is no such scanner in this gathering.")


class UnknownScan(NotFound):
    """No such scan in this gathering."""

    sentence = Message("There is no such scan in this gathering.")


class DeviceNameTaken(NameTaken):
    """Another scanner has this name."""

    sentence = Message("There is already a scanner “{name}”. Give this one another name.")


class ScannerNotLetIn(Forbidden):
    """The scanner was revoked, its time is over, or another phone took its place."""

    sentence = Message("This scanner is no longer let in. Ask an organizer to let it in again.")
