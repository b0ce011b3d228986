"""How a guest comes and goes: as the office has planned it, otherwise as they told it themselves."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.keys import Keys
from event.itinerary.own.programme import Contact, Transfer
from event.language import in_language
from event.registration.tables import Guest

_SEEN = "LEFT JOIN LATERAL (SELECT * FROM service_seen e WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true"
_DRIVER = "LEFT JOIN vehicle_crew w ON w.vehicle = t.vehicle AND w.role = 'driver'"


async def transfer_rows(guest: Guest) -> list[Any]:
    """A guest's transfers with flight or train, the newest word of the board, vehicle and driver."""
    return await fetch(
        "SELECT t.*, s.number AS service_number, s.origin, s.terminal, s.planned_at, n.state, n.estimated_at,"  # noqa: S608 - our own words
        " n.arrived_at, v.code, v.plate, w.number AS driver_number, w.name AS driver_name FROM transfer t"
        f" LEFT JOIN service s ON s.id = t.service {_SEEN} LEFT JOIN vehicle v ON v.id = t.vehicle {_DRIVER}"
        " WHERE t.guest = $1 ORDER BY w.number",
        guest.id,
    )


async def told_transfers(guest: Guest, zone: ZoneInfo, *, language: str) -> dict[str, Transfer]:
    """What the guest told of coming and going, by direction."""
    rows = await fetch("SELECT * FROM journey WHERE guest = $1", guest.id)
    return {
        row["direction"]: Transfer(
            row["direction"], row["mode"], planned=False, number=row["number"], origin=in_language(language, zh=row["origin"]),
            planned_at=_moment(row, zone), wanted=row["transfer_wanted"],
        )
        for row in rows
    }  # fmt: skip


def planned_transfer(
    row: Any, keys: Keys, people: dict[str, Contact], zone: ZoneInfo, *, language: str
) -> Transfer:
    """A row of the office's lists as the guest reads it."""

    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone) if moment else None

    phone = keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
    driver = people.get(row["driver_number"] or "") or Contact(row["driver_name"] or "")
    return Transfer(
        row["direction"], row["mode"], planned=True, number=row["service_number"] or row["number"],
        origin=in_language(language, zh=row["origin"] or ""), terminal=in_language(language, zh=row["terminal"] or ""), place=in_language(language, zh=row["place"]), state=row["state"] or "",
        planned_at=local(row["planned_at"] or row["service_at"]),
        expected_at=local(row["arrived_at"] or row["estimated_at"]), leaves_at=local(row["leaves_at"]),
        vehicle=row["code"] or "", plate=row["plate"] or "", driver=driver if driver.name else None,
        greeter=Contact(row["greeter_name"], phone) if row["greeter_name"] else None, sign=row["sign"], wanted=True,
    )  # fmt: skip


def _moment(row: Any, zone: ZoneInfo) -> datetime | None:
    if row["on_day"] is None or row["at_time"] is None:
        return None
    return datetime.combine(row["on_day"], row["at_time"], zone)
