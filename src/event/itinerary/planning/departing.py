"""When buses gather and leave after a plan: with their line, each as long before or after it as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from event.itinerary.planning.plan import Draft


@dataclass(frozen=True)
class Leaving:
    """When the guests of a bus gather, and when it leaves."""

    musters: datetime | None
    departs: datetime | None

    def at(self, departs: datetime) -> "Leaving":
        """The same with another departure, gathering as long before."""
        musters = self.musters
        if musters is not None and self.departs is not None:
            musters += departs - self.departs
        return replace(self, musters=musters, departs=departs)


def leaving_of(vehicles: list[Any]) -> dict[UUID, Leaving]:
    """Rows of the table of vehicles, as far as they leave."""
    return {row["id"]: Leaving(row["musters_at"], row["departs_at"]) for row in vehicles}


def leaving_after(before: Draft, after: Draft, buses: Mapping[UUID, Leaving]) -> dict[UUID, Leaving]:
    """Every bus of a plan as it leaves when `after` stands instead of `before`.

    A bus that stays on its line moves with it; one that is new on a line leaves with it.
    """
    was = {one.vehicle: one.line for one in before.rides}
    found = {}
    for ride in after.rides:
        bus = buses.get(ride.vehicle, Leaving(None, None))
        wanted, known = _leaves(after, ride.line), _leaves(before, ride.line)
        if wanted is None or (was.get(ride.vehicle) == ride.line and wanted == known):
            found[ride.vehicle] = bus
        elif was.get(ride.vehicle) == ride.line and known is not None and bus.departs is not None:
            found[ride.vehicle] = bus.at(bus.departs + (wanted - known))
        else:
            found[ride.vehicle] = bus.at(wanted)
    return found


def _leaves(draft: Draft, number: UUID | None) -> datetime | None:
    line = draft.line(number)
    days = sorted(line.days, key=lambda day: day.on_day) if line else []
    return days[0].leaves_at if days else None
