"""A guest of sixty answers the survey on a small phone without scripts, once; the office reads what came of it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from event.feedback.opening import mail_asked, open_survey, survey_path
from event.feedback.told import SurveyTold
from event.gathering.tables import Gathering
from event.http import now_utc
from event.people.rules import COMMAND_LINE
from event.registration.mails import guest_path
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in
from tests.feedback.lists import arrived

Accessible = Callable[[Page], Awaitable[None]]
_LARGE = 18
"""Pixels that letters of the survey have at least."""
_THUMB = 44
"""Pixels that what is touched has at least."""


async def yesterday(held: Gathering) -> Gathering:
    """The gathering ended yesterday, whatever day it is."""
    day = (now_utc() - timedelta(days=1)).date()
    held.first_day = held.last_day = day
    await held.save(columns=[Gathering.first_day, Gathering.last_day])
    return held


async def test_a_guest_answers_once_on_a_phone_without_scripts_and_the_office_reads_the_results(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    held = await yesterday(product.held)
    guests = await arrived(held, 5)
    await open_survey(SurveyTold(), gathering=held, by=COMMAND_LINE, now=now_utc())
    await mail_asked(held, now=now_utc())
    for scheme, guest in zip(("light", "dark", "light", "dark", "light"), guests, strict=True):
        made = await chromium.new_context(
            viewport=PHONE,
            locale="zh-CN",
            color_scheme=scheme,
            java_script_enabled=False,  # type: ignore[arg-type]
        )
        phone = await made.new_page()
        await phone.goto(product.address + survey_path(guest.id))
        await phone.get_by_role("button").last.click()
        await expect(phone.locator("#error-overall")).to_be_visible()
        await phone.locator("[name=overall][value='5']").check()
        await phone.locator("[name=meals][value='4']").check()
        await phone.fill("[name=comment]", "讲解很好")
        await phone.get_by_role("button").last.click()
        await expect(phone.locator("[name=overall]")).to_have_count(0)
        await phone.reload()
        await expect(phone.locator("form[action^='/s/']")).to_have_count(0)
        await made.close()

    page = await signed_in(chromium, product)
    await page.goto(f"{product.address}/console/example/feedback/survey")
    await accessible(page)
    await expect(page.locator(".figures")).to_contain_text("100.00")
    await expect(page.locator(".survey-comments")).to_contain_text("讲解很好 × 5")
    assert await fetch("SELECT DISTINCT overall, meals, visit FROM survey_answer") == await fetch(
        "SELECT 5::smallint AS overall, 4::smallint AS meals, NULL::smallint AS visit"
    )


async def test_letters_are_large_and_everything_fits_a_small_phone_in_three_languages(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    held = await yesterday(product.held)
    guest, *_ = await arrived(held, 1)
    await open_survey(SurveyTold(), gathering=held, by=COMMAND_LINE, now=now_utc())
    made = await chromium.new_context(viewport=PHONE, locale="en-GB")
    phone = await made.new_page()
    for language in ("zh-Hans", "zh-Hant", "en"):
        await phone.goto(f"{product.address}{survey_path(guest.id)}?lang={language}")
        await accessible(phone)
        assert await phone.locator("html").get_attribute("lang") == language
        sizes = await phone.evaluate(
            "[...document.querySelectorAll('.survey .tile, .survey-mark, .survey legend, .survey .button')]"
            ".map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        heights = await phone.evaluate(
            "[...document.querySelectorAll('.survey .tile, .survey-mark, .survey .tick, .survey .button')]"
            ".map(one => one.getBoundingClientRect().height)"
        )
        assert (min(sizes) >= _LARGE, min(heights) >= _THUMB) == (True, True)
    await phone.goto(f"{product.address}{guest_path(guest.id)}/suggestions?lang=en")
    await accessible(phone)
    await phone.get_by_role("link", name="Answer the survey").click()
    await expect(phone.get_by_role("button", name="Send my answer")).to_be_visible()


async def test_tasks_and_suggestions_are_done_by_hand(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    lin, _ = await cast.lin(product.held)
    page = await signed_in(chromium, product)
    console = f"{product.address}/console/example"
    await page.goto(f"{console}/tasks")
    await accessible(page)
    await page.get_by_role("link", name="Take over the usual tasks").click()
    await accessible(page)
    await page.get_by_role("button", name="Take over what is ticked").first.click()
    await expect(page.locator(".alert-success")).to_contain_text("19 tasks are given out.")
    await accessible(page)
    await page.get_by_role("link", name="Send the invitations").click()
    await page.locator("[name=state][value=done]").check()
    await page.get_by_role("button", name="Save the task").click()
    await expect(page.locator(".alert-success")).to_contain_text("The task is saved.")

    await page.goto(f"{console}/feedback/suggestions/new")
    await accessible(page)
    await page.fill("[name=content]", "建议增加航班")
    await page.fill("[name=guest]", str(lin.number))
    await page.get_by_role("button", name="Write it down").click()
    await page.get_by_role("link", name="建议增加航班").click()
    await accessible(page)
    await page.fill("[name=answer]", "已增加。")
    await page.locator("[name=state][value=done]").check()
    await page.get_by_role("button", name="Save the suggestion").click()
    await expect(page.locator("table")).to_contain_text("Answered")

    await page.goto(f"{product.address}{guest_path(lin.id)}/suggestions")
    await expect(page.locator("article")).to_contain_text("已增加。")
    rows = await fetch("SELECT state FROM task WHERE number = 1 UNION ALL SELECT state FROM suggestion")
    assert [row["state"] for row in rows] == ["done", "done"]
