"""The world of verdicts.json as the server has it: its gathering, checkpoints, guests and a scanner."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from event.agenda.tables import AgendaSession, Booking
from event.checkin.tables import Checkpoint, Device
from event.crypto import ring
from event.database import fetch, writing
from event.gathering.tables import Gathering, GatheringKey, GuestClass, Hall
from event.itinerary.tables import Route, Vehicle, VehicleSeat
from event.people.sessions import token_hash
from event.people.tables import Person
from event.registration.tables import Delegation, Guest, Source, Standing, TravelParty

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


async def build(roster: dict[str, Any], seeds: dict[str, str]) -> tuple[Gathering, str]:
    """Write the roster's world into the database; returns the gathering and the hash of its scanner's key."""
    about = roster["gathering"]
    held = Gathering(
        id=UUID(about["id"]), number=about["number"], slug=about["slug"], title_zh=about["title_zh"],
        timezone=about["timezone"], first_day=date(2026, 10, 15), last_day=date(2026, 10, 17),
        number_prefix="EX2026", created_at=LONG_AGO,
    )  # fmt: skip
    async with writing():
        await Gathering.insert(held)
        await _keys(held, seeds)
        classes = await _named(GuestClass, held, roster["classes"], colour="#336699")
        delegations = await _named(Delegation, held, roster["delegations"])
        sessions = await _sessions(held, roster)
        vehicles = await _vehicles(held, roster)
        await _guests(held, roster, classes, delegations, sessions, vehicles)
        await _checkpoints(held, roster, sessions)
        mine = [one["id"] for one in roster["checkpoints"] if one["mine"]]
        device = Device(
            id=UUID(roster["device"]["id"]), gathering=held.id, name=roster["device"]["name"],
            checkpoints=json.dumps(mine), code_expires_at=LONG_AGO, token_hash=token_hash("the scanner's key"), created_at=LONG_AGO, created_by="test",
            expires_at=moment(roster["device"]["expires_at"]) + timedelta(days=30),
        )  # fmt: skip
        await Device.insert(device)
    return held, device.token_hash


async def _keys(held: Gathering, seeds: dict[str, str]) -> None:
    secrets = [
        ("data", 1, bytes(32)),
        *(("ticket", int(key), base64.b64decode(seed)) for key, seed in seeds.items()),
    ]
    for purpose, key_id, secret in secrets:
        public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
        wrapped = ring().wrap(secret, context=f"{held.id}|{purpose}|{key_id}")
        await GatheringKey.insert(
            GatheringKey(id=uuid4(), gathering=held.id, purpose=purpose, key_id=key_id, wrapped=wrapped,
                         public_key=public if purpose == "ticket" else b"", created_at=LONG_AGO)
        )  # fmt: skip


async def _named(table: Any, held: Gathering, rows: list[dict[str, str]], **columns: Any) -> dict[str, UUID]:
    made = {row["code"]: uuid4() for row in rows}
    for row in rows:
        await table.insert(
            table(
                id=made[row["code"]], gathering=held.id, code=row["code"], name_zh=row["name_zh"], **columns
            )
        )
    return made


def _session_id(roster: dict[str, Any], key: str) -> UUID:
    scopes = [
        one["scope"] for one in roster["checkpoints"] if one["session"] == key and one["admits"] == "session"
    ]
    return UUID(scopes[0]) if scopes else uuid5(UUID(roster["gathering"]["id"]), key)


async def _sessions(held: Gathering, roster: dict[str, Any]) -> dict[str, UUID]:
    made = {}
    for place in roster["places"]:
        kind, _, code = place["key"].partition(":")
        if kind == "session":
            made[place["key"]] = _session_id(roster, place["key"])
            await AgendaSession.insert(
                AgendaSession(id=made[place["key"]], gathering=held.id, code=code, title_zh=place["title_zh"],
                              starts_at=moment(place["starts_at"]), ends_at=moment(place["ends_at"]))
            )  # fmt: skip
    return made


async def _vehicles(held: Gathering, roster: dict[str, Any]) -> dict[str, UUID]:
    """Buses and routes that anybody has booked; a route gets a bus of its own where the guest has none."""
    made: dict[str, UUID] = {}
    keys = {key for guest in roster["guests"] for key in guest["booked"]} | {
        one["key"] for one in roster["places"]
    }
    for key in sorted(keys):
        kind, _, code = key.partition(":")
        made[key] = uuid4()
        if kind == "bus":
            times = next((one["starts_at"] for one in roster["places"] if one["key"] == key), None)
            await Vehicle.insert(
                Vehicle(id=made[key], gathering=held.id, code=code, departs_at=moment(times))
            )
        elif kind == "route":
            await Route.insert(Route(id=made[key], gathering=held.id, code=code, name_zh=code))
    return made


async def _guests(
    held: Gathering,
    roster: dict[str, Any],
    classes: dict[str, UUID],
    delegations: dict[str, UUID],
    sessions: dict[str, UUID],
    vehicles: dict[str, UUID],
) -> None:
    parties: dict[str, UUID] = {}
    for told in roster["guests"]:
        person, guest = uuid4(), UUID(told["id"])
        await Person.insert(Person(id=person, name_zh=told["name_zh"], created_at=LONG_AGO))
        if told["party"] and told["party"] not in parties:
            parties[told["party"]] = uuid4()
            await TravelParty.insert(
                TravelParty(id=parties[told["party"]], gathering=held.id, code=told["party"])
            )
        await Guest.insert(
            Guest(id=guest, gathering=held.id, person=person, number=told["number"], guest_class=classes[told["class"]],
                  delegation=delegations.get(told["delegation"]), travel_party=parties.get(told["party"]),
                  name_zh=told["name_zh"], latin_surname=told["latin"], source=Source.SAMPLE,
                  standing=Standing.APPROVED if told["approved"] else Standing.WITHDRAWN, search=told["find"],
                  created_at=LONG_AGO, updated_at=LONG_AGO)
        )  # fmt: skip
        for ticket in told["tickets"]:
            await fetch(
                "INSERT INTO ticket (id, gathering, guest, number, generation, badge_number, typed_code, issued_at,"
                " voided_at, void_reason, alias) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10)",
                uuid4(), held.id, guest, ticket["number"], ticket["generation"], f"{told['badge']}-{ticket['number']}",
                f"{ticket['number']:09d}", LONG_AGO + timedelta(minutes=ticket["number"]),
                moment(ticket["voided_at"]), ticket["alias"],
            )  # fmt: skip
        await _booked(guest, told["booked"], sessions, vehicles)


async def _booked(guest: UUID, keys: list[str], sessions: dict[str, UUID], vehicles: dict[str, UUID]) -> None:
    buses = [key for key in keys if key.startswith("bus:")]
    for key in keys:
        if key in sessions:
            await Booking.insert(
                Booking(id=uuid4(), agenda_session=sessions[key], guest=guest, booked_at=LONG_AGO)
            )
        elif key.startswith("bus:"):
            await VehicleSeat.insert(
                VehicleSeat(id=uuid4(), vehicle=vehicles[key], guest=guest, booked_at=LONG_AGO)
            )
        elif key.startswith("route:"):
            await Vehicle.update({Vehicle.route: vehicles[key]}).where(Vehicle.id == vehicles[buses[0]])


async def _checkpoints(held: Gathering, roster: dict[str, Any], sessions: dict[str, UUID]) -> None:
    halls = {one["place"] for one in roster["checkpoints"] if one["place"]}
    for number, hall in enumerate(sorted(halls)):
        await Hall.insert(Hall(id=UUID(hall), gathering=held.id, code=f"HALL{number}", name_zh="会场"))
    for position, told in enumerate(roster["checkpoints"]):
        await Checkpoint.insert(
            Checkpoint(id=UUID(told["id"]), gathering=held.id, code=told["code"], name_zh=told["name_zh"],
                       kind=told["kind"], direction=told["direction"], admits=told["admits"],
                       rule=json.dumps(told["rule"]), opens_at=moment(told["opens_at"]),
                       closes_at=moment(told["closes_at"]), counts_inside=told["place"] is not None,
                       hall=UUID(told["place"]) if told["place"] else None,
                       agenda_session=sessions.get(told["session"]), active=told["active"], position=position)
        )  # fmt: skip
