"""What is chosen of a document: the bus or vehicle, the hotel, the day; empty: everything."""

from dataclasses import dataclass
from datetime import date

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.transfers.board import vehicle_label
from event.language import Speaking, in_language


@dataclass(frozen=True)
class Choice(Speaking):
    """`names`: whether the reader may see who needs what; otherwise it is only counted."""

    language: str = "zh-Hans"
    bus: str = ""
    hotel: str = ""
    day: date | None = None
    names: bool = False

    @property
    def between(self) -> str:
        """What stands between words of a list."""
        return ", " if self.language == "en" else "、"

    def vehicle(self, code: str) -> str:
        """A vehicle as people call it: 1号车, Bus 1."""
        return self.label(vehicle_label(code), f"Bus {code}" if code.isdigit() else code)


@dataclass(frozen=True)
class Offered:
    """Buses, vehicles and hotels by code with what people call them, and the days on which something is."""

    buses: list[tuple[str, str]]
    vehicles: list[tuple[str, str]]
    hotels: list[tuple[str, str]]
    days: list[date]
    nights: list[date]
    transfer_days: list[date]


async def offered(gathering: Gathering, *, language: str) -> Offered:
    """What can be chosen from."""
    zone = gathering.timezone
    vehicles = await fetch(
        "SELECT code, route IS NOT NULL OR EXISTS (SELECT 1 FROM vehicle_seat s WHERE s.vehicle = v.id) AS visits"
        " FROM vehicle v WHERE gathering = $1 ORDER BY length(code), code",
        gathering.id,
    )
    hotels = await fetch(
        "SELECT code, name_zh, name_en FROM hotel WHERE gathering = $1 ORDER BY code", gathering.id
    )
    days = await fetch(
        "SELECT DISTINCT (v.arrives_at AT TIME ZONE $2)::date AS day FROM route_visit v JOIN route r ON r.id = v.route"
        " WHERE r.gathering = $1 AND v.arrives_at IS NOT NULL ORDER BY 1",
        gathering.id, zone,
    )  # fmt: skip
    nights = await fetch(
        "SELECT DISTINCT generate_series(s.check_in, s.check_out - 1, interval '1 day')::date AS day FROM rooming s"
        " JOIN hotel h ON h.id = s.hotel WHERE h.gathering = $1 ORDER BY 1 LIMIT 60",
        gathering.id,
    )
    transfers = await fetch(
        "SELECT DISTINCT coalesce(s.on_day, (t.leaves_at AT TIME ZONE $2)::date) AS day FROM transfer t"
        " JOIN guest g ON g.id = t.guest LEFT JOIN service s ON s.id = t.service WHERE g.gathering = $1"
        " AND t.mode NOT IN ('self', 'local') AND coalesce(s.on_day::timestamptz, t.leaves_at) IS NOT NULL ORDER BY 1",
        gathering.id, zone,
    )  # fmt: skip
    return Offered(
        [(row["code"], vehicle_label(row["code"])) for row in vehicles if row["visits"]],
        [(row["code"], vehicle_label(row["code"])) for row in vehicles],
        [(row["code"], in_language(language, zh=row["name_zh"], en=row["name_en"])) for row in hotels],
        [row["day"] for row in days], [row["day"] for row in nights], [row["day"] for row in transfers],
    )  # fmt: skip
