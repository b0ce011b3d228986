"""Refusals about invitation letters for visas."""

from collections.abc import Sequence

from event.errors import Conflict
from event.language import Message, translated


class LetterNotReady(Conflict):
    """What must stand in a letter is not known of this guest."""

    sentence = Message("No letter can be issued for {name}; what is missing: {missing}.")

    def __init__(self, *, name: str, missing: Sequence[Message]) -> None:
        self.missing = tuple(missing)
        super().__init__(name=name, missing=", ".join(self.missing))

    def told(self, language: str) -> str:
        """The sentence with what is missing in the reader's language too."""
        said = (", " if language == "en" else "、").join(translated(one, language) for one in self.missing)
        return translated(self.sentence, language).format(name=self.data["name"], missing=said)


class NotApprovedForLetter(Conflict):
    """Letters are for guests who are approved."""

    sentence = Message("{name} is not approved, so no letter can be issued.")


class LetterheadMissing(Conflict):
    """The office's own part of every letter is not set."""

    sentence = Message(
        "Letters name the office's address and telephone and who bears the costs. Fill these in under Settings first."
    )
