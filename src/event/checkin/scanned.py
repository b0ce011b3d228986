"""A scan on its way in: what a scanner tells of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan, named by the scanner before it was sent.

    `ticket` is the text that was read; `guest` the guest's id or number where they were found without one.
    `at` is the device's time put right; None takes `scanned_at`. `recorded_at` is told by logs that are taken
    in afterwards; None takes now.
    """

    id: UUID
    checkpoint: str
    ticket: str
    scanned_at: datetime
    device: str = ""
    guest: str = ""
    at: datetime | None = None
    recorded_at: datetime | None = None
    name: str = ""
    verdict: str = ""
    source: str = "scan"
    party_of: UUID | None = None
    offline: bool = False

    @property
    def content_hash(self) -> str:
        """What must not change when the same id is sent again."""
        content = f"{self.checkpoint}\x1f{self.ticket}\x1f{self.guest}\x1f{self.scanned_at.isoformat()}"
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Undone:
    """A scan taken back at the door, with the reason."""

    id: UUID
    scan: UUID
    reason: str
    at: datetime


def named(text: str, gathering: UUID) -> tuple[UUID, str]:
    """The id of a scan and the scanner's own name for it, where that is no UUID."""
    try:
        return UUID(text), ""
    except ValueError:
        return uuid5(gathering, text), text
