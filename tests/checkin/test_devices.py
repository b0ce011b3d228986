"""A scanner is enrolled once, ends at once wherever it asks, and does what it was let in for and no more."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from event.checkin.device_list import DeviceState, device_state, devices_of
from event.checkin.devices import change_device, enrol, let_in, let_in_again, revoke
from event.checkin.errors import DeviceNameTaken, UnknownDevice
from event.gathering.tables import Gathering
from event.http import now_utc
from event.people.browsers import LetIn, WrongEnrolment
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from tests import cast
from tests.cast import NOW
from tests.web.conftest import Browser, app, browser

__all__ = ["app", "browser"]
DAY = timedelta(days=1)


async def _let(held: Gathering, *checkpoints: UUID, name: str = "East door", now: datetime = NOW) -> LetIn:
    return await let_in(
        name, checkpoints=checkpoints, expires_at=now + DAY, gathering=held, by=COMMAND_LINE, now=now
    )


async def _world(*codes: str) -> tuple[Gathering, list[UUID], str]:
    held = await cast.gathering()
    made = [(await cast.checkpoint(held, code, kind="hall")).id for code in codes]
    _, ticket = await cast.lin(held)
    return held, made, await text_of(held, ticket)


async def _enrolled(browser: Browser, code: str) -> httpx.AsyncClient:
    client = browser("192.0.2.77")
    answer = await client.post("/api/v1/devices/enrol", json={"code": code, "app": "test 1"})
    assert answer.status_code == 200
    client.headers["authorization"] = f"Bearer {answer.json()['token']}"
    return client


def _scan(at: str, ticket: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "checkpoint": at, "ticket": ticket, "scanned_at": now_utc().isoformat()}


async def test_of_many_phones_that_try_one_code_one_is_enrolled(db: str) -> None:
    held = await cast.gathering()
    let = await _let(held)

    tried = await asyncio.gather(
        *(enrol(let.code, app="", now=NOW) for _ in range(8)), return_exceptions=True
    )

    assert [type(one) for one in tried].count(WrongEnrolment) == 7
    assert len({one.token for one in tried if not isinstance(one, BaseException)}) == 1


async def test_a_code_that_is_old_revoked_or_mistyped_enrols_nothing(db: str) -> None:
    held = await cast.gathering()
    old, gone, over = [await _let(held, name=name) for name in ("old", "gone", "over")]
    await revoke(gone.id, gathering=held, by=COMMAND_LINE, now=NOW)
    await change_device(
        over.id,
        name="over",
        checkpoints=[],
        expires_at=NOW - DAY,
        gathering=held,
        by=COMMAND_LINE,
        now=NOW,
    )

    for code, when in (
        (old.code, NOW + timedelta(minutes=30)),
        (gone.code, NOW),
        (over.code, NOW),
        ("", NOW),
    ):
        with pytest.raises(WrongEnrolment):
            await enrol(code, app="", now=when)


async def test_two_scanners_of_a_gathering_have_two_names(db: str) -> None:
    held, other = await cast.gathering(), await cast.gathering(slug="other")
    await _let(held)
    await _let(other)
    second = await _let(held, name="West door")

    with pytest.raises(DeviceNameTaken):
        await _let(held)
    with pytest.raises(DeviceNameTaken):
        await change_device(
            second.id, name="East door", checkpoints=[], expires_at=NOW + DAY, gathering=held,
            by=COMMAND_LINE, now=NOW,
        )  # fmt: skip
    with pytest.raises(UnknownDevice):
        await revoke(second.id, gathering=other, by=COMMAND_LINE, now=NOW)


async def test_a_scanner_revoked_on_another_node_is_refused_at_its_next_request_whatever_it_asks(
    browser: Browser,
) -> None:
    held, (hall,), text = await _world("HALL")
    let = await _let(held, hall, now=now_utc())
    scanner = await _enrolled(browser, let.code)
    before = await scanner.post("/api/v1/scans", json=_scan("HALL", text))

    # As another node would: this one, which has just let the scanner in, is told nothing.
    await revoke(let.id, gathering=held, by=COMMAND_LINE, now=now_utc())

    after = [
        (await scanner.post("/api/v1/scans", json=_scan("HALL", text))).status_code,
        (await scanner.post("/api/v1/scans", json={"scans": []})).status_code,
        (await scanner.get("/api/v1/device/roster")).status_code,
    ]
    assert (before.json()["verdict"], after) == ("admitted", [401, 401, 401])


async def test_a_scanner_whose_time_is_over_is_refused(browser: Browser) -> None:
    held, (hall,), text = await _world("HALL")
    let = await _let(held, hall, now=now_utc())
    scanner = await _enrolled(browser, let.code)

    await change_device(
        let.id, name="East door", checkpoints=[hall], expires_at=now_utc() - timedelta(seconds=1),
        gathering=held, by=COMMAND_LINE, now=now_utc(),
    )  # fmt: skip

    assert (await scanner.post("/api/v1/scans", json=_scan("HALL", text))).status_code == 401
    assert (await scanner.get("/api/v1/device/roster")).status_code == 401


async def test_another_phone_takes_the_place_of_the_first(browser: Browser) -> None:
    held, (hall,), _ = await _world("HALL")
    let = await _let(held, hall, now=now_utc())
    first = await _enrolled(browser, let.code)

    again = await let_in_again(let.id, gathering=held, by=COMMAND_LINE, now=now_utc())
    second = await _enrolled(browser, again.code)

    assert (await first.get("/api/v1/device/roster")).status_code == 401
    assert (await second.get("/api/v1/device/roster")).status_code == 200


async def test_a_scanner_scans_at_its_checkpoints_only_and_a_change_holds_at_once(browser: Browser) -> None:
    held, (hall, bus), text = await _world("HALL", "BUS")
    let = await _let(held, hall, now=now_utc())
    scanner = await _enrolled(browser, let.code)

    elsewhere = (await scanner.post("/api/v1/scans", json=_scan("BUS", text))).json()
    await change_device(
        let.id, name="Bus 1", checkpoints=[bus], expires_at=now_utc() + DAY, gathering=held,
        by=COMMAND_LINE, now=now_utc(),
    )  # fmt: skip
    there = (await scanner.post("/api/v1/scans", json=_scan("BUS", text))).json()
    not_any_more = (await scanner.post("/api/v1/scans", json=_scan("HALL", text))).json()

    assert (elsewhere["verdict"], elsewhere["reason"]) == ("refused", "elsewhere")
    assert there["verdict"] == "admitted"
    assert (not_any_more["verdict"], not_any_more["reason"]) == ("refused", "elsewhere")


@pytest.mark.parametrize(
    "path",
    [
        "guests", "checkpoints", "devices", "check-in/search?q=lin", "conflicts", "exports", "reports", "places",
    ],
)  # fmt: skip
async def test_a_scanner_reads_nothing_but_its_roster(browser: Browser, path: str) -> None:
    held, (hall,), _ = await _world("HALL")
    scanner = await _enrolled(browser, (await _let(held, hall, now=now_utc())).code)

    answer = await scanner.get(f"/api/v1/gatherings/example/{path}")

    assert answer.status_code in (403, 404, 405)


async def test_a_scanner_of_one_gathering_is_unknown_in_another(browser: Browser) -> None:
    held, (hall,), text = await _world("HALL")
    await cast.gathering(slug="other")
    scanner = await _enrolled(browser, (await _let(held, hall, now=now_utc())).code)

    answer = await scanner.post("/api/v1/gatherings/other/scans", json=_scan("HALL", text))

    assert answer.status_code == 404


async def test_a_scanner_tells_how_it_is(browser: Browser) -> None:
    held, (hall,), _ = await _world("HALL")
    scanner = await _enrolled(browser, (await _let(held, hall, now=now_utc())).code)

    told = {"app": "test 2", "queued": 7, "battery": 41, "scans": []}
    sent = (now_utc() - timedelta(seconds=90)).isoformat()
    await scanner.post("/api/v1/scans", json=told | {"sent_at": sent})

    (one,) = await devices_of(held, now=now_utc())
    assert (one.name, one.state, one.checkpoints) == ("East door", DeviceState.IN_USE, ["HALL"])
    assert (one.app, one.queued, one.battery) == ("test 2", 7, 41)
    assert 89_000 < (one.clock_offset_ms or 0) < 95_000


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"revoked_at": NOW - DAY, "expires_at": NOW - DAY}, DeviceState.REVOKED),
        ({"expires_at": NOW}, DeviceState.EXPIRED),
        ({"enrolled": False}, DeviceState.WAITING),
        ({"enrolled": False, "code_expires_at": NOW}, DeviceState.LAPSED),
        ({"seen_at": NOW - timedelta(minutes=5)}, DeviceState.IN_USE),
        ({"seen_at": NOW - timedelta(minutes=5, seconds=1)}, DeviceState.SILENT),
        ({"seen_at": None}, DeviceState.SILENT),
    ],
)
def test_the_state_of_a_scanner_is_the_first_that_fits(told: dict[str, Any], state: DeviceState) -> None:
    known = {
        "revoked_at": None, "expires_at": NOW + DAY, "enrolled": True, "code_expires_at": NOW + DAY,
        "seen_at": NOW, "now": NOW,
    }  # fmt: skip

    assert device_state(**known | told) == state
