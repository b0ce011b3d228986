"""A gathering is set up in steps that can be left and skipped, taken over from another, and practised with."""

import io
import json
import re

import pypdfium2
import pytest
import zxingcpp

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.first import first_code
from event.people.tables import Role
from event.registration.inviting.operations import invitation_path
from event.registration.inviting.tables import Invitation
from event.registration.mails import guest_path, text_of
from event.registration.tables import Ticket
from event.settings import settings
from tests import cast
from tests.web.conftest import PASSWORD, Browser, signed_in

ROOT = "/console/example/set-up"
TYPED = {"title_zh": "2027示例县侨商大会", "first_day": "2027-10-15", "last_day": "2027-10-17"}
ME = {"sign_in_name": "wang", "name": "王示例", "password": PASSWORD, "again": PASSWORD}


async def _states() -> dict[str, str]:
    return {
        row["step"]: row["state"] for row in await fetch("SELECT step, state FROM set_up_step ORDER BY step")
    }


async def test_only_who_saw_the_servers_code_becomes_the_first_user_and_only_once(browser: Browser) -> None:
    async with browser() as client:
        wrong = await client.post("/begin", data=ME | {"code": "AAAA-AAAA-AAAA-AAAA"})
        right = await client.post("/begin", data=ME | {"code": first_code()})
        again = await client.post("/begin", data=ME | {"code": first_code(), "sign_in_name": "li"})
        page = await client.get("/begin")

    assert (wrong.status_code, right.status_code, right.headers["location"]) == (422, 303, "/console/new")
    assert (again.headers["location"], page.headers["location"]) == ("/sign-in", "/sign-in")
    rows = await fetch(
        'SELECT u.sign_in_name, r.role FROM users u JOIN user_role r ON r."user" = u.id ORDER BY 2'
    )
    assert [tuple(row) for row in rows] == [("wang", "administrator"), ("wang", "organizer")]


async def test_organizers_and_administrators_found_a_gathering_and_others_do_not(browser: Browser) -> None:
    told = {}
    for role in (Role.ORGANIZER, Role.ADMINISTRATOR, Role.VIEWER, Role.GATE_STAFF):
        async with signed_in(browser, role) as client:
            told[role] = (await client.post("/console/new", data=TYPED)).status_code

    assert told == {Role.ORGANIZER: 303, Role.ADMINISTRATOR: 303, Role.VIEWER: 403, Role.GATE_STAFF: 403}
    assert [row["number"] for row in await fetch("SELECT number FROM gathering ORDER BY number")] == [1, 2]


async def test_a_step_that_is_left_keeps_what_was_typed_and_one_that_is_done_stays_done(
    browser: Browser,
) -> None:
    await cast.gathering()
    lines = {
        "hall_lines": "3",
        "hall_0_name_zh": "主会场",
        "hall_0_capacity": "many",
        "hall_2_name_zh": "B厅",
    }
    async with signed_in(browser, Role.ORGANIZER) as client:
        wrong = await client.post(f"{ROOT}/halls", data=lines)
        later = await client.get(f"{ROOT}/halls")
        skipped = await client.post(f"{ROOT}/languages", data={"do": "skip"})
        before = await _states()
        right = await client.post(f"{ROOT}/halls", data=lines | {"hall_0_capacity": "450"})
        await client.post(f"{ROOT}/halls/draft", data=lines)
        dashboard = await client.get("/console/example")

    assert wrong.status_code == 422
    assert "error-hall_0_capacity" in wrong.text
    assert 'value="many"' in later.text
    assert skipped.headers["location"] == f"{ROOT}/halls"
    assert before == {"halls": "begun", "languages": "skipped"}
    assert right.headers["location"] == f"{ROOT}/classes"
    assert await _states() == {"halls": "done", "languages": "skipped"}
    assert "Still to set up: 5 of 7 steps" in dashboard.text
    assert [tuple(row) for row in await fetch("SELECT code, name_zh, capacity FROM hall ORDER BY code")] == [
        ("H1", "主会场", 450), ("H2", "B厅", None),
    ]  # fmt: skip


