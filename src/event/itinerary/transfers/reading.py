"""Reads everybody who comes and goes, with flights, trains and vehicles, at one moment."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.transfers.tables import ServiceState
from event.itinerary.transfers.traffic import Car, Flight, Journey, Ride, Traffic, Traveller, Wave
from event.registration.needs import in_a_wheelchair
from event.text import full_name, latin_of

_SERVICES = """
SELECT s.*, coalesce(n.state, 'planned') AS state, n.estimated_at, n.arrived_at, n.seen_at FROM service s
LEFT JOIN LATERAL (SELECT * FROM service_seen e WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true
WHERE s.gathering = $1 ORDER BY s.planned_at, s.number
"""
_CARS = """
SELECT v.id, v.code, v.plate, v.seats, v.wheelchair_places, coalesce(v.musters_at, v.departs_at) AS leaves,
  (SELECT max(d.returns_at) FROM route_day d WHERE d.route = v.route) AS returns,
  coalesce((SELECT min(c.name) FROM vehicle_crew c WHERE c.vehicle = v.id AND c.role = 'driver'), '') AS driver
FROM vehicle v WHERE v.gathering = $1 ORDER BY lpad(v.code, 20), v.code
"""
_GUESTS = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.travel_party, g.standing,
  g.delegation, coalesce(p.code, '') AS party_code, d.name_zh AS delegation_zh, d.name_en AS delegation_en, c.code AS class_code,
  c.counts_as_guest, g.needs FROM guest g JOIN guest_class c ON c.id = g.guest_class
  LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN travel_party p ON p.id = g.travel_party
WHERE g.gathering = $1 AND ((g.standing = 'approved' AND c.counts_as_guest) OR EXISTS (SELECT 1 FROM transfer t WHERE t.guest = g.id))
ORDER BY g.number
"""


async def traffic_of(gathering: Gathering) -> Traffic:
    """The traffic of a gathering, inside the caller's transaction if there is one."""
    keys = await keys_of(gathering.id)
    flights = {
        row["id"]: Flight(
            row["id"], row["number"], row["on_day"], row["mode"], row["origin"], row["terminal"], row["planned_at"],
            row["wave"], ServiceState(row["state"]), row["estimated_at"], row["arrived_at"], row["seen_at"],
        )
        for row in await fetch(_SERVICES, gathering.id)
    }  # fmt: skip
    waves = {
        row["id"]: Wave(row["id"], row["code"], row["mode"], row["name_zh"], row["on_day"])
        for row in await fetch("SELECT * FROM transfer_wave WHERE gathering = $1 ORDER BY code", gathering.id)
    }
    cars = {
        row["id"]: Car(
            row["id"], row["code"], row["plate"], row["seats"], row["wheelchair_places"], row["driver"],
            (row["leaves"], row["returns"]) if row["leaves"] and row["returns"] else None,
        )
        for row in await fetch(_CARS, gathering.id)
    }  # fmt: skip
    of = "JOIN guest g ON g.id = t.guest WHERE g.gathering = $1"
    rides = _by_guest(await fetch(f"SELECT t.* FROM transfer t {of}", gathering.id))  # noqa: S608 - our own words
    journeys = _by_guest(await fetch(f"SELECT t.* FROM journey t {of}", gathering.id))  # noqa: S608 - our own words
    people = {
        row["id"]: _traveller(row, rides.get(row["id"], []), journeys.get(row["id"], []), gathering, keys)
        for row in await fetch(_GUESTS, gathering.id)
    }
    return Traffic(flights, waves, cars, people)


def _by_guest(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["guest"], []).append(row)
    return found


def _traveller(
    row: Any, rides: Sequence[Any], journeys: Sequence[Any], gathering: Gathering, keys: Keys
) -> Traveller:
    latin = latin_of(row)
    needs = keys.open(row["needs"], table="guest", column="needs", row=row["id"]) if row["needs"] else ""
    return Traveller(
        row["id"], row["number"], full_name(row["name_zh"], latin), latin if row["name_zh"] else "", row["travel_party"],
        row["party_code"], row["delegation"], row["delegation_zh"] or "", row["delegation_en"] or "", row["class_code"],
        row["standing"] == "approved" and row["counts_as_guest"], in_a_wheelchair(json.loads(needs or "{}")),
        {one["direction"]: _ride(one, keys) for one in rides}, {one["direction"]: _journey(one, gathering) for one in journeys},
    )  # fmt: skip


def _ride(row: Any, keys: Keys) -> Ride:
    phone = keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
    told = {name: row[name] for name in Ride.__dataclass_fields__ if name != "greeter_phone"}
    return Ride(**told, greeter_phone=phone)


def _journey(row: Any, gathering: Gathering) -> Journey:
    on, at = row["on_day"], row["at_time"]
    when = datetime.combine(on, at, gathering.zone) if on and at else None
    return Journey(row["mode"], row["number"], on, when, row["transfer_wanted"])
