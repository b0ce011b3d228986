"""A scanner's uploads are answered on the short way as on the ordinary one, also where something is wrong."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from event.checkin.devices import enrol, let_in, revoke
from event.checkin.tables import Scan, ScanRepeat
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.registration.mails import text_of
from event.web.door import PATH
from tests import cast
from tests.web.conftest import Browser

ORDINARY = "/api/v1/gatherings/example/scans"


@pytest.fixture
async def held(app: object) -> Gathering:
    return await cast.gathering()


@pytest.fixture
async def scanner(held: Gathering, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """An enrolled scanner at the arrival desk."""
    now = datetime.now(UTC)
    at = await cast.checkpoint(held)
    let = await let_in(
        "N1", checkpoints=[at.id], expires_at=now + timedelta(days=1), gathering=held, by=SYSTEM, now=now
    )
    enrolled = await enrol(let.code, app="test", now=now)
    async with browser() as client:
        client.headers["authorization"] = f"Bearer {enrolled.token}"
        client.headers["x-device"] = str(enrolled.device)
        yield client


def scan(text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "checkpoint": "REG",
        "ticket": text,
        "scanned_at": "2026-10-15T09:00:00+08:00",
    } | more


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_both_ways_give_the_same_answer(
    scanner: httpx.AsyncClient, held: Gathering, language: str
) -> None:
    _, ticket = await cast.lin(held)
    one = scan(await text_of(held, ticket))

    short = await scanner.post(f"{PATH}?lang={language}", json={"scans": [one]})
    ordinary = await scanner.post(f"{ORDINARY}?lang={language}", json={"scans": [one]})
    lone = await scanner.post(f"{PATH}?lang={language}", json=one)

    assert short.json()["scans"] == ordinary.json()["scans"] == [lone.json()]
    assert short.json().keys() == ordinary.json().keys()
    assert (short.headers["content-type"], short.headers["cache-control"]) == ("application/json", "no-store")
    assert (await Scan.count(), await ScanRepeat.count()) == (1, 2)


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"scans": [{"id": ""}]}', b"\xff", b"[" * 100_000])
async def test_what_is_wrong_is_said_as_on_the_ordinary_way(scanner: httpx.AsyncClient, body: bytes) -> None:
    short, ordinary = [await scanner.post(path, content=body) for path in (PATH, ORDINARY)]

    assert (short.status_code, short.json()) == (ordinary.status_code, ordinary.json())
    assert short.status_code in (400, 422)


async def test_a_body_that_is_too_large_is_refused(scanner: httpx.AsyncClient) -> None:
    answer = await scanner.post(PATH, content=b" " * (22 * 1024 * 1024))

    assert answer.status_code == 413


async def test_a_revoked_scanner_is_refused_though_it_was_known_a_moment_ago(
    scanner: httpx.AsyncClient, held: Gathering
) -> None:
    _, ticket = await cast.lin(held)
    one = scan(await text_of(held, ticket))
    known = (await scanner.post(PATH, json={"scans": []})).status_code
    await revoke(scanner.headers["x-device"], gathering=held, by=SYSTEM, now=datetime.now(UTC))

    refused = await scanner.post(PATH, json=one)

    assert (known, refused.status_code) == (200, 401)
    assert await Scan.count() == 0


async def test_a_key_nobody_has_is_refused(held: Gathering, browser: Browser) -> None:
    async with browser() as client:
        answer = await client.post(PATH, json=[], headers={"authorization": "Bearer evd_nobody"})

    assert answer.status_code == 401
