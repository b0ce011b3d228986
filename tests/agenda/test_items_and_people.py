"""Items of a session in their order with times, and who hosts and speaks: put in, ordered, taken out, undone."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.own.operations import erase
from event.registration.tables import Standing
from tests import cast
from tests.agenda.test_sessions import API, OPENING, PAGES
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
ITEMS = (("speech", "致辞", 10), ("signing", "签约", 20), ("award", "表彰", 5))


@pytest.fixture
async def held(app: object) -> Gathering:
    return await cast.gathering()


@pytest.fixture
async def client(held: Gathering, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(browser, Role.ORGANIZER) as made:
        yield made


async def _opening(client: httpx.AsyncClient, **told: Any) -> str:
    made = await client.post(f"{API}/sessions", json=OPENING | {"hall": ""} | told)
    address = f"{API}/sessions/{made.json()['id']}"
    for kind, title, minutes in ITEMS:
        await client.post(f"{address}/items", json={"kind": kind, "title_zh": title, "minutes": minutes})
    return address


async def _items(client: httpx.AsyncClient, address: str) -> list[str]:
    told = (await client.get(address)).json()["items"]
    return [f"{one['begins'][11:16]}–{one['ends'][11:16]} {one['title_zh']}" for one in told]


async def test_items_have_their_times_from_their_minutes_and_move_with_the_session(
    client: httpx.AsyncClient,
) -> None:
    address = await _opening(client)
    last = (await client.get(address)).json()["items"][2]
    await client.patch(
        f"{address}/items/{last['id']}", json={"starts_at": "2026-10-16T09:50:00+08:00", "seen": last["seen"]}
    )
    fixed = await _items(client, address)

    await client.post(
        f"{address}/move",
        json={"starts_at": "2026-10-16T14:00:00+08:00", "ends_at": "2026-10-16T15:00:00+08:00"},
    )

    assert fixed == ["09:00–09:10 致辞", "09:10–09:30 签约", "09:50–09:55 表彰"]
    assert await _items(client, address) == ["14:00–14:10 致辞", "14:10–14:30 签约", "14:50–14:55 表彰"]


async def test_items_are_put_in_order_by_buttons_and_by_dragging(client: httpx.AsyncClient) -> None:
    address = await _opening(client)
    page = address.replace("/api/v1/gatherings", "/console")
    told = (await client.get(address)).json()
    ids = [one["id"] for one in told["items"]]

    up = await client.post(f"{page}/items/order", data={"seen": told["seen_order"], "up": ids[2]})
    by_button = await _items(client, address)
    stale = await client.post(
        f"{page}/items/order", data={"seen": told["seen_order"], "order": ",".join(ids)}
    )
    seen = (await client.get(address)).json()["seen_order"]
    await client.post(f"{page}/items/order", data={"seen": seen, "order": ",".join(reversed(ids))})

    assert (up.status_code, by_button) == (303, ["09:00–09:10 致辞", "09:10–09:15 表彰", "09:15–09:35 签约"])
    assert "undo" not in stale.headers["location"]
    assert [one[12:] for one in await _items(client, address)] == ["表彰", "签约", "致辞"]


async def test_an_item_is_entered_with_its_cues_changed_and_taken_out_and_brought_back(
    client: httpx.AsyncClient,
) -> None:
    address = await _opening(client)
    page = address.replace("/api/v1/gatherings", "/console")
    typed = {
        "kind": "plaque",
        "title_zh": "授牌",
        "minutes": "6",
        "audio_video": "音乐",
        "responsible": "高彩排",
        "cue": "左侧上台",
        "do": "save",
    }

    wrong = await client.post(f"{page}/items", data=typed | {"minutes": "soon"})
    sent = await client.post(f"{page}/items", data=typed)
    made = (await client.get(address)).json()["items"][3]
    shown = await client.get(f"{page}/items/{made['id']}")
    removed = await client.post(f"{page}/items/{made['id']}", data={"do": "remove"})
    fewer = await _items(client, address)
    change = removed.headers["location"].split("undo=")[1]
    await client.post(f"{API}/changes/{change}/undo")

    assert (wrong.status_code, 'id="error-minutes"' in wrong.text, sent.status_code) == (422, True, 303)
    assert (made["audio_video"], made["responsible"], made["cue"]) == ("音乐", "高彩排", "左侧上台")
    assert ('value="音乐"' in shown.text, len(fewer)) == (True, 3)
    assert (await client.get(address)).json()["items"][3] == made


async def test_speakers_are_guests_found_by_name_or_people_typed(
    client: httpx.AsyncClient, held: Gathering
) -> None:
    address = await _opening(client)
    page = address.replace("/api/v1/gatherings", "/console")
    lin, _ = await cast.lin(held)
    item = (await client.get(address)).json()["items"][0]["id"]

    await client.post(f"{page}/people", data={"part": "speaker", "item": item, "guest": "林示例"})
    await client.post(f"{page}/people", data={"part": "host", "name_zh": "施范本", "title_zh": "县长"})
    nobody = await client.post(f"{page}/people", data={"part": "speaker", "guest": "查无此人"})
    twice = await client.post(f"{page}/people", data={"part": "speaker", "item": item, "guest": lin.number})
    offered = await client.get(f"{PAGES}/guests", params={"guest": "lin"})
    told = (await client.get(address)).json()

    assert [(one["name"], one["guest"]) for one in told["items"][0]["people"]] == [("林示例", lin.number)]
    assert [(one["part"], one["name"], one["position"]) for one in told["people"]] == [
        ("host", "施范本", "县长")
    ]
    assert (nobody.status_code, twice.status_code) == (422, 422)
    assert f'value="{lin.number} 林示例"' in offered.text


async def test_of_several_with_a_name_one_is_chosen(client: httpx.AsyncClient, held: Gathering) -> None:
    address = await _opening(client)
    page = address.replace("/api/v1/gatherings", "/console")
    both = [(await cast.guest(held, name_zh="王样"))[0].number for _ in range(2)]

    asked = await client.post(f"{page}/people", data={"part": "speaker", "guest": "王样"})
    await client.post(f"{page}/people", data={"part": "speaker", "guest": both[1]})

    assert (asked.status_code, [number in asked.text for number in both]) == (422, [True, True])
    assert [one["guest"] for one in (await client.get(address)).json()["people"]] == [both[1]]


async def test_who_is_busy_elsewhere_is_told_before_and_added_when_that_is_wanted(
    client: httpx.AsyncClient, held: Gathering
) -> None:
    first, second = await _opening(client), await _opening(client, code="OTHER", title_en="Other")
    lin, _ = await cast.lin(held)
    await client.post(f"{first}/people", json={"part": "host", "guest": lin.number})
    page, sent = second.replace("/api/v1/gatherings", "/console"), {"part": "speaker", "guest": lin.number}

    warned = await client.post(f"{page}/people", data=sent)
    added = await client.post(f"{page}/people", data=sent | {"do": "anyway"})

    assert (warned.status_code, "林示例 has a part in “Opening”" in warned.text) == (409, True)
    assert (added.status_code, [one["kind"] for one in (await client.get(f"{API}/clashes")).json()]) == (
        303,
        ["part_twice"],
    )


async def test_a_part_is_taken_away_and_brought_back_and_who_does_not_come_is_told(
    client: httpx.AsyncClient, held: Gathering
) -> None:
    address = await _opening(client)
    away, _ = await cast.guest(held, name_zh="黄范例", standing=Standing.WITHDRAWN)
    made = (await client.post(f"{address}/people", json={"part": "moderator", "guest": away.number})).json()
    (person,) = made["people"]

    gone = (await client.delete(f"{address}/people/{person['id']}")).json()
    without = (await client.get(address)).json()["people"]
    await client.post(f"{API}/changes/{gone['change']}/undo")

    assert ([one["text"] for one in made["clashes"]], without) == (
        ["黄范例 has a part in “Opening”, but does not come."],
        [],
    )
    assert (await client.get(address)).json()["people"] == [person]


async def test_who_is_erased_has_no_part_any_more_and_changes_tell_nothing_of_them(
    client: httpx.AsyncClient, held: Gathering
) -> None:
    address = await _opening(client)
    lin, _ = await cast.lin(held)
    await client.post(
        f"{address}/people", json={"part": "speaker", "guest": lin.number, "title_zh": "荣誉会长"}
    )
    before = (await client.get(address)).json()["people"]
    await fetch("UPDATE guest SET standing = 'withdrawn' WHERE id = $1", lin.id)

    await erase(lin.id, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    kept = await fetch(
        "SELECT 1 FROM agenda_change WHERE before::text LIKE '%荣誉会长%' OR after::text LIKE '%荣誉会长%'"
    )

    assert [(one["name"], one["position"]) for one in before] == [("林示例", "荣誉会长")]
    assert ((await client.get(address)).json()["people"], kept) == ([], [])
