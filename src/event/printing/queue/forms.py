"""A print station as organizers make it: its name and the size of its badges."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from event.errors import Invalid, Problem
from event.faults import MISSING, TOO_LONG
from event.language import Message
from event.printing.badge_designs.sizes import SIZES
from event.text import tidy

_LONGEST_NAME = 60
_UNKNOWN_SIZE = Message("There is no badge size “{text}”.")
_UNKNOWN_SCANNER = Message("There is no such scanner in this gathering.")
SIZE_LABELS: Mapping[str, Message] = {code: size.label for code, size in SIZES.items()}


@dataclass(frozen=True)
class StationTold:
    """A station that can be made."""

    name: str
    size: str
    scanners: tuple[UUID, ...]


def checked_station(name: str, size: str, scanners: list[str]) -> StationTold:
    """A station as it was typed; raises Invalid with every field that cannot be used."""
    problems: dict[str, Problem] = {}
    name = tidy(name.replace("\x00", ""))
    if not name:
        problems["name"] = Problem(MISSING)
    elif len(name) > _LONGEST_NAME:
        problems["name"] = Problem(TOO_LONG, {"most": _LONGEST_NAME, "length": len(name)})
    if size not in SIZES:
        problems["size"] = Problem(_UNKNOWN_SIZE, {"text": size[:40]})
    ids = []
    for one in scanners:
        try:
            ids.append(UUID(one))
        except ValueError:
            problems["scanners"] = Problem(_UNKNOWN_SCANNER)
    if problems:
        raise Invalid(problems)
    return StationTold(name, size, tuple(ids))
