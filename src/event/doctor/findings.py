"""One thing that was looked at, and what to do about it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from event.language import Message, translated


class State(StrEnum):
    """How something was found."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found, and what to do about it (empty where nothing is)."""

    name: str
    state: State
    found: Message
    advice: Message | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, str]:
        """The finding for a reader."""
        found, advice = (
            translated(text, language).format(**self.data) if text else ""
            for text in (self.found, self.advice)
        )
        return {"name": self.name, "state": str(self.state), "found": found, "advice": advice}
