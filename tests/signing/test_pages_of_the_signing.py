"""The pages of agreements and of the ledger: what is typed is kept, the second of two editors sees both."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from event.people.tables import Role
from event.signing.queries import item_of, items_of
from tests import cast
from tests.signing.lists import LEDGER, SIGNING, agreement, take, with_agreements, with_some
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
ITEMS, LEDGER_PAGE = "/console/example/signing/items", "/console/example/signing/ledger"
FORM = {
    "revision": "1", "parties": "2", "do": "save", "code": "P01", "name_zh": "示例项目P01", "agreement_type": "investment_contract",
    "amount": "100000000", "currency": "CNY", "copies": "4", "text_state": "final", "party_0_organisation_zh": "示例县商务局",
    "party_0_is_host": "on", "party_0_name_zh": "卢虚构", "party_1_organisation_zh": "测试医药公司", "party_1_country": "US",
    "party_1_name_zh": "姚预演",
}  # fmt: skip


@pytest.fixture
async def officer(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """A signing officer at a browser."""
    async with signed_in(browser, Role.SIGNING_OFFICER) as client:
        yield client


async def test_the_second_editor_sees_both_and_saves_again(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement())

    await officer.post(f"{ITEMS}/P01", data=FORM)
    mine = FORM | {"revision": "2"}
    first = await officer.post(
        f"{ITEMS}/P01", data=mine | {"town": "示范镇", "text_state": "printed", "confidential": "on"}
    )
    second = await officer.post(f"{ITEMS}/P01", data=mine | {"town": "样板镇"})
    again = await officer.post(f"{ITEMS}/P01", data=FORM | {"town": "样板镇", "revision": "3"})

    assert (first.status_code, second.status_code, again.status_code) == (303, 409, 303)
    typed = second.text.split("What you typed")[1].split("</table>")[0]
    assert ("样板镇" in typed, "Confidential" in typed, "State of the text" in typed) == (True, False, False)
    for words in ("Somebody else was first", "示范镇", "样板镇", 'name="revision" value="3"'):
        assert words in second.text
    assert ((await item_of(held, "P01")).told.town, (await item_of(held, "P01")).revision) == ("样板镇", 4)


async def test_what_cannot_be_is_said_beside_what_was_typed(officer: httpx.AsyncClient) -> None:
    await with_some(agreement())
    wrong = FORM | {"amount": "viel", "currency": "USD", "party_1_registration_number": "123", "code": "P02"}

    page = await officer.post(f"{ITEMS}/new", data=wrong)
    more = await officer.post(f"{ITEMS}/new", data=wrong | {"do": "add_party"})
    fewer = await officer.post(f"{ITEMS}/new", data=wrong | {"do": "remove_party:1"})

    assert page.status_code == 422
    for part in ("error-amount", "error-rate", "error-party_1_registration_number", 'value="viel"'):
        assert part in page.text
    assert (
        more.status_code,
        'name="parties" value="3"' in more.text,
        'value="测试医药公司"' in more.text,
    ) == (200, True, True)
    assert 'name="parties" value="1"' in fewer.text


async def test_an_agreement_is_added_with_its_parties_listed_and_taken_off(
    officer: httpx.AsyncClient,
) -> None:
    held = await with_some()
    made = await officer.post(
        f"{ITEMS}/new", data=FORM | {"party_1_stand_in": "张示范", "party_1_card_printed": "on"}
    )
    listed = await officer.get(ITEMS)
    opened = await officer.get(f"{ITEMS}/P01")
    gone = await officer.post(f"{ITEMS}/P01/state", data={"do": "withdraw"})

    told = (await item_of(held, "P01")).told
    assert (made.status_code, told.parties[1].signatories[0].stand_in, told.parties[1].signatories[0].card_printed) == (
        303, "张示范", True,
    )  # fmt: skip
    assert "甲方 示例县商务局 (卢虚构)" in listed.text
    assert "人民币壹亿元整" in opened.text
    assert (gone.status_code, "示例项目P01" in (await officer.get(ITEMS)).text) == (303, False)


async def test_the_ledger_of_a_day_tells_rates_with_their_definitions(officer: httpx.AsyncClient) -> None:
    held = await with_agreements()
    await take("ledger", LEDGER.read_bytes(), held)

    page = await officer.get(LEDGER_PAGE, params={"on": "2027-10-17"})
    before = await officer.get(LEDGER_PAGE, params={"on": "2026-10-17"})
    wrong = await officer.get(LEDGER_PAGE, params={"on": "soon", "known_at": "then"})
    file = await officer.get("/console/example/signing/ledger.xlsx", params={"on": "2027-10-17"})

    for words in (
        "85.71 %",
        "71.43 %",
        "57.14 %",
        "28.57 %",
        "46.61 %",
        "54.45 %",
        "RMB 2.61 billion",
        "P01、P02、P03、P04",
    ):
        assert words in page.text
    assert ("0.00 %" in before.text, "the target is 80 %" in before.text) == (True, True)
    assert (wrong.status_code, "error-on" in wrong.text, "error-known_at" in wrong.text) == (422, True, True)
    assert (file.status_code, file.content[:2]) == (200, b"PK")


async def test_an_entry_is_written_corrected_and_struck_on_the_page(officer: httpx.AsyncClient) -> None:
    await with_some(agreement())
    own = f"{LEDGER_PAGE}/P01"
    signed = {"entry_kind": "stages", "do": "save", "day": "2026-10-16", "stage": "signed"}

    written = await officer.post(own, data=signed)
    back = await officer.post(own, data=signed | {"stage": "intent", "day": "2026-10-20"})
    wrong = await officer.post(own, data={"entry_kind": "funds", "do": "save", "day": "", "amount": "many"})
    entry = _entries(await _page(officer, own))[0]
    form = await officer.get(own, params={"correct": entry})
    right = await officer.post(own, data=signed | {"corrects": entry, "day": "2026-10-17"})
    struck = await officer.post(
        own, data=signed | {"corrects": _entries(await _page(officer, own))[0], "do": "strike"}
    )
    stands = await officer.post(
        own,
        data={
            "entry_kind": "follow-ups",
            "do": "save",
            "day": "2026-10-18",
            "progress": "按计划推进",
            "next_step": "办理用地",
        },
    )
    history = await _page(officer, own)

    assert [one.status_code for one in (written, back, wrong, right, struck, stands)] == [
        303,
        409,
        422,
        303,
        303,
        303,
    ]
    assert ("error-day" in wrong.text, "error-amount" in wrong.text, 'value="many"' in wrong.text) == (
        True,
        True,
        True,
    )
    assert f'name="corrects" value="{entry}"' in form.text
    assert [history.count(f">{word}<") for word in ("Corrected", "Struck")] == [2, 1]
    assert "办理用地" in history


async def _page(officer: httpx.AsyncClient, path: str) -> str:
    return (await officer.get(path)).text


def _entries(page: str) -> list[Any]:
    return re.findall(r"\?correct=([0-9a-f-]{36})", page)


async def test_a_list_is_looked_at_then_taken_in(officer: httpx.AsyncClient) -> None:
    held = await cast.gathering()
    own, file = "/console/example/signing/lists", {"file": ("list.xlsx", SIGNING.read_bytes())}

    shown = await officer.post(own, data={"kind": "signing", "do": "try"}, files=file)
    before = await items_of(held)
    taken = await officer.post(own, data={"kind": "signing", "do": "take"}, files=file)
    refused = await officer.post(own, data={"kind": "ledger", "do": "take"}, files=file)
    nothing = await officer.post(own, data={"kind": "ledger", "do": "take"})

    assert (shown.status_code, "40 new, 0 changed" in shown.text, before) == (200, True, [])
    assert (taken.status_code, len(await items_of(held))) == (303, 12)
    assert (refused.status_code, "This does not look like the expected list." in refused.text) == (422, True)
    assert (nothing.status_code, "Please choose a file." in nothing.text) == (422, True)


async def test_a_reader_without_the_right_sees_no_forms(browser: Browser, app: object) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.VIEWER) as client:
        assert {(await client.get(path)).status_code for path in (ITEMS, f"{ITEMS}/new", LEDGER_PAGE)} == {
            403
        }


async def test_a_party_has_several_signatories_who_come_and_go(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement())
    two = FORM | {
        "party_1_signatories": "2", "party_1_title_zh": "董事长", "party_1_1_name_zh": "张示范", "party_1_1_stand_in": "徐稿本",
        "party_1_1_card_printed": "on",
    }  # fmt: skip

    more = await officer.post(f"{ITEMS}/P01", data=two | {"do": "add_signatory:1"})
    wrong = await officer.post(f"{ITEMS}/P01", data=two | {"party_1_1_name_zh": "", "party_1_1_guest": "X-9"})
    saved = await officer.post(f"{ITEMS}/P01", data=two)
    both = (await item_of(held, "P01")).told.parties[1].signatories
    fewer = await officer.post(f"{ITEMS}/P01", data=two | {"do": "remove_signatory:1:0", "revision": "2"})
    last = await officer.post(
        f"{ITEMS}/P01",
        data=FORM | {"party_1_signatories": "1", "party_1_name_zh": "张示范", "revision": "2"},
    )

    assert [one.status_code for one in (more, wrong, saved, fewer, last)] == [200, 422, 303, 200, 303]
    assert 'name="party_1_signatories" value="3"' in more.text
    assert ('id="error-party_1_1_guest"' in wrong.text, "乙方 Number of the guest" in wrong.text) == (
        True,
        True,
    )
    assert [(one.name_zh, one.title_zh, one.stand_in, one.card_printed) for one in both] == [
        ("姚预演", "董事长", "", False), ("张示范", "", "徐稿本", True),
    ]  # fmt: skip
    assert (
        'id="field-party_1_name_zh" name="party_1_name_zh" type="text" value="张示范"' in fewer.text
    ) is True
    assert [one.name_zh for one in (await item_of(held, "P01")).told.parties[1].signatories] == ["张示范"]


async def test_the_history_has_money_to_the_cent_as_it_came_in(officer: httpx.AsyncClient) -> None:
    await with_some(agreement())
    funds = "/api/v1/gatherings/example/signing/items/P01/funds"
    dollars = {"amount": "1234567.89", "currency": "USD", "rate": "7.1234", "rate_date": "2026-10-09"}

    await officer.post(funds, json=dollars | {"day": "2026-10-14", "evidence": "进账单 3 号"})
    await officer.post(funds, json={"amount": "1234567.89", "day": "2026-10-14"})
    page = await officer.get(f"{LEDGER_PAGE}/P01?lang=en")

    assert re.findall(r'data-label="What it says"><span>(.*?)</span>', page.text) == [
        "RMB 1.23 million · CNY 1,234,567.89",
        "RMB 8.79 million · USD 1,234,567.89 @7.1234 (2026-10-09) · 进账单 3 号",
    ]
