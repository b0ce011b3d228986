"""Guests who came instead of others, and the places they have taken over."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from event.database import fetch
from event.itinerary.as_of import places_as_of
from event.language import Message
from event.registration.as_of import WHO
from event.reports.doors.log import of_the_log
from event.reports.doors.people import everybody
from event.reports.seats import banquets_of
from event.reports.told import Asked, Told
from event.reports.visit.booked import number_of


async def replacements(asked: Asked) -> Told:
    """Every replacement up to the moment: tickets, room, bus and seat of the substitute, scans of the old ticket."""
    people = await everybody(asked)
    came = [one for one in people if one.approved and one.then.row["replaces"]]
    old = {
        row["id"]: row["number"]
        for row in await fetch(
            "SELECT id, number FROM guest WHERE id = ANY($1::uuid[])", [one.then.row["replaces"] for one in came]
        )
    }  # fmt: skip
    tickets = await _tickets(asked, [*old, *(one.then.id for one in came)])
    ids = {one.then.id for one in came}
    rooms, buses, seats = await _rooms(asked, ids), await _buses(asked, ids), await _seats(asked, ids)
    refused = await _refused(asked, [row["id"] for row in tickets if row["void"]])
    told = []
    for one in came:
        replaced = one.then.row["replaces"]
        void = [row for row in tickets if row["guest"] == replaced and row["void"]]
        new = [row["label"] for row in tickets if row["guest"] == one.then.id and not row["void"]]
        hotel, room = rooms.get(one.then.id, (None, None))
        told.append(
            {
                "old": old.get(replaced, ""), "new": one.then.number, "old_tickets_void": [row["label"] for row in void],
                "new_ticket": new[0] if new else None, "class_code": one.guest_class, "hotel": hotel, "room": room,
                "bus": buses.get(one.then.id), "table_seat": seats.get(one.then.id),
                "refused_scans": [name for row in void for name in refused.get(row["id"], ())],
            }
        )  # fmt: skip
    here = sum(one.approved and one.counts for one in people)
    return Told(
        {"expected": here, "replacements": told},
        (
            Message("Number"), Message("Instead of"), Message("Ticket"), Message("Hotel"), Message("Room"),
            Message("Bus"), Message("Table"), Message("Seat"),
        ),
        [
            (
                one["new"], one["old"], one["new_ticket"] or "", one["hotel"] or "", one["room"] or "",
                str(one["bus"] or ""), *(map(str, one["table_seat"] or ("", ""))),
            )
            for one in told
        ],
        ((Message("Expected"), str(here)), (Message("Replaced"), str(len(told)))),
    )  # fmt: skip


async def _tickets(asked: Asked, guests: Sequence[UUID]) -> list[Any]:
    return await fetch(
        "SELECT id, guest, coalesce(nullif(alias, ''), badge_number) AS label,"
        " coalesce(voided_at <= $2, false) AS void FROM ticket WHERE guest = ANY($1::uuid[]) AND issued_at <= $2"
        " ORDER BY issued_at, number",
        list(guests), asked.at,
    )  # fmt: skip


async def _refused(asked: Asked, tickets: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The scans at which each void ticket was refused."""
    rows = await of_the_log(
        asked,
        "SELECT ticket, array_agg(name ORDER BY at, id) AS names FROM known WHERE ticket = ANY($4::uuid[])"
        " AND why = 'refused:void' GROUP BY ticket",
        list(tickets),
    )
    return {row["ticket"]: row["names"] for row in rows}


async def _rooms(asked: Asked, only: set[UUID]) -> dict[UUID, tuple[str, str | None]]:
    names = await fetch(
        "SELECT h.id, NULL::uuid AS room, h.name_zh AS name FROM hotel h WHERE h.gathering = $1"
        " UNION ALL SELECT r.hotel, r.id, r.number FROM room r JOIN hotel h ON h.id = r.hotel WHERE h.gathering = $1",
        asked.gathering.id,
    )
    found = {(row["id"], row["room"]): row["name"] for row in names}
    return {
        place.then.id: (
            found[place.row["hotel"], None],
            found[place.row["hotel"], place.row["room"]] if place.row["room"] else None,
        )
        for place in await places_as_of("rooming", asked.gathering, asked.at, columns=WHO, only=only)
    }


async def _buses(asked: Asked, only: set[UUID]) -> dict[UUID, int | str]:
    rows = await fetch("SELECT id, code FROM vehicle WHERE gathering = $1", asked.gathering.id)
    codes = {row["id"]: number_of(row["code"]) for row in rows}
    places = await places_as_of("vehicle_seat", asked.gathering, asked.at, columns=WHO, only=only)
    return {place.then.id: codes[place.row["vehicle"]] for place in places}


async def _seats(asked: Asked, only: set[UUID]) -> dict[UUID, list[int]]:
    """Table and seat at the first banquet of each."""
    turn = {row["id"]: turn for turn, row in enumerate(await banquets_of(asked.gathering))}
    places = [
        place
        for place in await places_as_of("seat", asked.gathering, asked.at, columns=WHO, only=only)
        if place.row["plan"] in turn and place.row["row_no"] is not None
    ]
    places.sort(key=lambda place: -turn[place.row["plan"]])
    return {place.then.id: [place.row["row_no"], place.row["seat_no"]] for place in places}
