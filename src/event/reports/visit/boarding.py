"""Who is on their bus, and who is missing at a roll call."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.language import Message
from event.registration.as_of import WHO
from event.registration.sealed import opened_field
from event.reports.doors.log import of_the_log
from event.reports.told import Asked, Told
from event.reports.visit.booked import Seat, buses

WITH_PHONE = (*WHO, "phone")


async def not_on_a_bus(asked: Asked) -> Told:
    """Guests with a seat on a bus of whom no roll call of that bus knows up to the moment."""
    found = await buses(asked, columns=WITH_PHONE)
    on = await _read_at(asked, await _roll_calls(asked))
    missing = {
        bus.code: [seat for seat in bus.guests if seat.guest.id not in on.get(bus.code, ())] for bus in found
    }
    booked, absent = sum(len(bus.guests) for bus in found), sum(map(len, missing.values()))
    phones = await _phones(asked, [seat for seats in missing.values() for seat in seats])
    return Told(
        {
            "booked": booked, "boarded": booked - absent, "missing": absent,
            "by_bus": {
                code: sorted(seat.guest.number for seat in seats) for code, seats in missing.items() if seats
            },
            "boarded_by_bus": {
                bus.code: [len(bus.guests) - len(missing[bus.code]), len(bus.guests)] for bus in found
            },
        },
        (Message("Bus"), Message("Number"), Message("Name"), Message("Phone")),
        [
            (bus.code, seat.guest.number, seat.guest.name, phones[seat.guest.id])
            for bus in found
            for seat in missing[bus.code]
        ],
        (
            (Message("Booked"), str(booked)), (Message("On board"), str(booked - absent)),
            (Message("Missing"), str(absent)),
        ),
    )  # fmt: skip


async def roll_call(asked: Asked) -> Told:
    """Who was on a bus and is not counted after a stop: telephone number and last scan."""
    points = [one for one in await _roll_calls(asked) if one["bus"] == asked.values["bus"]]
    bus = next(
        (one for one in await buses(asked, columns=WITH_PHONE) if one.code == asked.values["bus"]), None
    )
    point = await _meant(asked, points)
    before = [one for one in points if point is not None and one["position"] < point["position"]]
    aboard = (await _read_at(asked, before)).get(asked.values["bus"], set())
    counted = (await _read_at(asked, [point] if point else [])).get(asked.values["bus"], set())
    guests = [seat for seat in bus.guests if seat.guest.id in aboard | counted] if bus else []
    missing = [seat for seat in guests if seat.guest.id not in counted]
    last = await _last_scans(asked, missing)
    phones = await _phones(asked, missing)
    told = [
        {
            "guest": seat.guest.number, "name": seat.guest.name, "phone": phones[seat.guest.id],
            "last_checkpoint": last.get(seat.guest.id, ("", ""))[0],
            "last_at": last.get(seat.guest.id, ("", ""))[1],
        }
        for seat in missing
    ]  # fmt: skip
    here = len(guests) - len(missing)
    return Told(
        {
            "bus": bus.number if bus else None, "stop": point["stop"] if point else None, "counted": here,
            "boarded": len(guests), "missing": told,
        },
        (Message("Number"), Message("Name"), Message("Phone"), Message("Last checkpoint"), Message("Last seen at")),
        [tuple(one.values()) for one in told],
        (
            (Message("Counted"), str(here)), (Message("On board"), str(len(guests))),
            (Message("Missing"), str(len(missing))),
        ),
    )  # fmt: skip


async def _roll_calls(asked: Asked) -> list[dict[str, Any]]:
    """The roll calls of buses in order: the bus their rule names, and the stop after which they are."""
    rows = await fetch(
        "SELECT id, code, position, rule FROM checkpoint WHERE gathering = $1 AND kind = 'bus' ORDER BY position",
        asked.gathering.id,
    )
    return [
        {
            "id": row["id"], "code": row["code"], "position": row["position"],
            "bus": key.removeprefix("bus:"), "stop": row["code"].rpartition("/")[2],
        }
        for row in rows
        for clause in json.loads(row["rule"])
        for key in clause.get("booked", ())
        if key.startswith("bus:")
    ]  # fmt: skip


async def _meant(asked: Asked, points: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The roll call after the stop that was asked for, otherwise the last one at which somebody was read."""
    if asked.values["stop"]:
        return next((one for one in points if one["stop"] == asked.values["stop"]), None)
    rows = await of_the_log(
        asked,
        "SELECT DISTINCT checkpoint FROM passed WHERE checkpoint = ANY($4::uuid[])",
        [one["id"] for one in points],
    )
    read = {row["checkpoint"] for row in rows}
    return next((one for one in reversed(points) if one["id"] in read), None)


async def _read_at(asked: Asked, points: Iterable[dict[str, Any]]) -> dict[str, set[UUID]]:
    """Who was read at roll calls, by bus."""
    of = {one["id"]: one["bus"] for one in points}
    rows = await of_the_log(
        asked,
        "SELECT DISTINCT checkpoint, guest FROM passed WHERE checkpoint = ANY($4::uuid[]) AND direction = 'in'",
        list(of),
    )
    found: dict[str, set[UUID]] = {}
    for row in rows:
        found.setdefault(of[row["checkpoint"]], set()).add(row["guest"])
    return found


async def _last_scans(asked: Asked, seats: Iterable[Seat]) -> dict[UUID, tuple[str, str]]:
    rows = await of_the_log(
        asked,
        "SELECT DISTINCT ON (guest) guest, code, at FROM passed WHERE guest = ANY($4::uuid[])"
        " ORDER BY guest, at DESC, id",
        [seat.guest.id for seat in seats],
    )
    return {row["guest"]: (row["code"], asked.clock(row["at"])) for row in rows}


async def _phones(asked: Asked, seats: Iterable[Seat]) -> dict[UUID, str]:
    keys = await keys_of(asked.gathering.id)
    return {
        seat.guest.id: asked.phone(opened_field(keys, seat.guest.id, seat.guest.row, "phone"))
        for seat in seats
    }
