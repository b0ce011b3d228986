"""What the system refuses, as four kinds that carry their data and a sentence for the person.

Refusal
├── NotFound    there is no such thing, or not for you
├── Conflict    the state of things does not allow it now
├── Invalid     what came in cannot be used; names the fields
└── Forbidden   you may not

A sentence is a message id (English); pages translate it into the reader's language
and fill it with the refusal's data.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from event.language import Message, Tells, translated


class Refusal(Exception):
    """Base of all refusals; never raised itself."""

    sentence: ClassVar[Message]

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.sentence.format(**data))

    def told(self, language: str) -> str:
        """The sentence in the reader's language."""
        return translated(self.sentence, language).format(**self.data)


class NotFound(Refusal):
    """There is no such thing, or not for this reader."""


class Conflict(Refusal):
    """The state of things does not allow it now."""


class Forbidden(Refusal):
    """This reader may not do it."""


@dataclass(frozen=True)
class Problem(Tells):
    """Why one field cannot be used, and what to do about it."""

    sentence: Message
    data: dict[str, Any] = field(default_factory=dict)


class Invalid(Refusal):
    """What came in cannot be used; `problems` names each field once."""

    sentence = Message("Please check the fields marked below.")

    def __init__(self, problems: dict[str, Problem] | None = None, **data: Any) -> None:
        self.problems = problems or {}
        super().__init__(**data)

    def told_fields(self, language: str) -> dict[str, str]:
        """The sentence of every field in the reader's language."""
        return {name: problem.told(language) for name, problem in self.problems.items()}
