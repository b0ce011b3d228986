"""What pages do with stations and the queue, programs can too; a station's key opens nothing but its station."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from event.checkin.devices import enrol, let_in
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.web.conftest import Browser, app, browser, signed_in, the_app

__all__ = ["app", "browser", "the_app"]  # fixtures of the web's tests

ROOT = "/api/v1/gatherings/example"
STATION = "/api/v1/station"


async def test_a_program_makes_a_station_and_another_prints_for_it(browser: Browser) -> None:
    held = await cast.gathering()
    await Delegation(id=(group := uuid4()), gathering=held.id, code="D01", name_zh="示例团").save()
    await cast.lin(held, delegation=group)
    await cast.chen(held, delegation=group)
    async with signed_in(browser, Role.ORGANIZER) as organizer, browser() as printer:
        made = (
            await organizer.post(f"{ROOT}/print-stations", json={"name": "Left", "size": "90x130"})
        ).json()
        at, request = made["station"]["id"], str(uuid4())
        told = (await printer.post(f"{STATION}/enrol", json={"code": made["code"]})).json()
        key = {"Authorization": f"Bearer {told['token']}"}
        asked = [
            (await organizer.post(f"{ROOT}/print-queue", json={"station": at, "delegation": "D01", "request": request})).json()
            for _ in range(2)
        ]  # fmt: skip

        page = {"page": str(uuid4())}
        work = (await printer.post(f"{STATION}/next", json=page, headers=key)).json()
        job, claim = work["job"]["job"], work["job"]["claim"]
        paper = await printer.get(f"{STATION}/jobs/{job}/badge.pdf?claim={claim}", headers=key)
        done = await printer.post(f"{STATION}/jobs/{job}/printed", json={"claim": claim}, headers=key)
        queue = (await organizer.get(f"{ROOT}/print-queue")).json()

        assert asked[0] == asked[1]
        assert (work["name"], work["waiting"], work["width"], work["height"]) == ("Left", 1, 90, 130)
        assert (paper.headers["content-type"], paper.content[:5], done.status_code) == (
            "application/pdf",
            b"%PDF-",
            204,
        )
        assert [one["badge_number"] for one in queue["ended"]] == ["G001"]
        assert [one["badge_number"] for one in queue["waiting"]] == ["G002"]
        waits = queue["waiting"][0]["id"]
        ended = (await organizer.post(f"{ROOT}/print-queue/{waits}/cancel")).json()
        again = await organizer.post(f"{ROOT}/print-queue/{waits}/again", json={})
        assert (ended["state"], again.status_code, again.json()["again"]) == ("cancelled", 201, True)


async def test_a_picture_for_browsers_says_how_large_it_is_on_paper(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as organizer, browser() as page:
        made = (await organizer.post(f"{ROOT}/print-stations", json={"name": "Left", "size": "cr80"})).json()
        await organizer.post(
            f"{ROOT}/print-queue", json={"station": made["station"]["id"], "guest": str(lin.id)}
        )
        let = await page.post(f"{STATION}/enrol?browser=true", json={"code": made["code"]})
        job = (await page.post(f"{STATION}/next", json={"page": str(uuid4())})).json()["job"]
        picture = await page.get(f"{STATION}/jobs/{job['job']}/badge.png?claim={job['claim']}")

    assert let.json()["token"] == ""
    assert "HttpOnly" in let.headers["set-cookie"]
    assert (picture.headers["content-type"], picture.content[1:4]) == ("image/png", b"PNG")
    assert picture.headers["x-badge-size"] == "85.6 54.0"


async def test_without_its_key_or_with_one_that_was_revoked_nothing_is_printed(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as organizer, browser() as page:
        made = (await organizer.post(f"{ROOT}/print-stations", json={"name": "Left"})).json()
        told = (await page.post(f"{STATION}/enrol", json={"code": made["code"]})).json()
        twice = await page.post(f"{STATION}/enrol", json={"code": made["code"]})
        key, asks = {"Authorization": f"Bearer {told['token']}"}, {"page": str(uuid4())}
        nobody = await page.post(f"{STATION}/next", json=asks)
        somebody = await page.post(f"{STATION}/next", json=asks, headers=key)
        elsewhere = await page.get(f"{ROOT}/print-queue", headers=key)
        await organizer.post(f"{ROOT}/print-stations/{made['station']['id']}/revoke")
        revoked = await page.post(f"{STATION}/next", json=asks, headers=key)

    codes = [one.status_code for one in (twice, nobody, somebody, elsewhere, revoked)]
    assert codes == [403, 401, 200, 401, 401]


async def test_only_organizers_see_the_queue(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    pages = ("print/queue", "print/stations", f"guests/{lin.id}/badge")
    seen = {}
    for role in (Role.ORGANIZER, Role.LIAISON, Role.GATE_STAFF, Role.VIEWER):
        async with signed_in(browser, role) as user:
            seen[role] = [(await user.get(f"/console/example/{path}")).status_code for path in pages]

    assert seen == {
        Role.ORGANIZER: [200, 200, 200], Role.LIAISON: [403] * 3, Role.GATE_STAFF: [403] * 3, Role.VIEWER: [403] * 3,
    }  # fmt: skip


async def test_a_scanner_has_badges_made_only_where_an_organizer_allowed_it(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    now = datetime.now(UTC)
    let = await let_in(
        "Door", checkpoints=[], expires_at=now + timedelta(days=1), gathering=held, by=COMMAND_LINE, now=now
    )
    key = {"Authorization": f"Bearer {(await enrol(let.code, app='', now=now)).token}"}
    lost = {"request": str(uuid4()), "guest": str(lin.id), "seen": "G001", "reason": "lost"}
    async with signed_in(browser, Role.ORGANIZER) as organizer, browser() as scanner:
        before = await scanner.post("/api/v1/device/new-badge", json=lost, headers=key)
        made = (await organizer.post(f"{ROOT}/print-stations", json={"name": "Left"})).json()
        await organizer.patch(
            f"{ROOT}/print-stations/{made['station']['id']}", json={"scanners": [str(let.id)]}
        )
        where = (await scanner.get("/api/v1/device/print-station", headers=key)).json()
        told = [
            (await scanner.post("/api/v1/device/new-badge", json=lost, headers=key)).json() for _ in range(2)
        ]
        late = await scanner.post(
            "/api/v1/device/new-badge", json=lost | {"request": str(uuid4())}, headers=key
        )

    assert (before.status_code, where) == (403, {"station": "Left"})
    assert told == [{"badge_number": "G002", "station": "Left", "before": 0}] * 2
    assert (late.status_code, late.json()["kind"]) == (409, "BadgeMadeMeanwhile")
