"""Refusals about persons of the directory."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownPerson(NotFound):
    """No such person, or one whose data were erased."""

    sentence = Message("There is no such person in the directory.")


class UnknownMerge(NotFound):
    """No such merge, or it was undone already."""

    sentence = Message("These persons are not merged (any more).")


class OnePerson(Conflict):
    """A person was to be compared with itself."""

    sentence = Message("These are not two persons.")


class MergedAlready(Conflict):
    """One of the two was merged into somebody in the meantime."""

    sentence = Message("One of the two has been merged already. Look at the list again.")


class BothCome(Conflict):
    """Two guests of one gathering cannot be one person."""

    sentence = Message(
        "Both take part in “{gathering}”. If it is one person, withdraw one of the two replies first."
    )


class MergedFurther(Conflict):
    """The person kept was itself merged into another later."""

    sentence = Message("{name} was merged into another person later; undo that first.")


class ComesAlready(Conflict):
    """Somebody who is in the gathering's list was to be invited."""

    sentence = Message("{name} is in the list of this gathering already.")


class InvitedAlready(Conflict):
    """An invitation of this person is open."""

    sentence = Message("{name} has an open invitation already; send its link again from the invitations.")


class BegunAlready(Conflict):
    """The gathering's first day has come: an invitation would not open."""

    sentence = Message("The gathering has begun; register walk-ins at the desk instead.")