async def test_guests_are_offered_the_languages_that_were_chosen(browser: Browser) -> None:
    guest, _ = await cast.lin(await cast.gathering())
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.post(f"{ROOT}/languages", data={"languages": "en"})
        invited = {"people": "陈示例 <chen@example.com>", "kind": "personal", "expires_on": "2099-01-01"}
        await client.post("/console/example/invitations", data=invited)
        letters = (await client.get("/console/example/invitations")).text
    invitation = await Invitation.objects().get(Invitation.email == "chen@example.com")
    assert invitation is not None
    async with browser(**{"accept-language": "zh-Hant"}) as client:
        own, link = guest_path(guest.id), invitation_path(invitation)
        texts = [(await client.get(path)).text for path in ("/g/example", own, f"{own}/edit", link)]

    assert ['<html lang="zh-Hans">' in text for text in texts] == [True] * 4
    offered = [
        [code for code in ("zh-Hans", "zh-Hant", "en") if f'hreflang="{code}"' in text] for text in texts
    ]
    assert offered == [["zh-Hans", "en"]] * 4
    assert ('<option value="en"' in letters, '<option value="zh-Hant"' in letters) == (True, False)


async def test_an_english_title_that_is_missing_is_asked_for_with_the_languages(browser: Browser) -> None:
    held = await cast.gathering()
    await Gathering.update({Gathering.title_en: ""}).where(Gathering.id == held.id)
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(f"{ROOT}/languages")).text
        await client.post(f"{ROOT}/languages", data={"languages": "en", "title_en": "Example Gathering"})
        after = (await client.get(f"{ROOT}/languages")).text

    assert ("field-title_en" in before, "field-title_en" in after) == (True, False)
    assert [row["title_en"] for row in await fetch("SELECT title_en FROM gathering")] == ["Example Gathering"]


