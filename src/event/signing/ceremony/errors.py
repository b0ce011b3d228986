"""What the ceremony refuses."""

from event.errors import Conflict, Invalid, NotFound
from event.language import Message


class OrderFrozen(Conflict):
    """The order is frozen, because papers with it are printed."""

    sentence = Message(
        "The order of signing is frozen, because papers with it may be printed. Unfreeze it before you change it."
    )


class OrderChanged(Conflict):
    """Somebody else has changed the order since the page was opened."""

    sentence = Message(
        "Somebody else has changed the order since you opened this page. Nothing of yours is saved: this is the order now."
    )


class NothingToFreeze(Conflict):
    """No agreement is in a batch."""

    sentence = Message("No agreement is in a batch yet: put them into batches before you freeze the order.")


class ListChanged(Conflict):
    """Somebody else has changed the run sheet or the list of things since the page was opened."""

    sentence = Message(
        "Somebody else has changed this list since you opened it. Your lines are still here and not saved; below is what is saved now."
    )


class RecordedAlready(Conflict):
    """A signing is recorded once; then its record can be corrected."""

    sentence = Message(
        "“{code}” has a record already, of {at}. Nothing of yours is saved. Look at it; what is wrong in it can be corrected."
    )


class NotOfThisCeremony(Conflict):
    """A withdrawn agreement is not signed."""

    sentence = Message("“{code}” is withdrawn. Put it back before you record that it was signed.")


class UnknownRecord(NotFound):
    """There is no such record, or no such file with it."""

    sentence = Message("There is no such record.")


class PictureNotTaken(Invalid):
    """A photograph that is too large, of another type, or cannot be read."""

    sentence = Message("The photograph is not taken.")
