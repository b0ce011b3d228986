"""What the signing refuses."""

from typing import Any

from event.errors import Conflict, NotFound
from event.language import Message, translated
from event.signing.labels import field_said


class UnknownItem(NotFound):
    """No agreement has this code here."""

    sentence = Message("There is no agreement “{code}”.")


class UnknownProject(NotFound):
    """No project of the pool has this code here."""

    sentence = Message("There is no project “{code}”.")


class UnknownBatch(NotFound):
    """No batch has this number here."""

    sentence = Message("There is no batch {number}.")


class NoText(NotFound):
    """The text of this agreement has no file yet."""

    sentence = Message("The text of “{code}” has no file yet.")


class UnknownEntry(NotFound):
    """No such entry is in the ledger of this agreement."""

    sentence = Message("There is no such entry in the ledger.")


class ChangedMeanwhile(Conflict):
    """Somebody else has changed the same thing since it was opened; `changes`: {field: [before, after]} of theirs."""

    sentence = Message(
        "{who} has changed this since you opened it: {fields}. Nothing of yours is saved. Look at it again and change it anew."
    )

    def __init__(self, *, who: str, changes: dict[str, Any], revision: int) -> None:
        self.changes, self.revision = changes, revision
        super().__init__(who=who, fields="、".join(changes) or "–")

    def told(self, language: str) -> str:
        """The sentence with the fields as people call them."""
        between = ", " if language == "en" else "、"
        fields = between.join(field_said(name, language) for name in self.changes) or "–"
        return translated(self.sentence, language).format(who=self.data["who"], fields=fields)


class SetMeanwhile(Conflict):
    """Somebody else has changed a type or the rules since the page was opened."""

    sentence = Message(
        "Somebody else has changed this since you opened it. Nothing of yours is saved: this is how it is now."
    )


class CodeTaken(Conflict):
    """Another one has this code."""

    sentence = Message("There is “{code}” already. Choose another code.")


class SignedAlready(Conflict):
    """An agreement that is signed stays; it can end, in the ledger."""

    sentence = Message(
        "“{code}” is signed already. Where it has ended, enter the stage “terminated” in the ledger."
    )


class TextIsFinal(Conflict):
    """A final text is not replaced."""

    sentence = Message(
        "The text of “{code}” is final. Make it a draft again before another file takes its place."
    )


class TextIsSigned(Conflict):
    """A text that was signed is not replaced."""

    sentence = Message("“{code}” is signed: its text stays as it was signed.")


class TypeInUse(Conflict):
    """Agreements are of this type."""

    sentence = Message("Agreements are of this type: it can be renamed, not removed.")


class AlreadyCorrected(Conflict):
    """An entry can be corrected once; then the correction can be."""

    sentence = Message("This entry is corrected already. Correct the entry that stands in its place.")


class OutOfOrder(Conflict):
    """A stage that cannot follow those before it."""

    sentence = Message(
        "{day}: {stage} cannot follow the stages before it. A project goes on, pauses or ends; correct an entry that was wrong."
    )

    def __init__(self, *, day: str, stage: str, label: Message) -> None:
        """`stage` as the office's lists have it, `label` for other readers."""
        super().__init__(day=day, stage=stage)
        self.label = label

    def told(self, language: str) -> str:
        """The sentence with the stage in the reader's language."""
        told = translated(self.sentence, language)
        return told.format(**self.data | {"stage": translated(self.label, language)})


class LessThanNothing(Conflict):
    """More money would have gone back than came in."""

    sentence = Message("On {day} less than nothing would be in place. Check the amount and its sign.")
