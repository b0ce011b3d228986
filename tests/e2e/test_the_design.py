"""The style page holds in every way of looking at it: light, dark, high contrast, by thumb, on paper, at rest, in Chinese."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.conftest import Product

Accessible = Callable[[Page], Awaitable[None]]
SMALL = """() => [...document.querySelectorAll('main :is(a[href], button, summary, select, input:not([type=hidden]), textarea)')]
    .filter(one => !one.closest('[hidden], .visually-hidden, dialog, [popover], .agenda-sample'))
    .map(one => one.matches('[type=radio], [type=checkbox]') ? one.closest('label') : one)
    .filter(one => one.getBoundingClientRect().width && one.getBoundingClientRect().height < 43.9)
    .filter(one => !(one.tagName === 'A' && one.parentElement.tagName === 'P' && getComputedStyle(one).display === 'inline'))
    .map(one => one.outerHTML)"""
"""What is too low for a thumb; a link within a sentence is as high as its line."""


def style_of(what: str, name: str) -> str:
    return f"getComputedStyle(document.querySelector('{what}')).{name}"


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_part_is_read_by_everybody_at_every_width(
    product: Product, chromium: Browser, accessible: Accessible, width: int, scheme: str
) -> None:
    page = await chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]

    await page.goto(f"{product.address}/style?lang=zh-Hans")

    await accessible(page)


async def test_in_high_contrast_what_is_chosen_wrong_or_full_is_still_told_apart(
    product: Product, chromium: Browser
) -> None:
    page = await chromium.new_page(forced_colors="active")

    await page.goto(f"{product.address}/style?lang=en")

    told = {
        what: await page.evaluate(style_of(what, name))
        for what, name in ((".room-over", "borderTopWidth"), (".plan-wrong", "borderTopWidth"), (".tabs a[aria-current]", "fontWeight"))
    }  # fmt: skip
    assert told == {".room-over": "3px", ".plan-wrong": "3px", ".tabs a[aria-current]": "600"}


async def test_a_thumb_finds_everything(product: Product, chromium: Browser) -> None:
    phone = await chromium.new_page(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)

    await phone.goto(f"{product.address}/style?lang=zh-Hans")

    assert await phone.evaluate(SMALL) == []


async def test_on_paper_a_table_stays_a_table_and_nothing_leads_elsewhere(
    product: Product, chromium: Browser
) -> None:
    page = await chromium.new_page(viewport={"width": 700, "height": 900}, color_scheme="dark")
    await page.goto(f"{product.address}/style?lang=zh-Hans")
    await page.emulate_media(media="print", color_scheme="dark")

    shown = [
        await page.evaluate(style_of(what, name))
        for what, name in (
            ("table.cards", "display"), ("table.cards thead", "position"), (".tabs", "display"), (".button", "display"),
            ("body", "backgroundColor"), ("h1", "color"),
        )
    ]  # fmt: skip

    assert shown == ["table", "static", "none", "none", "rgb(255, 255, 255)", "rgb(0, 0, 0)"]


async def test_who_wants_no_motion_sees_none(product: Product, chromium: Browser) -> None:
    page = await chromium.new_page(reduced_motion="reduce")
    await page.goto(f"{product.address}/style")

    moving = await page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s').length"
    )

    assert moving == 0


async def test_chinese_is_set_as_chinese(product: Product, chromium: Browser) -> None:
    page = await chromium.new_page()
    await page.goto(f"{product.address}/style?lang=zh-Hans")

    def of(lang: str, name: str) -> str:
        return style_of(f".card[lang={lang}] em", name)

    assert [await page.evaluate(of(lang, "fontStyle")) for lang in ("zh-Hans", "zh-Hant", "en")] == [
        "normal", "normal", "italic",
    ]  # fmt: skip
    assert await page.evaluate(of("zh-Hans", "textEmphasisPosition")) == "under"
    assert [(await page.evaluate(of(lang, "quotes")))[:3] for lang in ("zh-Hans", "zh-Hant", "en")] == [
        '"“"', '"「"', '"“"',
    ]  # fmt: skip
    first = [
        (await page.evaluate(of(lang, "fontFamily"))).partition(",")[0]
        for lang in ("zh-Hans", "zh-Hant", "en")
    ]
    assert first == ['"PingFang SC"', '"PingFang TC"', "system-ui"]
    assert await page.evaluate(style_of("body", "lineBreak")) == "strict"
