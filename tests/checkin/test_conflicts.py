"""What doors without a network disagreed about is told once, whatever comes in when; nobody counts twice."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from event.checkin.conflicts import Conflict, conflicts_of, mark_seen
from event.checkin.errors import UnknownScan
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned, Undone
from event.checkin.tables import Arrival
from event.checkin.undoing import take_back
from event.database import fetch
from event.gathering.tables import Gathering, Hall
from event.people.rules import COMMAND_LINE, SYSTEM
from event.registration.deciding import decide
from event.registration.mails import text_of
from event.registration.tables import Standing
from tests import cast
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


def _let_in(text: str, device: str, minutes: float, **more: Any) -> Scanned:
    """A scan by which a device has let in somebody without asking."""
    told = {"checkpoint": "REG", "verdict": "admitted", "offline": True} | more
    return Scanned(uuid4(), told.pop("checkpoint"), text, NOW + minutes * MINUTE, device, **told)


async def _send(held: Gathering, *scans: Scanned) -> list[str]:
    answers = [await record_scans([one], gathering=held, by=None, now=NOW + 60 * MINUTE) for one in scans]
    return [answer.verdict for (answer,) in answers]


async def _told(held: Gathering, **more: Any) -> list[Conflict]:
    return await conflicts_of(held, language="en", **more)


async def _world() -> tuple[Gathering, str]:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    return held, await text_of(held, ticket)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_of_those_let_in_twice_the_first_by_device_time_stands_whatever_comes_in_first(
    db: str, order: tuple[int, ...]
) -> None:
    held, text = await _world()
    scans = [_let_in(text, device, minutes) for device, minutes in (("E", 0), ("W", 3), ("N", 5))]

    await _send(held, *(scans[place] for place in order))
    await _send(held, *(replace(scans[place], offline=True) for place in order))

    told = await _told(held)
    assert [(one.kind, one.scan.device, one.stands.device if one.stands else "") for one in told] == [
        ("doubled", "N", "E"),
        ("doubled", "W", "E"),
    ]
    assert [(one.number, one.name_zh, one.latin) for one in told] == [
        ("EX2026-001", "林示例", "LIN Shili")
    ] * 2
    assert (told[0].scan.at, told[0].scan.checkpoint_name) == (NOW + 5 * MINUTE, "Arrival desk")
    assert await Arrival.count() == 1


async def test_a_door_that_asked_stands_against_one_that_did_not(db: str) -> None:
    held, text = await _world()

    await _send(held, _let_in(text, "online", 1, verdict="", offline=False), _let_in(text, "offline", 4))

    (one,) = await _told(held)
    assert one.stands is not None
    assert (one.scan.device, one.stands.device) == ("offline", "online")


async def test_who_was_let_in_with_a_ticket_void_by_then_is_told(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    lin, ticket = await cast.lin(held)
    text = await text_of(held, ticket)
    await decide(lin.id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=NOW)

    await _send(held, _let_in(text, "E", 2))

    (one,) = await _told(held)
    assert (one.kind, one.reason, one.stands) == ("admitted_while_void", "void", None)
    assert await Arrival.count() == 0


async def test_who_was_let_in_though_the_server_refuses_is_told(db: str) -> None:
    held, text = await _world()
    await cast.checkpoint(held, "VIP", kind="hall", rule='[{"classes": ["V"]}]')

    await _send(held, _let_in(text, "E", 2, checkpoint="VIP"), _let_in("no ticket at all", "E", 3))

    told = [(one.kind, one.reason, one.name_zh) for one in await _told(held)]
    assert told == [
        ("admitted_though_refused", "unknown_ticket", ""),
        ("admitted_though_refused", "not_for", "林示例"),
    ]


async def test_a_scan_that_was_taken_back_is_no_conflict(db: str) -> None:
    held, text = await _world()
    scans = [_let_in(text, "E", 0), _let_in(text, "W", 3), _let_in(text, "N", 5)]
    await _send(held, *scans)

    async def back(scan: Scanned) -> list[tuple[str, str]]:
        undone = Undone(uuid4(), scan.id, "wrong guest", NOW)
        await take_back([undone], gathering=held, by="test", device="E", now=NOW)
        return [(one.scan.device, one.stands.device if one.stands else "") for one in await _told(held)]

    assert await back(scans[1]) == [("N", "E")]
    assert await back(scans[0]) == []


async def test_who_went_out_in_between_is_no_conflict(db: str) -> None:
    held, text = await _world()
    hall = await _hall(held)
    for code, direction in (("HALL", "in"), ("HALL-X", "out")):
        admits = "always" if direction == "out" else "once"
        await cast.checkpoint(
            held, code, kind="hall", direction=direction, admits=admits, counts_inside=True, hall=hall
        )

    first, back = (
        _let_in(text, device, minutes, checkpoint="HALL") for device, minutes in (("E", 0), ("W", 9))
    )
    out = _let_in(text, "X", 5, checkpoint="HALL-X")
    await _send(held, first, back)
    before = len(await _told(held))
    await _send(held, out)

    assert (before, await _told(held)) == (1, [])


async def test_two_doors_that_give_out_the_same_within_a_minute_are_a_conflict(db: str) -> None:
    held, text = await _world()
    await cast.checkpoint(held, "GIFT", kind="gift", admits="always")

    scans = [
        _let_in(text, device, minutes, checkpoint="GIFT")
        for device, minutes in (("E", 0), ("W", 0.5), ("N", 9))
    ]
    verdicts = await _send(held, *scans)

    assert verdicts == ["admitted", "already_in", "admitted"]
    assert [(one.scan.device, one.stands.device if one.stands else "") for one in await _told(held)] == [
        ("W", "E")
    ]


async def test_a_conflict_that_was_looked_at_is_told_only_when_asked_for(db: str) -> None:
    held, text = await _world()
    other = await cast.gathering(slug="other")
    await _send(held, _let_in(text, "E", 0), _let_in(text, "W", 3))
    (one,) = await _told(held)

    await mark_seen(one.scan.scan, "asked the guest", gathering=held, by=COMMAND_LINE, now=NOW)
    await mark_seen(one.scan.scan, "again", gathering=held, by=COMMAND_LINE, now=NOW)
    with pytest.raises(UnknownScan):
        await mark_seen(one.scan.scan, "", gathering=other, by=COMMAND_LINE, now=NOW)

    assert await _told(held) == []
    (seen,) = await _told(held, seen=True)
    assert (seen.note, seen.seen_by, seen.seen_at) == ("asked the guest", "command line", NOW)
    assert len(await fetch("SELECT 1 FROM audit_entry WHERE action = 'conflict.seen'")) == 1


async def _hall(held: Gathering) -> Any:
    hall = Hall(id=uuid4(), gathering=held.id, code="A", name_zh="A厅")
    await hall.save()
    return hall.id
