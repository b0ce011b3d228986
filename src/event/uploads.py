"""Files between being looked at and being taken in: sealed on disk, gone after an hour."""

import os
import time
from uuid import UUID, uuid4

from event.crypto import Unreadable, ring
from event.errors import Conflict
from event.language import Message
from event.settings import settings

_HOLD_SECONDS = 3600


class UploadGone(Conflict):
    """The file waited too long, or never was."""

    sentence = Message("The file is no longer here. Please upload it again.")


def keep(content: bytes, *, context: str) -> str:
    """Keep a file for an hour; returns the mark by which it is taken up again."""
    folder = settings().var / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear(time.time())
    mark = uuid4()
    handle = os.open(folder / str(mark), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(ring().wrap(content, context=f"upload|{mark}|{context}"))
    return str(mark)


def take_up(mark: str, *, context: str) -> bytes:
    """The file kept under a mark, for whom it was kept; raises UploadGone."""
    try:
        path = settings().var / "uploads" / str(UUID(mark))
        return ring().unwrap(path.read_bytes(), context=f"upload|{UUID(mark)}|{context}")
    except (ValueError, OSError, Unreadable):
        raise UploadGone from None


def _clear(now: float) -> None:
    for path in (settings().var / "uploads").iterdir():
        if now - path.stat().st_mtime > _HOLD_SECONDS:
            path.unlink(missing_ok=True)
