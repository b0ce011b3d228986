"""The figures of the dashboard, people counted once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from event.checkin.board import counts
from event.checkin.counts import OfKind
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.tables import Standing

WAITING = ("submitted", "waitlisted")


@dataclass(frozen=True)
class Share:
    """One line of a breakdown: expected and arrived."""

    code: str
    name: str
    registered: int
    arrived: int


@dataclass(frozen=True)
class Figures:
    """Guests (classes that count as guests) expected and arrived; no personal data."""

    registered: int
    arrived: int
    waiting: int
    withdrawn: int
    countries: int
    regions: int
    classes: list[Share]
    delegations: list[Share]
    others: int

    @property
    def outstanding(self) -> int:
        return self.registered - self.arrived

    @property
    def percent(self) -> int:
        """Arrived of expected, rounded down."""
        return self.arrived * 100 // self.registered if self.registered else 0


async def figures(gathering: Gathering, *, language: str, now: datetime) -> Figures:
    """As of now; who has arrived is what the door's tallies say, so nobody is counted for it again."""
    told = await counts(gathering, now=now)
    classes = await fetch(
        "SELECT id::text, code, name_zh, name_en, counts_as_guest FROM guest_class WHERE gathering = $1"
        " ORDER BY position, code",
        gathering.id,
    )
    delegations = await fetch(
        "SELECT id::text, code, name_zh, name_en FROM delegation WHERE gathering = $1 ORDER BY code",
        gathering.id,
    )
    guests = {row["id"] for row in classes if row["counts_as_guest"]}
    kinds = [one for one in told.kinds if one.guest_class in guests]
    standing = await _not_approved(gathering)

    def shares(rows: Iterable[Any], of: Callable[[OfKind], str]) -> list[Share]:
        found: dict[str, list[int]] = {}
        for one in kinds:
            counted = found.setdefault(of(one), [0, 0])
            counted[0] += one.due
            counted[1] += one.arrived
        return [
            Share(row["code"], in_language(language, zh=row["name_zh"], en=row["name_en"]), *found[row["id"]])
            for row in rows
            if any(found.get(row["id"], ()))
        ]

    nobody = {"id": "", "code": "", "name_zh": "", "name_en": ""}
    return Figures(
        registered=told.due, arrived=told.arrived,
        waiting=sum(standing.get(one, 0) for one in WAITING),
        withdrawn=sum(standing.get(one, 0) for one in ("withdrawn", "declined", "replaced")),
        countries=told.countries, regions=told.regions,
        classes=shares(classes, lambda one: one.guest_class),
        delegations=shares([nobody, *delegations], lambda one: one.delegation),
        others=sum(one.due for one in told.kinds if one.guest_class not in guests),
    )  # fmt: skip


async def _not_approved(gathering: Gathering) -> dict[str, int]:
    """Guests who are not approved, by standing: few, and found by an index."""
    rows = await fetch(
        "SELECT g.standing, count(*) AS people FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " WHERE g.gathering = $1 AND g.standing = ANY($2::text[]) AND c.counts_as_guest GROUP BY 1",
        gathering.id, [one.value for one in Standing if one is not Standing.APPROVED],
    )  # fmt: skip
    return {row["standing"]: row["people"] for row in rows}
