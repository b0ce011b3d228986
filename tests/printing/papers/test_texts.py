"""The office writes its texts in three languages; nobody overwrites another, and wrong fields are named."""

import asyncio

import pytest

from event.comparing import ChangedSince, mark
from event.database import fetch
from event.errors import Invalid
from event.people.rules import SYSTEM
from event.people.tables import Role
from event.printing.papers.errors import UnknownPart
from event.printing.papers.texts import leave_out, texts_of, write_texts
from tests import cast
from tests.printing.papers.making import write
from tests.web.conftest import Browser, signed_in

PAGE = "/console/example/print/handbook-texts"
ROOT = "/api/v1/gatherings/example/handbook"


async def test_traditional_characters_are_made_where_none_were_written_and_english_never(db: str) -> None:
    held = await cast.gathering()
    await write(held, {"welcome": "欢迎侨胞", "notes": "请带证件"})
    await write(held, {"notes": "請攜帶證件"}, language="zh-Hant")

    told = await texts_of(held)

    assert [told.said(part, language) for part in ("welcome", "notes") for language in ("zh-Hans", "zh-Hant", "en")] == [
        "欢迎侨胞", "歡迎僑胞", "", "请带证件", "請攜帶證件", "",
    ]  # fmt: skip


async def test_an_empty_text_is_taken_away_and_the_trail_says_which_were_written(db: str) -> None:
    held = await cast.gathering()
    await write(held, {"welcome": "欢迎", "notes": "请带证件"})
    await write(held, {"welcome": " ", "notes": "请带证件"})

    assert (await texts_of(held)).texts == {("notes", "zh-Hans"): "请带证件"}
    assert [
        row["parts"]
        for row in await fetch(
            "SELECT details->>'parts' AS parts FROM audit_entry WHERE action = 'handbook.write' ORDER BY id"
        )
    ] == ['["notes", "welcome"]', '["welcome"]']


async def test_of_two_who_write_the_same_text_the_second_is_told(db: str) -> None:
    held = await cast.gathering()
    seen = {"welcome": mark("")}

    told = await asyncio.gather(
        *(
            write_texts(held, {"welcome": text}, language="en", by=SYSTEM, now=cast.NOW, seen=seen)
            for text in ("Welcome", "Hello", "Good day")
        ),
        return_exceptions=True,
    )

    assert [type(one) for one in told].count(ChangedSince) == 2
    assert len((await texts_of(held)).texts) == 1


@pytest.mark.parametrize("text", ["{name} {phone}", "{name", "}", "x" * 401, "{}", "{name.__class__}"])
async def test_the_wording_of_a_certificate_has_known_fields_only_and_an_end(db: str, text: str) -> None:
    held = await cast.gathering()

    with pytest.raises(Invalid) as refused:
        await write(held, {"certificate-honour": text})

    assert list(refused.value.problems) == ["certificate-honour"]


async def test_what_is_no_part_is_refused(db: str) -> None:
    held = await cast.gathering()

    with pytest.raises(UnknownPart):
        await write(held, {"poem": "…"})
    with pytest.raises(UnknownPart):
        await leave_out(held, frozenset({"poem"}), by=SYSTEM, now=cast.NOW)


async def test_texts_and_parts_are_written_on_a_page(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = await client.get(f"{PAGE}?text=en")
        sent = {
            "text": "en",
            "welcome": "Dear guests",
            "seen-welcome": mark(""),
            "part": ["welcome", "programme"],
        }
        saved = await client.post(PAGE, data=sent)
        late = await client.post(PAGE, data=sent | {"welcome": "Dear friends"})
        wrong = await client.post(PAGE, data={"text": "en", "certificate-honour": "{phone}"})
    async with signed_in(browser, Role.LIAISON) as client:
        others = await client.get(PAGE)

    told = await texts_of(held)
    assert (page.status_code, saved.status_code, late.status_code, wrong.status_code, others.status_code) == (
        200, 303, 422, 422, 403,
    )  # fmt: skip
    assert (told.texts, "programme" in told.left_out, "delegations" in told.left_out) == (
        {("welcome", "en"): "Dear guests"}, False, True,
    )  # fmt: skip
    assert ("Dear friends" in late.text, "It is now: Dear guests" in late.text, "cannot be filled in" in wrong.text) == (
        True, True, True,
    )  # fmt: skip


async def test_programs_write_the_same(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        written = await client.put(f"{ROOT}/texts/en", json={"welcome": "Dear guests", "notes": "Flat shoes"})
        left = await client.put(f"{ROOT}/parts", json={"left_out": ["hotels"]})
        wrong = [
            (await client.put(f"{ROOT}/{path}", json=body)).status_code
            for path, body in (
                ("texts/en", {"poem": "…"}), ("texts/fr", {"welcome": "Bonjour"}), ("parts", {"left_out": ["poem"]}),
                ("texts/en", {"certificate-honour": "{phone}"}), ("texts/en", {"welcome": 3}),
            )
        ]  # fmt: skip
        known = (await client.get(ROOT)).json()

    assert (written.status_code, left.json()["left_out"], wrong) == (
        200,
        ["hotels"],
        [404, 404, 404, 422, 422],
    )
    assert known["texts"] == {"en": {"welcome": "Dear guests", "notes": "Flat shoes"}}
