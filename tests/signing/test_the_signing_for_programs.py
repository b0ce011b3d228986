"""The signing through the API: amounts as texts, revisions, entries and corrections, figures, for who may."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.signing.ledger.forms import FollowUpTold, StageEntryTold
from event.signing.ledger.operations import add_entry
from event.signing.ledger.reminding import remind_overdue
from event.signing.operations import change_rules
from tests import cast
from tests.signing.lists import LEDGER, SIGNING, agreement, with_some
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
ROOT = "/api/v1/gatherings/example/signing"
AGREEMENT: dict[str, Any] = {
    "code": "P06", "name_zh": "电子元件生产线", "agreement_type": "investment_contract", "amount": "24000000",
    "currency": "USD", "rate": "7.0000", "rate_date": "2026-10-09",
    "parties": [
        {"organisation_zh": "示例县人才工作局", "is_host": True, "signatories": [{"name_zh": "马例证"}]},
        {"organisation_zh": "示例新材料有限公司", "country": "SG", "signatories": [{"name_zh": "周测试"}]},
    ],
}  # fmt: skip


@pytest.fixture
async def officer(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """A signing officer's program."""
    await cast.gathering()
    async with signed_in(browser, Role.SIGNING_OFFICER) as client:
        yield client


async def test_an_agreement_is_added_read_changed_and_withdrawn(officer: httpx.AsyncClient) -> None:
    made = await officer.post(f"{ROOT}/items", json=AGREEMENT)
    told = made.json()["told"]
    changed = await officer.put(f"{ROOT}/items/P06", params={"revision": 1}, json=told | {"town": "示范镇"})
    late = await officer.put(f"{ROOT}/items/P06", params={"revision": 1}, json=told | {"town": "样板镇"})
    wrong = await officer.put(f"{ROOT}/items/P06", params={"revision": 2}, json=told | {"rate": None})
    changes = (await officer.get(f"{ROOT}/items/P06/changes")).json()

    view = made.json()
    assert (made.status_code, view["yuan"], view["rmb_yi"], view["said"], view["in_capitals"]) == (
        201, "168000000.00000000", "1.68", "RMB 168 million", "人民币壹亿陆仟捌佰万元整",
    )  # fmt: skip
    assert (told["amount"], told["rate"], view["countries"]) == ("24000000.00", "7.000000", ["Singapore"])
    assert (view["stage_left_to_right"], view["audience_left_to_right"]) == (["甲", "乙"], ["乙", "甲"])
    assert (changed.status_code, changed.json()["revision"]) == (200, 2)
    assert (late.status_code, late.json()["detail"][:58]) == (
        409, "user-signing-officer has changed this since you opened it:",
    )  # fmt: skip
    assert (wrong.status_code, list(wrong.json()["problems"])) == (422, ["rate"])
    assert [(one["revision"], one["changes"].get("town")) for one in changes] == [
        (2, ["", "示范镇"]),
        (1, None),
    ]
    assert (await officer.delete(f"{ROOT}/items/P06")).status_code == 204
    assert (await officer.get(f"{ROOT}/items")).json() == []


