"""Refusals of badge designs."""

from dataclasses import dataclass

from event.errors import Invalid, NotFound, Problem
from event.language import Message, translated

_AT_LINE = Message("Line {line}: {told}")


class Flaw(Exception):
    """Something in a design that cannot be printed, with its line."""

    def __init__(self, line: int, sentence: Message, **data: object) -> None:
        super().__init__(sentence)
        self.line, self.sentence, self.data = line, sentence, data


@dataclass(frozen=True)
class AtLine(Problem):
    """A problem with the line it is in."""

    line: int = 1

    def told(self, language: str) -> str:
        """The sentence with its line, in the reader's language."""
        return translated(_AT_LINE, language).format(line=self.line, told=super().told(language))


class BadDesign(Invalid):
    """A design that cannot be printed: what is wrong, by field, with the line."""


class UnknownDesign(NotFound):
    """There is no such size, class or revision."""

    sentence = Message("There is no such design of a badge.")


class UnknownPicture(NotFound):
    """There is no picture of this name."""

    sentence = Message("There is no picture “{name}”.")


class BadPicture(Invalid):
    """A file that cannot be taken as a picture."""

    def __init__(self, sentence: Message, **data: object) -> None:
        super().__init__({"picture": Problem(sentence, data)})
