"""Each page that removes, ends or closes something does it at once and offers in its notice to undo that."""

import re
from typing import Any

import pytest

from event.database import fetch
from event.itinerary.lodging.reading import beds_of
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.waves import waves_of
from event.people.tables import Role
from event.signing.ceremony.kept import run_sheet_of
from event.signing.ceremony.lists import mark_of
from tests import cast, undoable
from tests.web.conftest import Browser, signed_in

REMOVE = {"do": "remove"}
SENT: dict[Any, tuple[str, str, dict[str, str]]] = {
    undoable.hotel: ("SELECT 'H1' AS id", "visit/rooms/hotels/{id}", REMOVE),
    undoable.room: ("SELECT 'H1' AS id", "visit/rooms/hotels/{id}/rooms", REMOVE | {"number": "301"}),
    undoable.taken_room: ("SELECT id FROM guest WHERE number = 'EX2026-001'", "visit/rooms/guests/{id}", {"do": "take"}),
    undoable.stop: ("SELECT id FROM stop WHERE code = 'S1'", "visit/stops/{id}", REMOVE),
    undoable.vehicle: ("SELECT id FROM vehicle", "visit/vehicles/{id}", REMOVE),
    undoable.member: ("SELECT id FROM crew_member", "visit/vehicles/crew/{id}", REMOVE),
    undoable.service: ("SELECT id FROM service", "visit/transfers/services/{id}", REMOVE),
    undoable.wave: ("SELECT 1 AS id", "visit/transfers/waves", REMOVE | {"code": "W1"}),
    undoable.bond: ("SELECT id FROM bond", "visit/rules/bonds/{id}", {}),
    undoable.column_set: ("SELECT id FROM column_set", "export/sets/{id}", {"do": "delete"}),
    undoable.invitation: ("SELECT id FROM invitation", "invitations/{id}", {"do": "revoke"}),
    undoable.words: ("SELECT 1 AS id", "mail/words/declined/en", {"do": "ship"}),
    undoable.seat_plan: ("SELECT id FROM seat_plan", "seats/{id}/do", REMOVE),
    undoable.wish: ("SELECT id FROM seat_plan", "seats/{id}/people", {"do": "forget:1"}),
    undoable.checkpoint: ("SELECT id FROM checkpoint", "checkpoints/{id}/state", REMOVE),
    undoable.closed_checkpoint: ("SELECT id FROM checkpoint", "checkpoints/{id}/state", {"do": "close"}),
    undoable.device: ("SELECT id FROM device", "devices/{id}/revoke", {}),
    undoable.station: ("SELECT id FROM print_station", "print/stations/{id}/revoke", {}),
    undoable.agreement_type: (
        "SELECT code AS id FROM agreement_type ORDER BY position, code LIMIT 1", "signing/rules/types/{id}/remove", {},
    ),
    undoable.run_sheet: ("SELECT 1 AS id", "signing/ceremony/run-sheet", {"do": "usual"}),
    undoable.survey: ("UPDATE survey SET closes_at = now() + interval '1 day' RETURNING id", "feedback/survey", {"do": "close"}),
    undoable.gathering_settings: ("SELECT 1 AS id", "settings/registration", {"switch": "close"}),
}  # fmt: skip
"""Of each act: where its id is, the page that does it, and what its button sends."""


async def _seen(made: Any, held: Any) -> str:
    """The mark of what somebody opened, where the page wants one."""
    mark = ""
    if made is undoable.hotel:
        mark = (await beds_of(held)).hotel_of("H1").mark
    elif made is undoable.room:
        mark = (await beds_of(held)).room_of("H1", "301").mark
    elif made is undoable.taken_room:
        (mark,) = [one.mark for one in (await beds_of(held)).people.values() if one.number == "EX2026-001"]
    elif made is undoable.service:
        (mark,) = [one.mark for one in (await traffic_of(held)).flights.values()]
    elif made is undoable.wave:
        (mark,) = [one.seen for one in await waves_of(held)]
    elif made is undoable.run_sheet:
        mark = mark_of(await run_sheet_of(held.id))
    return mark


@pytest.mark.parametrize("made", SENT, ids=lambda one: one.__name__)
async def test_the_notice_after_the_act_offers_to_undo_it(browser: Browser, made: Any) -> None:
    held = await cast.gathering()
    await made(held)
    where, path, sent = SENT[made]
    (row,) = await fetch(where)
    async with signed_in(browser, Role.ORGANIZER) as client:
        address = f"/console/example/{path.format(id=row['id'])}"
        done = await client.post(
            address, data=sent | {"seen": await _seen(made, held)}, follow_redirects=True
        )
        undo = re.findall(r'notice" method="post" action="([^"]+)"', done.text)
        assert len(undo) == 1
        undone = await client.post(undo[0], follow_redirects=True)

    assert "It is undone." in undone.text


def test_every_act_that_can_be_undone_has_its_page() -> None:
    assert {*undoable.ACTS} == {*SENT}