async def test_the_lists_come_in_and_the_ledger_of_any_day_goes_out(officer: httpx.AsyncClient) -> None:
    dry = await officer.post(
        f"{ROOT}/imports/signing", params={"dry_run": True}, content=SIGNING.read_bytes()
    )
    await officer.post(f"{ROOT}/imports/signing", content=SIGNING.read_bytes())
    await officer.post(f"{ROOT}/imports/ledger", content=LEDGER.read_bytes())
    on = {"on": "2027-10-17"}
    ledger = (await officer.get(f"{ROOT}/ledger", params=on)).json()
    earlier = (await officer.get(f"{ROOT}/ledger", params={"on": "2027-01-10"})).json()
    figures = (await officer.get(f"{ROOT}/figures", params=on)).json()
    file = await officer.get(f"{ROOT}/ledger.xlsx", params=on)
    again = await officer.post(f"{ROOT}/imports/ledger", content=file.content)
    history = (await officer.get(f"{ROOT}/items/P07/history")).json()

    assert (dry.json()["counts"]["create"], dry.json()["written"]) == (40, False)
    assert {one["code"]: (one["stage"], one["funds"]) for one in ledger} == {
        "P01": ("started", "620000000.00"), "P02": ("producing", "980000000.00"), "P03": ("started", "410000000.00"),
        "P04": ("producing", "520000000.00"), "P05": ("registered", "30000000.00"), "P06": ("approved", "50000000.00"),
        "P07": ("terminated", "0.00"),
    }  # fmt: skip
    assert {one["code"]: one["stage"] for one in earlier} == {
        "P01": "approved", "P02": "registered", "P03": "registered", "P04": "registered", "P05": "registered",
        "P06": "registered", "P07": "signed",
    }  # fmt: skip
    assert {stage: (one["numerator"], one["denominator"], one["percent"]) for stage, one in figures["landed"].items()} == {
        "registered": ("6", "7", "85.71"), "approved": ("5", "7", "71.43"), "started": ("4", "7", "57.14"),
        "producing": ("2", "7", "28.57"),
    }  # fmt: skip
    assert (figures["funds"]["percent"], figures["funds_of_contracts"]["percent"], figures["performed"]["percent"]) == (
        "46.61", "54.45", "85.71",
    )  # fmt: skip
    assert figures["performed"]["definition"] == "Signed and not terminated ÷ signed investment items"
    assert again.json()["counts"] == {"create": 0, "update": 0, "skip": 91, "refuse": 0}
    assert [one["said"]["stage"] for one in history if one["kind"] == "stage_entry"] == [
        "terminated",
        "signed",
    ]


async def test_an_entry_is_added_corrected_and_struck(officer: httpx.AsyncClient) -> None:
    await officer.post(f"{ROOT}/items", json=AGREEMENT)
    signed = await officer.post(f"{ROOT}/items/P06/stages", json={"stage": "signed", "day": "2026-10-16"})
    money = await officer.post(f"{ROOT}/items/P06/funds", json={"amount": "500000.50", "day": "2026-10-20"})
    right = await officer.post(
        f"{ROOT}/items/P06/funds",
        params={"corrects": money.json()["id"]},
        json={"amount": "50", "day": "2026-10-20"},
    )
    twice = await officer.post(
        f"{ROOT}/items/P06/funds",
        params={"corrects": money.json()["id"]},
        json={"amount": "5", "day": "2026-10-20"},
    )
    struck = await officer.delete(f"{ROOT}/items/P06/stages/{signed.json()['id']}")
    to_come = await officer.post(f"{ROOT}/items/P06/stages", json={"stage": "signed", "day": "2090-01-01"})
    unknown = await officer.post(f"{ROOT}/items/P06/wishes", json={})
    history = (await officer.get(f"{ROOT}/items/P06/history")).json()

    assert [one.status_code for one in (signed, money, right, twice, struck, to_come, unknown)] == [
        201, 201, 201, 409, 200, 422, 404,
    ]  # fmt: skip
    assert [(one["kind"], one["state"], one["said"].get("amount")) for one in history] == [
        ("stage_entry", "struck", None), ("fund_entry", "holds", "50.00"), ("fund_entry", "corrected", "500000.50"),
        ("stage_entry", "corrected", None),
    ]  # fmt: skip
    (line,) = (await officer.get(f"{ROOT}/ledger")).json()
    assert (line["stage"], line["funds"]) == (None, "50.00")


async def test_a_stage_that_cannot_be_is_refused_in_words_of_the_reader(officer: httpx.AsyncClient) -> None:
    await officer.post(f"{ROOT}/items", json=AGREEMENT)
    await officer.post(f"{ROOT}/items/P06/stages", json={"stage": "signed", "day": "2026-10-16"})

    told = [
        (await officer.post(f"{ROOT}/items/P06/stages", json={"stage": "intent", "day": "2026-10-17"}, headers={"accept-language": language})).json()["detail"]
        for language in ("en", "zh-CN")
    ]  # fmt: skip

    assert told[0].split(". ")[0] == "2026-10-17: Intent cannot follow the stages before it"
    assert told[1][:14] == "2026-10-17：意向不"


