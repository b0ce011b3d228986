"""Sessions are entered, moved and taken out; clashes are shown before, everything can be undone, nobody overwrites another."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from event.database import fetch
from event.gathering.tables import Gathering, Hall
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/agenda", "/api/v1/gatherings/example/agenda"
OPENING = {
    "code": "OPEN", "title_zh": "开幕式", "title_en": "Opening", "starts_at": "2026-10-16T09:00:00+08:00",
    "ends_at": "2026-10-16T10:00:00+08:00", "hall": "MAIN", "kind": "opening", "capacity": 450, "target": 300,
}  # fmt: skip
TYPED = {
    "code": "TALK", "title_zh": "座谈会", "kind": "talks", "mode": "both", "day": "2026-10-16", "begins": "09:30", "ends": "11:00",
    "hall": "MAIN", "capacity": "50", "target": "40", "attendees_zh": "侨团负责人", "signup": "on",
    "signup_opens": "2026-10-01T08:00", "signup_closes": "", "do": "save",
}  # fmt: skip


@pytest.fixture
async def held(app: object) -> Gathering:
    made = await cast.gathering()
    for code, name, capacity in (("A", "A厅", 60), ("MAIN", "主会场", 450)):
        await Hall(gathering=made.id, code=code, name_zh=name, capacity=capacity).save()
    return made


@pytest.fixture
async def client(held: Gathering, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(browser, Role.ORGANIZER) as made:
        yield made


async def _add(client: httpx.AsyncClient, **told: Any) -> dict[str, Any]:
    sent = await client.post(f"{API}/sessions", json=OPENING | told)
    assert sent.status_code == 201, sent.text
    return dict(sent.json())


async def _grid(client: httpx.AsyncClient) -> dict[str, str]:
    told = (await client.get(f"{API}/grid")).json()["sessions"]
    return {one["code"]: f"{one['starts_at'][11:16]} {one['hall']}" for one in told}


def _undo(location: str, text: str) -> str:
    found = re.search(rf'action="({PAGES}/undo/[0-9a-f-]+)"', text)
    assert found, location
    return found[1]


async def test_a_session_is_entered_on_its_page_with_all_that_can_be_told(client: httpx.AsyncClient) -> None:
    sent = await client.post(f"{PAGES}/sessions/new", data=TYPED)
    (told,) = (await client.get(f"{API}/grid")).json()["sessions"]

    assert sent.status_code == 303
    fields = (
        "code",
        "title_zh",
        "kind",
        "mode",
        "hall",
        "capacity",
        "target",
        "signup",
        "attendees_zh",
        "starts_at",
        "ends_at",
    )
    assert {name: told[name] for name in fields} == {
        "code": "TALK", "title_zh": "座谈会", "kind": "talks", "mode": "both", "hall": "MAIN", "capacity": 50, "target": 40,
        "signup": True, "attendees_zh": "侨团负责人", "starts_at": "2026-10-16T09:30:00+08:00",
        "ends_at": "2026-10-16T11:00:00+08:00",
    }  # fmt: skip
    assert (told["signup_opens"], told["signup_closes"]) == ("2026-10-01T08:00:00+08:00", None)


async def test_what_is_wrong_is_said_and_what_was_typed_stays(client: httpx.AsyncClient) -> None:
    sent = await client.post(
        f"{PAGES}/sessions/new",
        data=TYPED | {"code": "", "begins": "noon", "capacity": "many", "hall": "ATTIC"},
    )

    assert sent.status_code == 422
    assert [f'id="error-{name}"' in sent.text for name in ("code", "begins", "capacity", "hall")] == [
        True
    ] * 4
    assert 'value="侨团负责人"' in sent.text


async def test_a_clash_is_shown_before_saving_and_saved_when_that_is_wanted(
    client: httpx.AsyncClient,
) -> None:
    await _add(client)

    shown = await client.post(f"{PAGES}/sessions/new", data=TYPED)
    while_typing = await client.post(f"{PAGES}/sessions/new/check", data=TYPED)
    before = await _grid(client)
    saved = await client.post(f"{PAGES}/sessions/new", data=TYPED | {"do": "anyway"})

    sentence = "主会场 is taken twice: “Opening” (09:00–10:00) and “座谈会” (09:30–11:00)."
    assert (shown.status_code, sentence in shown.text, sentence in while_typing.text) == (409, True, True)
    assert (list(before), saved.status_code) == (["OPEN"], 303)
    listed = (await client.get(f"{API}/clashes")).json()
    assert [(one["kind"], one["text"]) for one in listed] == [("hall_twice", sentence)]
    assert sentence in (await client.get(PAGES)).text


async def test_a_session_is_moved_and_the_move_undone_and_done_again(client: httpx.AsyncClient) -> None:
    made = await _add(client)
    to = {"starts_at": "2026-10-16T11:00:00+08:00", "ends_at": "2026-10-16T12:00:00+08:00", "hall": "A"}

    moved = (
        await client.post(f"{API}/sessions/{made['id']}/move", json=to | {"seen": made["seen_place"]})
    ).json()
    there = await _grid(client)
    undone = (await client.post(f"{API}/changes/{moved['change']}/undo")).json()
    back = await _grid(client)
    await client.post(f"{API}/changes/{undone['change']}/undo")

    assert (there, back, await _grid(client)) == (
        {"OPEN": "11:00 A"},
        {"OPEN": "09:00 MAIN"},
        {"OPEN": "11:00 A"},
    )
    (kept,) = (await client.get(f"{API}/grid")).json()["sessions"]
    assert kept["revision"] == 4
    again = await client.post(f"{API}/changes/{moved['change']}/undo")
    assert again.status_code == 409


async def test_moving_warns_of_what_it_would_clash_with(client: httpx.AsyncClient) -> None:
    made = await _add(client)
    await _add(
        client, code="PHOTO", title_en="Photo", hall="A", starts_at="2026-10-16T09:00:00+08:00", capacity=None
    )

    asked = {
        "session": made["id"],
        "hall": "A",
        "starts_at": OPENING["starts_at"],
        "ends_at": OPENING["ends_at"],
    }
    told = (await client.post(f"{API}/check", json=asked)).json()

    assert [one["kind"] for one in told["clashes"]] == ["hall_twice", "over_hall"]
    assert await _grid(client) == {"OPEN": "09:00 MAIN", "PHOTO": "09:00 A"}


async def test_of_two_who_move_the_same_session_the_second_is_told_and_another_field_does_not_matter(
    client: httpx.AsyncClient,
) -> None:
    made = await _add(client)
    address, seen = f"{API}/sessions/{made['id']}/move", made["seen_place"]
    await client.patch(f"{API}/sessions/{made['id']}", json={"title_en": "The opening"})

    moves = [{"hall": "A", "seen": seen}, {"starts_at": "2026-10-16T08:30:00+08:00", "seen": seen}]
    answers = await asyncio.gather(*(client.post(address, json=one) for one in moves))

    assert sorted(one.status_code for one in answers) == [200, 409]


async def test_of_two_who_change_the_same_field_on_its_page_the_second_sees_what_the_first_wrote(
    client: httpx.AsyncClient,
) -> None:
    made = await _add(client)
    page = f"{PAGES}/sessions/{made['id']}"
    typed = TYPED | {
        "code": "OPEN",
        "title_zh": "开幕式",
        "title_en": "Mine",
        "begins": "09:00",
        "ends": "10:00",
        "seen": made["seen"],
    }
    await client.patch(f"{API}/sessions/{made['id']}", json={"title_en": "Theirs"})

    sent = await client.post(page, data=typed)

    assert (sent.status_code, "It is now: Theirs" in sent.text, 'value="Mine"' in sent.text) == (
        409,
        True,
        True,
    )


async def test_a_session_is_taken_out_with_all_in_it_and_brought_back_by_undoing(
    client: httpx.AsyncClient,
) -> None:
    made = await _add(client)
    await client.post(
        f"{API}/sessions/{made['id']}/items", json={"title_zh": "致辞", "kind": "speech", "minutes": 8}
    )
    await client.post(f"{API}/sessions/{made['id']}/people", json={"part": "host", "name_zh": "施范本"})
    before = (await client.get(f"{API}/sessions/{made['id']}")).json()

    removed = await client.post(f"{PAGES}/sessions/{made['id']}", data={"do": "remove"})
    shown = (await client.get(removed.headers["location"])).text
    gone = await _grid(client)
    undone = await client.post(_undo(removed.headers["location"], shown), data={"back": PAGES})
    after = (await client.get(f"{API}/sessions/{made['id']}")).json()

    assert ("The session is removed." in shown, gone, undone.status_code) == (True, {}, 303)
    changing = {"revision"}
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }


async def test_a_session_that_guests_have_booked_stays(client: httpx.AsyncClient, held: Gathering) -> None:
    made = await _add(client)
    lin, _ = await cast.lin(held)
    await fetch(
        "INSERT INTO booking (id, agenda_session, guest, booked_at) VALUES (gen_random_uuid(), $1, $2, now())",
        made["id"],
        lin.id,
    )

    refused = await client.delete(f"{API}/sessions/{made['id']}")
    page = await client.post(f"{PAGES}/sessions/{made['id']}", data={"do": "remove"})

    assert (refused.status_code, page.status_code, await _grid(client)) == (409, 303, {"OPEN": "09:00 MAIN"})


async def test_who_only_reads_sees_the_programme_and_changes_nothing(
    held: Gathering, browser: Browser
) -> None:
    async with signed_in(browser, Role.VIEWER) as viewer:
        grid, page = await viewer.get(f"{API}/grid"), await viewer.get(PAGES)
        refused = [
            (await viewer.post(f"{API}/sessions", json=OPENING)).status_code,
            (await viewer.get(f"{API}/clashes")).status_code,
            (await viewer.get(f"{PAGES}/sessions/new")).status_code,
        ]

    assert (grid.status_code, page.status_code, refused) == (200, 200, [403, 403, 403])
