"""Places of a cancelled session: set free when it is cancelled, given back as they were when it takes place after all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.agenda.matchmaking.tables import MatchChange
from event.agenda.tables import BookingChange, Step
from event.database import fetch
from event.people.rules import Actor
from event.registration.adding import insert_all

_OF = {
    "booking": "t.agenda_session = $1",
    "session_waiting": "t.agenda_session = $1",
    "match_booking": (
        "t.slot IN (SELECT s.id FROM match_slot s JOIN match_zone z ON z.id = s.zone"
        " JOIN agenda_session a ON a.gathering = z.gathering AND a.kind = 'matchmaking' WHERE a.id = $1)"
        " AND NOT EXISTS (SELECT 1 FROM agenda_session a JOIN agenda_session o ON o.gathering = a.gathering"
        "   AND o.kind = 'matchmaking' AND o.id <> a.id AND o.cancelled_at IS NULL WHERE a.id = $1)"
    ),
}
"""The rows that are places of a session, by table. Slots belong to the last session of their kind that takes place."""


async def set_free(session: UUID, *, by: Actor, now: datetime) -> int:
    """Free every place, and every turn in the queue, inside the caller's `writing()`; how many there were."""
    freed = [
        (kind, row)
        for kind, of in _OF.items()
        for row in await fetch(
            f"WITH gone AS (DELETE FROM {kind} t WHERE {of} RETURNING t.*)"  # noqa: S608 - our own names
            " INSERT INTO freed_place (id, agenda_session, guest, kind, place)"
            f" SELECT id, $1, guest, '{kind}', to_jsonb(gone) FROM gone RETURNING guest, place->>'slot' AS slot,"
            " (place->>'wave')::uuid AS wave",
            session,
        )
    ]
    await _note(session, freed, {"booking": Step.LEAVE, "session_waiting": Step.LEAVE}, by=by, now=now)
    return len(freed)


async def give_back(session: UUID, *, by: Actor, now: datetime) -> int:
    """Give every place back to who had it, or to who came in their stead; inside the caller's `writing()`."""
    given = [
        (kind, row)
        for kind in _OF
        for row in await fetch(
            "WITH back AS (DELETE FROM freed_place WHERE agenda_session = $1 AND kind = $2 RETURNING *)"  # noqa: S608 - our own names
            f" INSERT INTO {kind} SELECT (jsonb_populate_record(NULL::{kind}, place || jsonb_build_object('guest', guest))).*"
            f" FROM back ON CONFLICT DO NOTHING RETURNING guest, to_jsonb({kind})->>'slot' AS slot, (to_jsonb({kind})->>'wave')::uuid AS wave",
            session, kind,
        )
    ]  # fmt: skip
    await _note(session, given, {"booking": Step.BOOK, "session_waiting": Step.WAIT}, by=by, now=now)
    return len(given)


async def _note(
    session: UUID, places: Sequence[tuple[str, Any]], steps: dict[str, Step], *, by: Actor, now: datetime
) -> None:
    """Keep who lost or got what, so that reports can look back."""
    back = Step.BOOK in steps.values()
    await insert_all(
        BookingChange,
        [
            BookingChange(
                id=uuid4(), agenda_session=session, guest=row["guest"], wave=row["wave"], step=steps[kind],
                was_booked=not back and kind == "booking", booked=back and kind == "booking", by=by.mark, at=now,
            )
            for kind, row in places
            if kind in steps
        ],
    )  # fmt: skip
    await insert_all(
        MatchChange,
        [
            MatchChange(
                id=uuid4(), slot=UUID(row["slot"]), guest=row["guest"], booked=back, by=by.mark, at=now
            )
            for kind, row in places
            if kind == "match_booking"
        ],
    )
