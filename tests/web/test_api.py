"""Programs can do what pages can: sign in, set up, take in lists, scan, print, and read the figures."""

from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from litestar import Litestar
from openapi_spec_validator import validate

from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.mails import text_of
from event.settings import settings
from event.web.app import create_app
from tests import cast
from tests.printing.reading import texts
from tests.web.conftest import PASSWORD, Browser, signed_in

ROOT = "/api/v1/gatherings/example"
SCENARIO = Path(__file__).parents[1] / "scenario" / "data"


@pytest.fixture
async def program(browser: Browser):
    """A program that has signed in as an organizer and brings its token."""
    await add_user(
        "robot",
        name="robot",
        roles=[(Role.ORGANIZER, None)],
        by=COMMAND_LINE,
        now=cast.NOW,
        password=PASSWORD,
    )
    async with browser() as client:
        answer = await client.post("/api/v1/sign-in", json={"name": "robot", "password": PASSWORD})
        client.headers["authorization"] = f"Bearer {answer.json()['token']}"
        yield client


async def test_a_scan_is_answered_singly_and_a_batch_in_its_order(program) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    scan = {
        "id": str(uuid4()), "checkpoint": "REG", "ticket": await text_of(held, ticket),
        "scanned_at": "2026-10-15T09:00:00+08:00",
    }  # fmt: skip

    single = (await program.post("/api/v1/scans?lang=en", json=scan)).json()
    batch = (
        await program.post(
            f"{ROOT}/scans", json={"scans": [scan | {"id": str(uuid4()), "ticket": "no ticket"}, scan]}
        )
    ).json()

    assert {key: single[key] for key in ("verdict", "name_zh", "latin", "class_code", "sentence")} == {
        "verdict": "admitted", "name_zh": "林示例", "latin": "LIN Shili", "class_code": "G", "sentence": "Welcome.",
    }  # fmt: skip
    assert [(one["verdict"], one["reason"]) for one in batch["scans"]] == [
        ("refused", "unknown_ticket"),
        ("admitted", ""),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"), ({"id": 5}, "id"), ({"checkpoint": ""}, "checkpoint"), ({"ticket": 7}, "ticket"),
        ({"ticket": "x" * 2000}, "ticket"), ({"ticket": "a\x00b"}, "ticket"), ({"scanned_at": "now"}, "scanned_at"),
        ({"scanned_at": "2026-10-15T09:00:00"}, "scanned_at"), ({"scanned_at": "2126-10-15T09:00:00Z"}, "scanned_at"),
        ({"device": 3}, "device"),
    ],
)  # fmt: skip
async def test_a_scan_that_cannot_be_used_names_its_field(
    program, change: dict[str, object], field: str
) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    scan = {"id": str(uuid4()), "checkpoint": "REG", "ticket": "x", "scanned_at": "2026-10-15T09:00:00+08:00"}

    single = await program.post(f"{ROOT}/scans", json=scan | change)
    batch = await program.post(f"{ROOT}/scans", json=[scan, scan | change])

    assert (single.status_code, list(single.json()["problems"])) == (422, [field])
    assert (batch.status_code, list(batch.json()["problems"])) == (422, [f"scans[1].{field}"])


async def test_a_batch_has_at_most_five_hundred_scans_and_none_is_a_sign_of_life(program) -> None:
    await cast.gathering()

    many = await program.post(f"{ROOT}/scans", json={"scans": [{}] * 501})
    none = await program.post(f"{ROOT}/scans", json={"scans": []})

    assert (many.status_code, many.json()["problems"]) == (
        422,
        {"scans": "Send at most 500 scans at once; these are 501."},
    )
    assert (none.status_code, none.json()["scans"]) == (200, [])


async def test_a_guest_registers_and_staff_decide(program) -> None:
    await cast.gathering(review="by_staff")
    typed = {
        "name_zh": "林示例", "sex": "F", "residence": "US", "nationality": "US", "email": "lin@example.com",
        "phone": "+12125550100", "guest_class": "G", "consent": "on", "language": "en",
    }  # fmt: skip

    registered = await program.post(f"{ROOT}/guests", json=typed)
    guest = registered.json()["id"]
    waiting = (await program.get(f"{ROOT}/guests?standing=submitted&q=lsl")).json()
    approved = (await program.post(f"{ROOT}/guests/{guest}/approve")).json()
    again = await program.post(f"{ROOT}/guests/{guest}/approve")
    withdrawn = (await program.post(f"{ROOT}/guests/{guest}/withdraw", json={"reason": "ill"})).json()

    assert (registered.status_code, waiting["total"]) == (201, 1)
    assert (approved, again.status_code, withdrawn) == (
        {"standing": "approved"},
        409,
        {"standing": "withdrawn"},
    )


async def test_lists_come_in_and_go_out_and_documents_are_printed(program) -> None:
    await cast.gathering()
    content = (SCENARIO / "guests.xlsx").read_bytes()

    dry = (await program.post(f"{ROOT}/imports/guests?dry_run=true", content=content)).json()
    done = (await program.post(f"{ROOT}/imports/guests", content=content)).json()
    listed = await program.get(f"{ROOT}/exports/guests")
    badges = await program.get(f"{ROOT}/documents/badges-four-up?class_code=V")
    figures = (await program.get(f"{ROOT}/figures")).json()

    assert (dry["written"], done["written"], dry["counts"]) == (False, True, done["counts"])
    assert listed.content[:2] == b"PK"
    assert len(texts(badges.content)) == 6
    assert (figures["registered"], figures["countries"], figures["regions"]) == (230, 20, 3)


async def test_unknown_lists_and_documents_name_the_known_ones(program) -> None:
    await cast.gathering()

    wrong_list = await program.post(f"{ROOT}/imports/rooms", content=b"")
    wrong_document = await program.get(f"{ROOT}/documents/poster")
    empty = await program.post(f"{ROOT}/imports/guests", content=b"")

    assert (wrong_list.status_code, wrong_document.status_code, empty.status_code) == (404, 404, 422)
    assert (
        wrong_list.json()["detail"]
        == "There is no list “rooms”. Known: guests, changes, agenda, staff, checkpoints, visit, tickets, jobfair, scans, hotels, transfers, signing, ledger, tasks, feedback."
    )


async def test_the_api_is_described_only_where_a_setting_says_so(
    app: Litestar, browser: Browser, monkeypatch
) -> None:
    async with browser() as client:
        assert (await client.get("/schema/openapi.json")).status_code == 404
    monkeypatch.setenv("EVENT_API_SCHEMA", "true")
    settings.cache_clear()

    described = msgspec.json.decode(msgspec.json.encode(create_app().openapi_schema.to_schema()))

    settings.cache_clear()
    validate(described)
    assert [path for path in described["paths"] if not path.startswith("/api/v1/")] == []


async def test_registration_is_opened_and_the_gathering_set_up_in_the_console(browser: Browser) -> None:
    await cast.gathering(registration_opens=None)
    async with signed_in(browser, Role.ORGANIZER) as client:
        closed = (await client.get("/g/example/register")).status_code
        await client.post("/console/example/settings/registration", data={"switch": "open"})
        opened = (await client.get("/g/example/register")).status_code
        wrong = await client.post("/console/example/settings", data={"title_zh": "", "title_en": "Kept"})
        await client.post("/console/example/settings/registration", data={"switch": "close"})
        closed_again = (await client.get("/g/example/register")).status_code

    assert (closed, opened, closed_again) == (409, 200, 409)
    assert (wrong.status_code, 'value="Kept"' in wrong.text) == (422, True)
