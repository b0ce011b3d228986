"""What is attached to mails: small files at once, PDFs when the mail is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Attached:
    """A file beside the mail's text."""

    name: str
    media_type: str
    content: bytes


Maker = Callable[[UUID, str], Awaitable[Attached | None]]
"""Makes the file about a subject in a language, or None where there is nothing to attach any more."""

MAKERS: dict[str, Maker] = {}
"""Makers by kind; a slice above registers its own with `makes`."""


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Register the maker of a kind of attachment."""

    def registered(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return registered
