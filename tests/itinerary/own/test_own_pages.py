"""The own programme behind the link and in the console: who sees the room, who may change what, in which language."""

from datetime import date
from uuid import uuid4

import httpx
import pypdfium2

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.tables import Role
from event.registration.mails import guest_path
from event.registration.tables import Delegation, Guest
from tests import cast
from tests.itinerary.own.world import OPEN, whole
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]

BORN = "1961-02-03"


async def _whole() -> tuple[Gathering, Guest, str]:
    held, lin = await whole(changes_until=OPEN)
    await fetch("UPDATE guest SET birth_date = $2 WHERE id = $1", lin.id, date.fromisoformat(BORN))
    return held, lin, guest_path(lin.id)


async def _prove(guest: httpx.AsyncClient, path: str, then: str) -> httpx.Response:
    return await guest.post(f"{path}/prove", data={"birth_date": BORN, "then": then})


async def test_the_room_is_shown_after_the_date_of_birth_and_such_a_page_is_not_kept(
    browser: Browser,
) -> None:
    _, _, path = await _whole()
    async with browser() as guest:
        before = await guest.get(f"{path}/programme")
        asked = await guest.get(f"{path}/prove?then=programme")
        proven = await _prove(guest, path, "programme")
        after = await guest.get(proven.headers["location"])

    assert ("301" in before.text, "<strong>301</strong>" in after.text) == (False, True)
    assert 'name="then" value="programme"' in asked.text
    assert proven.headers["location"] == f"{path}/programme"
    assert ("event-proven" in before.headers, "event-proven" in after.headers) == (False, True)
    assert ("data-keep-offline" in before.text, "data-keep-offline" in after.text) == (True, False)


async def test_programme_paper_and_calendar_speak_three_languages(browser: Browser) -> None:
    _, _, path = await _whole()
    async with browser() as guest:
        pages = [
            (await guest.get(f"{path}/programme?lang={code}")).text for code in ("zh-Hans", "zh-Hant", "en")
        ]
        papers = [
            (await guest.get(f"{path}/programme.pdf?lang={code}")).content
            for code in ("zh-Hans", "zh-Hant", "en")
        ]
        feed = await guest.get(f"{path}/programme.ics?lang=zh-Hant")

    assert [("样本馆" in text, "樣本館" in text, "Bus 1" in text) for text in pages] == [
        (True, False, False), (False, True, False), (True, False, True),
    ]  # fmt: skip
    texts = [pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_bounded() for paper in papers]
    assert [("样本馆" in text, "樣本館" in text, "Bus 1" in text, "301" in text) for text in texts] == [
        (True, False, False, False), (False, True, False, False), (True, False, True, False),
    ]  # fmt: skip
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "樣本館" in feed.text.replace("\r\n ", "")


async def test_wishes_are_typed_refused_and_saved_after_a_proof(browser: Browser) -> None:
    _, lin, path = await _whole()
    same = {"route_1": "A", "route_2": "A", "sit_with": "陳樣本"}
    async with browser() as guest:
        asked = await guest.get(f"{path}/wishes")
        unproven = await guest.post(f"{path}/wishes", data=same)
        await _prove(guest, path, "wishes")
        refused = await guest.post(f"{path}/wishes", data=same)
        saved = await guest.post(f"{path}/wishes", data=same | {"route_2": "B"})
        shown = await guest.get(f"{path}/wishes")

    assert (asked.status_code, asked.headers["location"]) == (303, f"{path}/prove?then=wishes")
    assert (unproven.status_code, refused.status_code, saved.status_code) == (403, 422, 303)
    assert ("Please choose another route" in refused.text, "陳樣本</textarea>" in refused.text) == (
        True,
        True,
    )
    assert 'name="route_2" value="B" checked' in shown.text
    (row,) = await fetch("SELECT answers ->> 'route_2' AS route FROM guest WHERE id = $1", lin.id)
    assert row["route"] == "B"


async def test_after_the_deadline_wishes_are_shown_with_whom_to_call(browser: Browser) -> None:
    held, _, path = await _whole()
    await fetch("UPDATE gathering SET changes_until = $2, office_phone = '+86 590 0000 0000' WHERE id = $1", held.id, cast.NOW)  # fmt: skip
    async with browser() as guest:
        await _prove(guest, path, "wishes")
        page = (await guest.get(f"{path}/wishes")).text
        sent = await guest.post(f"{path}/wishes", data={"route_1": "A"})

    assert ("<form" in page.split('id="main"')[1], "郭参考" in page, "tel:+8659000000000" in page) == (
        False, True, True,
    )  # fmt: skip
    assert sent.status_code == 422


async def test_staff_see_a_guests_programme_without_a_proof_and_liaisons_only_their_own(
    browser: Browser,
) -> None:
    held, lin, _ = await _whole()
    own = f"/console/example/guests/{lin.id}"
    async with signed_in(browser, Role.ORGANIZER) as staff:
        links = (await staff.get(own)).text
        page = (await staff.get(f"{own}/programme")).text
        paper = await staff.get(f"{own}/programme.pdf")
    async with signed_in(browser, Role.LIAISON) as liaison:
        delegation = Delegation(
            id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=liaison.user
        )
        await delegation.save()
        addresses = [own + end for end in ("/programme", "/programme.pdf")]
        addresses += [
            f"/api/v1/gatherings/example/guests/{lin.id}/{end}"
            for end in ("programme", "programme.ics", "wishes")
        ]
        others = [(await liaison.get(address)).status_code for address in addresses]
        await fetch("UPDATE guest SET delegation = $2 WHERE id = $1", lin.id, delegation.id)
        theirs = [(await liaison.get(address)).status_code for address in addresses]

    assert f"{own}/programme" in links
    assert "<strong>301</strong>" in page
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    assert (others, theirs) == ([404] * 5, [200] * 5)


async def test_programs_read_the_programme_and_change_wishes(browser: Browser) -> None:
    _, lin, _ = await _whole()
    address = f"/api/v1/gatherings/example/guests/{lin.id}"
    wished = {"route_1": "B", "route_2": "", "themes": [], "sit_with": ""}
    async with signed_in(browser, Role.ORGANIZER) as staff:
        told = (await staff.get(f"{address}/programme?lang=en")).json()
        changed = await staff.put(f"{address}/wishes", json=wished)
        wrong = await staff.put(f"{address}/wishes", json=wished | {"route_1": "Z"})
        shape = await staff.put(f"{address}/wishes", json={"route_1": 7})

    assert (told["stay"]["room"], told["visits"][0]["bus"], told["tables"]) == (
        "301", "1", [{"occasion": "欢迎晚宴", "table": 1, "seat": 2, "kind": "banquet", "session": "DINNER"}],
    )  # fmt: skip
    assert (changed.status_code, changed.json()) == (200, wished)
    assert (wrong.status_code, shape.status_code) == (422, 422)
