"""Doors are set up without scripts: rules line by line, scanners by a code shown once, what was typed stays."""

import base64
import io
import re
from uuid import uuid4

import pytest
import zxingcpp
from PIL import Image

from event.agenda.tables import AgendaSession
from event.checkin.tables import Checkpoint
from event.database import fetch
from event.gathering.tables import Gathering, Hall
from event.people.tables import Role
from event.registration.mails import text_of
from event.registration.tables import Delegation
from tests import cast
from tests.web.conftest import Browser, signed_in

ROOT = "/console/example"
API = "/api/v1/gatherings/example"
TYPED = {
    "code": "FAIR", "name_zh": "B厅入口", "name_en": "Hall B", "kind": "session", "direction": "in", "admits": "session",
    "hall": "B", "session": "FAIR", "opens_at": "2026-10-16T08:00", "closes_at": "2026-10-16T09:30",
    "hands_out_zh": "资料袋", "hands_out_en": "a bag",
}  # fmt: skip


async def _world() -> Gathering:
    held = await cast.gathering()
    await Hall(id=uuid4(), gathering=held.id, code="B", name_zh="B厅", name_en="Hall B").save()
    await AgendaSession(
        id=uuid4(), gathering=held.id, code="FAIR", title_zh="招聘会", title_en="Job fair", starts_at=cast.NOW
    ).save()
    await Delegation(
        id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", name_en="America"
    ).save()
    return held


def _checked(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="checkbox"[^>]* name="(clause_\w+)" value="([^"]+)" checked>', text)


