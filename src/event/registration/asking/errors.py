"""Refusals about forms."""

from typing import Any

from event.errors import Conflict
from event.language import Message, translated

_OTHER_TYPE = Message("“{name}” is not one of: {types}.")
_TOO_LARGE = Message("“{name}” is larger than {most} MB. Make the picture smaller and choose it again.")
_NO_FILE = Message("“{name}” cannot be taken here.")


class FileNotTaken(Conflict):
    """A file of another type, or a larger one, than the question takes."""

    sentence = _NO_FILE

    def __init__(self, **data: Any) -> None:
        self.said = _TOO_LARGE if "most" in data else _OTHER_TYPE if "types" in data else _NO_FILE
        super().__init__(**data)

    def told(self, language: str) -> str:
        return translated(self.said, language).format(**self.data)