async def test_types_batches_and_projects_are_kept(officer: httpx.AsyncClient) -> None:
    types = await officer.put(f"{ROOT}/types", json={"code": "lease", "name_zh": "租赁", "name_en": "Lease"})
    batch = await officer.post(
        f"{ROOT}/batches",
        json={
            "number": 1,
            "starts_at": "2026-10-16T10:30:00+08:00",
            "witnesses": [{"name": "施范本", "title": "县长"}],
        },
    )
    project = await officer.post(
        f"{ROOT}/projects",
        json={"code": "X1", "name_zh": "陶瓷产业园", "planned_investment": "300000000", "town": "示范镇"},
    )
    item = AGREEMENT | {"agreement_type": "lease", "batch": 1, "project": "X1", "rate": "7"}
    made = await officer.post(f"{ROOT}/items", json=item)

    assert [one["code"] for one in types.json()][-1] == "lease"
    assert (made.status_code, made.json()["counts_as_investment"]) == (201, False)
    assert (batch.json()["told"]["witnesses"], project.json()["told"]["planned_investment"]) == (
        [{"name": "施范本", "title": "县长"}], "300000000.00",
    )  # fmt: skip
    assert (await officer.get(f"{ROOT}/batches")).json()[0]["items"] == ["P06"]
    assert (await officer.get(f"{ROOT}/projects")).json()[0]["items"] == ["P06"]
    assert (await officer.delete(f"{ROOT}/types/lease")).status_code == 409
    assert (await officer.delete(f"{ROOT}/types/donation")).status_code == 204


@pytest.mark.parametrize("role", list(Role))
async def test_only_the_signing_officer_and_organizers_come_in(browser: Browser, role: Role) -> None:
    await with_some(agreement())
    async with signed_in(browser, role) as client:
        read = [
            (await client.get(path)).status_code
            for path in (
                f"{ROOT}/items", f"{ROOT}/ledger", f"{ROOT}/figures", f"{ROOT}/items/P01/history",
                "/api/v1/gatherings/example/reports/signed-amount", "/console/example/reports/signatories-missing",
            )
        ]  # fmt: skip
        figures = [
            (await client.get(path)).status_code
            for path in (
                "/api/v1/gatherings/example/reports/signed-by-type", "/console/example/reports/projects-landed",
            )
        ]  # fmt: skip
        written = (
            await client.post(f"{ROOT}/items/P01/stages", json={"stage": "signed", "day": "2026-10-16"})
        ).status_code
        reports = (await client.get("/api/v1/gatherings/example/reports")).json()

    may = role in (Role.ORGANIZER, Role.SIGNING_OFFICER)
    sees_figures = may or role in (Role.VIEWER, Role.ADMINISTRATOR)
    assert (set(read), written) == (({200}, 201) if may else ({403}, 403))
    assert set(figures) == ({200} if sees_figures else {403})
    assert ("signed-by-type" in reports, "landed" in reports) == (
        sees_figures,
        role in (Role.ORGANIZER, Role.LIAISON),
    )


async def test_who_is_responsible_is_reminded_of_overdue_steps_once_a_day(db: str) -> None:
    held = await with_some(agreement("P01"), agreement("P02"), agreement("P03"), agreement("P04"))
    who = {"gathering": held, "by": COMMAND_LINE, "now": cast.NOW}
    late, day = cast.NOW.date() - timedelta(days=3), cast.NOW.date() - timedelta(days=20)
    told = FollowUpTold(
        day=day, next_step="办理用地手续", due_on=late, responsible_leader="秦试", remind_to="qin@example.com"
    )
    await add_entry("P01", told, **who)
    await add_entry("P02", told, **who)
    await add_entry("P03", FollowUpTold(day=day, next_step="办理环评", due_on=late), **who)
    await add_entry("P04", told, **who)
    for stage in ("signed", "terminated"):
        await add_entry("P04", StageEntryTold(stage=stage, day=day), **who)
    await change_rules(
        landed_from="registered", target_percent=Decimal(80), remind_to="office@example.com", **who
    )

    first = await remind_overdue(held, by=COMMAND_LINE, now=cast.NOW)
    again = await remind_overdue(held, by=COMMAND_LINE, now=cast.NOW + timedelta(hours=1))
    next_day = await remind_overdue(held, by=COMMAND_LINE, now=cast.NOW + timedelta(days=1))

    assert (first, again, next_day) == (2, 0, 2)
    mails = await fetch(
        "SELECT recipient, convert_from(message, 'UTF8') AS text FROM mail ORDER BY created_at, recipient"
    )
    assert [row["recipient"] for row in mails] == ["office@example.com", "qin@example.com"] * 2
