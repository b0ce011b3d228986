"""The figures of the dashboard, people counted once."""

from dataclasses import dataclass

from event.database import fetch
from event.gathering.countries import counted
from event.gathering.tables import Gathering
from event.language import in_language


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


async def figures(gathering: Gathering, *, language: str) -> Figures:
    """Count now, in one query."""
    rows = await fetch(
        "SELECT c.code, c.name_zh, c.name_en, c.position, c.counts_as_guest, g.standing, g.residence,"
        " d.code AS delegation, d.name_zh AS delegation_zh, d.name_en AS delegation_en, count(*) AS people,"
        " count(*) FILTER (WHERE EXISTS (SELECT 1 FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint"
        "   WHERE a.guest = g.id AND p.kind = 'arrival')) AS arrived"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " WHERE g.gathering = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY c.position, d.code",
        gathering.id,
    )
    guests = [row for row in rows if row["counts_as_guest"]]
    approved = [row for row in guests if row["standing"] == "approved"]
    countries, regions = counted({row["residence"] for row in approved})

    def people(standings: set[str]) -> int:
        return sum(row["people"] for row in guests if row["standing"] in standings)

    def shares(code: str, zh: str, en: str) -> list[Share]:
        found: dict[str, Share] = {}
        for row in approved:
            key = row[code] or ""
            before = found.get(
                key, Share(key, in_language(language, zh=row[zh] or "", en=row[en] or ""), 0, 0)
            )
            found[key] = Share(
                key, before.name, before.registered + row["people"], before.arrived + row["arrived"]
            )
        return list(found.values())

    return Figures(
        registered=people({"approved"}),
        arrived=sum(row["arrived"] for row in approved),
        waiting=people({"submitted", "waitlisted"}),
        withdrawn=people({"withdrawn", "declined", "replaced"}),
        countries=countries,
        regions=regions,
        classes=shares("code", "name_zh", "name_en"),
        delegations=sorted(shares("delegation", "delegation_zh", "delegation_en"), key=lambda one: one.code),
        others=sum(
            row["people"] for row in rows if not row["counts_as_guest"] and row["standing"] == "approved"
        ),
    )
