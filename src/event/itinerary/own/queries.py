"""A guest's own programme, put together; the same few queries for everybody."""

from typing import Any
from uuid import UUID

from event.database import fetch_one
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.own.calling import answered, contacts, liaison_of, liaison_words
from event.itinerary.own.coming import planned_transfer, told_transfers, transfer_rows
from event.itinerary.own.programme import OwnProgramme, Stay, Transfer, Visit
from event.itinerary.own.riding import crew_rows, seat_rows, visits_of
from event.itinerary.own.rules import without_the_visit
from event.itinerary.own.sessions import sessions_of
from event.itinerary.own.staying import companions_in, party_rows, stay_of, tables_in
from event.registration.changing import answers_of
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope
from event.registration.tables import Guest, Standing


async def guest_within(guest: UUID, *, gathering: Gathering, scope: Scope) -> Guest:
    """A guest whom a reader may see. Raises UnknownGuest."""
    row = await Guest.objects().where((Guest.id == guest) & (Guest.gathering == gathering.id)).first()
    if row is None or (scope is not None and row.delegation not in scope):
        raise UnknownGuest
    return row


async def programme_of(guest: Guest, gathering: Gathering, *, language: str, proven: bool) -> OwnProgramme:
    """Everything of a guest who comes, in the reader's language; the room's number only for who has `proven` it."""
    if guest.standing != Standing.APPROVED:
        return OwnProgramme()
    zone, keys = gathering.zone, await keys_of(gathering.id)
    transfers, seats, party = await transfer_rows(guest), await seat_rows(guest), await party_rows(guest)
    crew = await crew_rows([row["id"] for row in seats])
    words = liaison_words(guest)
    people = await contacts(gathering.id, _numbers(crew, transfers, words))
    planned = {
        row["direction"]: planned_transfer(row, keys, people, zone, language=language)
        for row in reversed(transfers)
    }
    told = await told_transfers(guest, zone, language=language)
    tables = tables_in(party[0])
    sessions, visits = without_the_visit(
        await sessions_of(guest, language=language, zone=zone, tables=tables),
        await visits_of(seats, crew, people, language=language, zone=zone),
    )
    stay = await stay_of(guest, language=language, proven=proven)
    arrival, departure = (planned.get(way) or told.get(way) for way in ("arrival", "departure"))
    return OwnProgramme(
        sessions=sessions, arrival=arrival, departure=departure, stay=stay, tables=tables, visits=visits,
        liaison=await liaison_of(guest, people), companions=companions_in(party),
        awaited=await _awaited(guest, arrival, departure, stay, visits),
    )  # fmt: skip


def _numbers(crew: list[Any], transfers: list[Any], liaison: str) -> set[str]:
    numbers = {row["number"] for row in crew} | {row["driver_number"] for row in transfers}
    return {one for one in (*numbers, liaison, liaison.partition(" ")[0]) if one}


async def _awaited(
    guest: Guest,
    arrival: Transfer | None,
    departure: Transfer | None,
    stay: Stay | None,
    visits: tuple[Visit, ...],
) -> tuple[str, ...]:
    """What the guest asked for, or everybody gets, that is not there yet."""
    answers = answers_of(guest)
    row = await fetch_one(
        "SELECT EXISTS (SELECT 1 FROM route WHERE gathering = $1) AND NOT EXISTS (SELECT 1 FROM vehicle_seat s"
        " JOIN guest g ON g.id = s.guest WHERE g.gathering = $1) AS unseated",
        guest.gathering,
    )
    wishes = bool(answers.get("route_1") or answers.get("route_2"))
    open_ones = {
        "pickup": arrival is not None and arrival.wanted and not arrival.planned,
        "hotel": stay is None and answered(guest, "lodging"),
        "visit": not visits and (wishes or bool(row and row["unseated"])),
        "departure": departure is not None and departure.wanted and not departure.planned,
    }
    return tuple(name for name, waits in open_ones.items() if waits)