async def test_a_rule_is_made_line_by_line_and_said_in_a_sentence(browser: Browser) -> None:
    held = await _world()
    lines = {
        "clauses": "3", "clause_0_classes": "V", "clause_1_classes": "M", "clause_2_delegations": "D01",
        "clause_2_booked": "session:FAIR",
    }  # fmt: skip
    async with signed_in(browser, Role.ORGANIZER) as client:
        more = await client.post(f"{ROOT}/checkpoints/new", data=TYPED | {"do": "add_clause", "clauses": "0"})
        less = await client.post(f"{ROOT}/checkpoints/new", data=TYPED | lines | {"do": "remove_clause:1"})
        none = await Checkpoint.count()
        left = {
            "clauses": "2", "clause_0_classes": "V", "clause_1_delegations": "D01",
            "clause_1_booked": "session:FAIR",
        }  # fmt: skip
        made = await client.post(
            f"{ROOT}/checkpoints/new", data=TYPED | left | {"do": "save"}, follow_redirects=True
        )
        listed = (await client.get(f"{ROOT}/checkpoints")).text

    assert ('name="clause_0_classes"' in more.text, 'value="2026-10-16T08:00"' in more.text) == (True, True)
    assert _checked(less.text) == [
        ("clause_0_classes", "V"),
        ("clause_1_delegations", "D01"),
        ("clause_1_booked", "session:FAIR"),
    ]
    sentence = (
        "Guests of class VIP, or guests of delegation America who have booked Job fair, "
        "on 10-16 between 08:00 and 09:30, once at all doors of the session."
    )
    assert (none, sentence in less.text, sentence in made.text, sentence in listed) == (0, True, True, True)
    kept = await Checkpoint.objects().get(Checkpoint.gathering == held.id)
    assert kept is not None
    assert f"{kept.opens_at:%d %H:%M}" == "16 00:00"


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(browser: Browser) -> None:
    await _world()
    wrong = {"code": "", "opens_at": "tomorrow", "clauses": "2", "clause_0_classes": "V", "do": "save"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        answer = await client.post(f"{ROOT}/checkpoints/new", data=TYPED | wrong)

    assert answer.status_code == 422
    for text in (
        'id="error-code"',
        'id="error-opens_at"',
        "Choose somebody in this line",
        'value="B厅入口"',
        'value="tomorrow"',
    ):
        assert text in answer.text
    assert _checked(answer.text) == [("clause_0_classes", "V")]


async def test_a_checkpoint_is_closed_opened_moved_and_removed_by_buttons(browser: Browser) -> None:
    held = await cast.gathering()
    made = {code: await cast.checkpoint(held, code, kind="hall", position=n) for n, code in enumerate("ABC")}
    own = f"{ROOT}/checkpoints/{made['A'].id}"
    async with signed_in(browser, Role.ORGANIZER) as client:

        async def press(path: str, do: str) -> str:
            return (await client.post(path, data={"do": do}, follow_redirects=True)).text

        closed, opened = await press(f"{own}/state", "close"), await press(f"{own}/state", "open")
        moved = await press(f"{ROOT}/checkpoints/order", "down:A")
        removed = await press(f"{own}/state", "remove")

    assert ("It is closed" in closed, "It is open" in opened) == (True, True)
    assert re.findall(r'class="quiet nowrap">(\w)</span>', moved) == ["B", "A", "C"]
    assert re.findall(r'class="quiet nowrap">(\w)</span>', removed) == ["B", "C"]


async def test_the_code_of_a_scanner_is_shown_once_as_a_qr_that_enrols_it(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    data = {"name": "East door", "checkpoints": "REG", "expires_at": "2199-10-17T23:59"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        shown = await client.post(f"{ROOT}/devices", data=data)
        twice = await client.post(f"{ROOT}/devices", data=data)
        listed = (await client.get(f"{ROOT}/devices")).text
        link = re.findall(r'<a href="([^"]+/scan#[^"]+)"', shown.text)[0]
        code = link.split("#")[1]
        enrolled = await client.post("/api/v1/devices/enrol", json={"code": code})

    assert (shown.status_code, _read(shown.text)) == (200, link)
    assert (twice.status_code, "already a scanner" in twice.text, 'value="East door"' in twice.text) == (
        422,
        True,
        True,
    )
    assert (code in listed, "Not enrolled yet" in listed) == (False, True)
    assert (enrolled.status_code, enrolled.json()["device"]["name"]) == (200, "East door")
    assert code not in str(await fetch("SELECT * FROM device")) + str(
        await fetch("SELECT * FROM audit_entry")
    )


def _read(page: str) -> str:
    """What a phone reads from the picture on a page."""
    data = re.findall(r'src="data:image/png;base64,([^"]+)"', page)[0]
    picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("L")
    return str(zxingcpp.read_barcodes(picture)[0].text)


async def test_a_scanner_is_changed_revoked_and_let_in_again(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.checkpoint(held, "BUS", kind="bus")
    data = {"name": "East door", "checkpoints": "REG", "expires_at": "2199-10-17T23:59"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.post(f"{ROOT}/devices", data=data)
        (device,) = (await client.get(f"{API}/devices")).json()
        own = f"{ROOT}/devices/{device['id']}"
        over = await client.post(own, data=data | {"expires_at": "2020-01-01T00:00", "checkpoints": "BUS"})
        await client.post(own, data=data | {"name": "Bus 1", "checkpoints": ["BUS", "REG"]})
        changed = (await client.get(f"{API}/devices/{device['id']}")).json()
        revoked = (await client.post(f"{own}/revoke", data={}, follow_redirects=True)).text
        again = await client.post(f"{own}/again", data={})
        after = (await client.get(f"{API}/devices/{device['id']}")).json()

    assert (over.status_code, "This moment is over" in over.text) == (422, True)
    assert (changed["name"], sorted(changed["checkpoints"])) == ("Bus 1", ["BUS", "REG"])
    assert ("Revoked" in revoked, again.status_code, "/scan#" in again.text, after["state"]) == (
        True,
        200,
        True,
        "waiting",
    )


async def test_programs_set_up_doors_and_scanners(browser: Browser) -> None:
    await _world()
    point = {"code": "BUS1/START", "name_zh": "1号车", "kind": "bus", "rule": [{"booked": ["session:FAIR"]}]}
    async with signed_in(browser, Role.ORGANIZER) as client:
        made = await client.post(f"{API}/checkpoints?lang=en", json=point)
        wrong = await client.post(f"{API}/checkpoints", json=point | {"code": "X", "hall": "NONE"})
        no_shape = await client.post(f"{API}/checkpoints", json=point | {"rule": "all"})
        changed = await client.patch(
            f"{API}/checkpoints/BUS1/START?lang=en", json={"active": False, "admits": "daily", "rule": []}
        )
        one = await client.get(f"{API}/checkpoints/BUS1%2FSTART?lang=en")
        let = (
            await client.post(f"{API}/devices", json={"name": "Bus", "checkpoints": ["BUS1/START"]})
        ).json()
        revoked = await client.post(f"{API}/devices/{let['device']['id']}/revoke")
        gone = await client.delete(f"{API}/checkpoints/BUS1/START")
        missing = await client.get(f"{API}/checkpoints/BUS1/START")

    assert (made.status_code, made.json()["sentence"]) == (201, "Guests who have booked Job fair, once.")
    assert (wrong.status_code, list(wrong.json()["problems"])) == (422, ["hall"])
    assert (no_shape.status_code, list(no_shape.json()["problems"])) == (422, ["body"])
    assert one.json() == changed.json()
    assert (one.json()["active"], one.json()["sentence"]) == (False, "Everybody with a ticket, once a day.")
    assert let["address"].endswith(f"/scan#{let['code']}")
    assert revoked.json()["state"] == "revoked"
    assert (gone.status_code, missing.status_code) == (204, 404)


async def test_a_checkpoint_with_scans_is_not_removed_by_programs_either(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    await cast.scan(held, await text_of(held, ticket))
    async with signed_in(browser, Role.ORGANIZER) as client:
        removed = await client.delete(f"{API}/checkpoints/REG")
        turned = await client.patch(f"{API}/checkpoints/REG", json={"direction": "out"})
        listed = (await client.get(f"{API}/checkpoints")).json()

    assert (removed.status_code, turned.status_code) == (409, 409)
    assert [(one["code"], one["scans"], one["direction"]) for one in listed] == [("REG", 1, "in")]


async def test_the_way_to_a_hall_is_told_to_who_stands_at_the_wrong_door(browser: Browser) -> None:
    await _world()
    async with signed_in(browser, Role.ORGANIZER) as client:
        saved = await client.post(
            f"{ROOT}/halls",
            data={"B.name_en": "Hall B", "B.way_zh": "二楼左侧", "B.way_en": "second floor, left"},
        )
        long = await client.post(f"{ROOT}/halls", data={"B.way_en": "x" * 121})
        patched = await client.patch(f"{API}/halls", json={"B": {"way_en": "first floor"}})
        unknown = await client.patch(f"{API}/halls", json={"Z": {}})

    assert (saved.status_code, long.status_code, 'id="error-B.way_en"' in long.text) == (303, 422, True)
    (hall,) = patched.json()
    assert (hall["code"], hall["way_zh"], hall["way_en"]) == ("B", "二楼左侧", "first floor")
    assert (unknown.status_code, list(unknown.json()["problems"])) == (422, ["Z"])


PAGES = ("checkpoints", "checkpoints/new", "devices", "conflicts", "paper", "halls")
APIS = ("checkpoints", "devices", "conflicts", "halls")
MAY = {
    Role.ORGANIZER: ({*PAGES}, {*APIS}),
    Role.ADMINISTRATOR: ({"checkpoints", "checkpoints/new", "devices", "halls"}, {"devices", "halls"}),
    Role.GATE_STAFF: (set(), {"checkpoints", "halls"}),
    Role.LIAISON: (set(), {"checkpoints", "halls"}),
}


@pytest.mark.parametrize("role", list(Role))
async def test_only_who_sets_up_the_gathering_reaches_the_doors(browser: Browser, role: Role) -> None:
    await cast.gathering()
    async with signed_in(browser, role) as client:
        pages = {path: (await client.get(f"{ROOT}/{path}")).status_code for path in PAGES}
        apis = {path: (await client.get(f"{API}/{path}")).status_code for path in APIS}
        written = (await client.post(f"{API}/checkpoints", json={"code": "X", "name_zh": "门"})).status_code

    reached = tuple({path for path, status in told.items() if status == 200} for told in (pages, apis))
    assert reached == MAY.get(role, (set(), {"halls"}))
    assert {*pages.values(), *apis.values()} <= {200, 403}
    assert written == (201 if role in (Role.ORGANIZER, Role.ADMINISTRATOR) else 403)