async def test_what_is_wrong_is_named_by_its_field_or_by_line_and_column(browser: Browser) -> None:
    await cast.gathering()
    halls = {
        "hall_lines": "2",
        "hall_0_name_zh": "主会场",
        "hall_0_capacity": "many",
        "hall_1_capacity": "20",
    }
    mail = {"reply_to": "office", "trial_to": "wang@", "do": "trial"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        told = [
            (await client.post(f"{ROOT}/{step}?lang=en", data=typed)).text
            for step, typed in (("halls", halls), ("mail", mail))
        ]

    assert [re.findall(r'<li><a href="#field-[^"]+">([^<]+)</a>', text) for text in told] == [
        [
            "Line 1 · Seats: Please give a number of 1 or more, or nothing.",
            "Line 2 · Name in Chinese: Please fill this in.",
        ],
        [
            "Answers go to: This is not an address mail can be sent to.",
            "Send a test to: This is not an address mail can be sent to.",
        ],
    ]
    assert 'value="many"' in told[0]
    assert 'value="wang@"' in told[1]


async def test_without_a_mail_server_no_page_says_that_mails_go_out(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = await client.post(f"{ROOT}/mail", data={"trial_to": "wang@example.com", "do": "trial"})
        trial = (await client.get(sent.headers["location"])).text
        pages = [
            (await client.get(f"/console/example/{path}")).text for path in ("set-up", "mail", "invitations")
        ]

    kept = "No mail server is set yet: mails are kept on this server and reach nobody."
    assert "The trial to wang@example.com was written, and stays on this server: it reaches nobody." in trial
    assert "took the trial" not in trial
    assert [kept in text for text in pages] == [True] * 3


async def test_a_mail_server_that_does_not_answer_is_told_where_the_trial_was_sent(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENT_SMTP_URL", "smtp://localhost:9")
    settings.cache_clear()
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.post(f"{ROOT}/mail", data={"trial_to": "wang@example.com", "do": "trial"})
        waits = (await client.get(f"{ROOT}/mail")).text
        await fetch("UPDATE mail SET last_error = 'Connection refused'")
        told = (await client.get(f"{ROOT}/mail")).text
    settings.cache_clear()

    assert "The trial to wang@example.com: Waiting to be sent." in waits
    assert "The trial to wang@example.com did not go out. What was said: Connection refused" in told


async def test_the_list_of_steps_leads_to_the_next_one_and_then_to_the_first_badge(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        steps = {
            "halls": {"hall_lines": "0"},
            "classes": {"class_lines": "0", "do": "skip"},
            "checkpoints": {},
        }
        for step, typed in steps.items():
            await client.post(f"{ROOT}/{step}", data=typed)
        begun = (await client.get(ROOT)).text
        for step in ("gathering", "languages", "mail", "users"):
            await client.post(f"{ROOT}/{step}", data={"do": "skip"})
        done = (await client.get(ROOT)).text

    strong = [re.findall(r'<a class="button" href="([^"]+)"', text) for text in (begun, done)]
    assert strong == [[f"{ROOT}/gathering"], ["/console/example/walk-in"]]
    assert "Take over from another gathering" not in begun


async def test_a_class_with_guests_stays(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        lines = {
            "class_lines": "1",
            "class_0_used": "on",
            "class_0_code": "V",
            "class_0_name_zh": "贵宾",
            "class_0_colour": "#b3261e",
        }
        answer = await client.post(f"{ROOT}/classes", data=lines)

    assert answer.status_code == 422
    assert "There are guests of this class: it cannot be removed." in answer.text
    assert len(await fetch("SELECT 1 FROM guest_class")) == 8


async def test_a_class_named_by_a_checkpoint_stays_until_it_is_taken_out_there(browser: Browser) -> None:
    held = await cast.gathering()
    for code, rule in (
        ("GATE", [{"classes": ["V", "M"]}, {"classes": ["G"]}]),
        ("HALL", [{"classes": ["G"]}]),
    ):
        await cast.checkpoint(held, code=code, name_zh="贵宾口", rule=json.dumps(rule))
    left = [{"code": "G", "name_zh": "嘉宾"}]
    async with signed_in(browser, Role.ORGANIZER) as client:
        program = await client.put("/api/v1/gatherings/example/classes", json=left)
        lines = {"class_lines": "1", "class_0_used": "on", "class_0_code": "G", "class_0_name_zh": "嘉宾"}
        page = await client.post(f"{ROOT}/classes", data=lines | {"class_0_colour": "#b3261e"})
        await fetch("UPDATE checkpoint SET rule = '[]' WHERE code = 'GATE'")
        afterwards = await client.put("/api/v1/gatherings/example/classes", json=left)

    said = "Checkpoints name a class that you removed in their rules. Take it out there first. "
    named = "V: GATE 贵宾口; M: GATE 贵宾口"
    assert (program.status_code, program.json()["problems"]) == (422, {"classes": said + named})
    assert page.status_code == 422
    assert said + named in page.text
    assert [one["code"] for one in afterwards.json()] == ["G"]


async def test_organizers_add_colleagues_here_and_no_administrators(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        lines = {"user_lines": "1", "user_0_name": "李例", "user_0_sign_in_name": "li"}
        refused = await client.post(f"{ROOT}/users", data=lines | {"user_0_role": "administrator"})
        added = await client.post(f"{ROOT}/users", data=lines | {"user_0_role": "liaison"})

    assert (refused.status_code, added.status_code) == (422, 200)
    rows = await fetch('SELECT r.role, g.slug FROM user_role r JOIN users u ON u.id = r."user"'
                       " JOIN gathering g ON g.id = r.gathering WHERE u.sign_in_name = 'li'")  # fmt: skip
    assert [tuple(row) for row in rows] == [("liaison", "example")]


async def test_a_set_up_is_taken_over_once(browser: Browser) -> None:
    old = await cast.gathering(slug="old")
    await cast.checkpoint(old)
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        wanted = {"source": "old", "part": ["classes", "checkpoints"]}
        first = await client.post(f"{ROOT}/copy", data=wanted)
        second = await client.post(f"{ROOT}/copy", data=wanted)

    assert (first.status_code, second.status_code) == (303, 422)
    assert "This gathering has some of these already: Checkpoints." in second.text
    assert len(await fetch("SELECT 1 FROM checkpoint")) == 2


async def test_practice_says_so_on_its_pages_and_papers_and_goes_again(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        made = (await client.post("/console/example/practice", data={"do": "sample"})).headers["location"]
        page = await client.get(made)
        slug = made.rpartition("/")[2]
        guest = (
            await fetch(
                "SELECT g.id FROM guest g JOIN gathering h ON h.id = g.gathering WHERE h.slug = $1 AND g.standing = 'approved' LIMIT 1",
                slug,
            )
        )[0]
        practice, ticket = (
            await Gathering.objects().get(Gathering.slug == slug),
            await Ticket.objects().get(Ticket.guest == guest["id"]),
        )
        assert practice is not None
        assert ticket is not None
        text = await text_of(practice, ticket)
        printed = await client.post(f"{made}/print/badges/new", data={"guest": str(guest["id"])})
        paper = (await client.get(f"{printed.headers['location']}/file")).content
        real = await client.post("/console/example/practice", data={"do": "remove"})
        unsure = await client.post(f"{made}/practice", data={"do": "remove", "typed": "example"})
        again = await client.post(f"{made}/practice", data={"do": "again"})
        gone = await client.post(f"{made}/practice", data={"do": "remove", "typed": slug})

    assert "This is practice. Nothing here counts." in page.text
    picture = pypdfium2.PdfDocument(io.BytesIO(paper))[0].render(scale=3).to_pil().convert("RGB")
    assert (255, 168, 153) in {colour for _, colour in picture.getcolors(2**24) or []}
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [text]
    assert (unsure.status_code, again.status_code, real.status_code, gone.status_code) == (422, 303, 409, 303)
    assert f"Please type {slug} as it is written here. Nothing was changed." in unsure.text
    assert [one.slug for one in await Gathering.objects()] == ["example"]


async def test_the_import_page_says_the_order_what_is_in_and_recognises_a_list(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    tickets = "ticket_no,holder_no,holder_type,holder_name,class_code,badge_no,issued_at\n"
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get("/console/example/import")).text
        known = await client.post(
            "/console/example/import", data={"kind": "by_itself"}, files={"file": ("t.csv", tickets)}
        )
        unknown = await client.post(
            "/console/example/import", data={"kind": "by_itself"}, files={"file": ("t.csv", "a,b\n1,2\n")}
        )
        api = await client.post(
            "/api/v1/gatherings/example/imports/by_itself?dry_run=true&file_name=t.csv", content=b"a,b\n1,2\n"
        )

    assert [one.split("<")[0].strip() for one in page.split('data-label="List">')[1:4]] == [
        "1. Guest list (reply forms)", "2. Programme with halls and checkpoints", "3. Checkpoints",
    ]  # fmt: skip
    assert (known.status_code, unknown.status_code, api.status_code) == (303, 422, 404)
    assert [row["kind"] for row in await fetch("SELECT kind FROM import_run")] == ["tickets"]


async def test_programs_set_a_gathering_up(browser: Browser) -> None:
    async with signed_in(browser, Role.ORGANIZER) as client:
        made = await client.post("/api/v1/gatherings", json=TYPED)
        root = f"/api/v1/gatherings/{made.json()['gathering']}"
        halls = (await client.put(f"{root}/halls", json=[{"name_zh": "主会场", "house": "会展中心"}])).json()
        classes = (await client.put(f"{root}/classes", json=[{"code": "g", "name_zh": "嘉宾"}])).json()
        languages = (await client.put(f"{root}/languages", json=["en"])).json()
        sender = await client.put(f"{root}/sender", json={"reply_to": "nowhere"})
        steps = (await client.get(f"{root}/set-up")).json()
        practice = (await client.post(f"{root}/practice")).json()["gathering"]
        again = await client.post(f"/api/v1/gatherings/{practice}/practice/reset")
        gone = await client.post(f"/api/v1/gatherings/{practice}/practice/remove")
        real = await client.post(f"{root}/practice/remove")

    assert made.status_code == 201
    assert halls == [
        {"name_zh": "主会场", "code": "H1", "name_en": "", "house": "会展中心", "capacity": None}
    ]
    assert [one["code"] for one in classes] == ["G"]
    assert (languages, sender.status_code, steps) == (["zh-Hans", "en"], 422, [
        {"step": step, "state": "done" if step == "gathering" else ""}
        for step in ("gathering", "languages", "halls", "classes", "checkpoints", "mail", "users")
    ])  # fmt: skip
    assert (again.status_code, gone.status_code, real.status_code) == (204, 204, 409)
