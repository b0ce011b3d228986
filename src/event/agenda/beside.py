"""What later slices know and the programme shows: who lands when, and how many came. The application hands it in."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.agenda.rules import Landing
from event.gathering.tables import Gathering


@dataclass(frozen=True)
class Beside:
    """`landings`: flights and trains that guests come with, as known at a moment; `came`: how many came, by session."""

    landings: Callable[[Gathering, datetime], Awaitable[list[Landing]]]
    came: Callable[[Gathering], Awaitable[Mapping[UUID, int]]]
