"""What planning refuses, with the reason and what would mend it."""

from dataclasses import dataclass, field

from event.errors import Conflict, Invalid, NotFound
from event.language import Message


@dataclass(frozen=True)
class Reason:
    """Why something cannot be, in the reader's words, and each single thing that would mend it."""

    text: str
    remedies: tuple[str, ...] = field(default_factory=tuple)


class RuleBroken(Conflict):
    """A change breaks rules that have to hold."""

    sentence = Message("This cannot be: {why}")

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(why=" ".join(one.text for one in reasons))
        self.reasons = reasons


class SeenOtherwise(Conflict):
    """Somebody else has changed what this change is about."""

    sentence = Message(
        "Somebody else has changed this in the meantime. Look at it as it is now, then decide."
    )


class NothingToUndo(Conflict):
    """There is no step to go back to, or to do again."""

    sentence = Message("There is nothing to undo or to do again.")


class UnknownThing(NotFound):
    """The plan has no such bus, route, call or guest."""

    sentence = Message("The plan has no such bus, route, stop or guest any more.")


class EditInvalid(Invalid):
    """A change is not described as it has to be."""

    sentence = Message("Please look at these fields again.")


class UnknownRun(NotFound):
    """There is no such run of the planner."""

    sentence = Message("There is no such run of the planner.")


class RunNotDone(Conflict):
    """A run has no plan to take over."""

    sentence = Message("This run has no plan to take over.")


class PlanMovedOn(Conflict):
    """The plan has changed since the run began."""

    sentence = Message("The plan was changed since this run began. Run it again.")
