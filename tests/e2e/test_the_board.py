"""The board counts along by itself, the wall shows no names, and the desk takes a family from the card to the notes."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.registration.asking.tables import AnswerFile
from event.registration.mails import text_of
from event.registration.tables import Delegation, TravelParty
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in
from tests.web.test_board_pages import PNG

Accessible = Callable[[Page], Awaitable[None]]


async def guests(held: Gathering) -> tuple[str, str]:
    """A family of a VIP with a photograph in a delegation, one more VIP, a hall; the tickets of 林 and 陳."""
    hall = uuid4()
    await fetch(
        "INSERT INTO hall (id, gathering, code, name_zh, name_en, capacity, way_zh, way_en)"
        " VALUES ($1, $2, 'A', '大会堂', 'Great hall', 300, '', '')",
        hall, held.id,
    )  # fmt: skip
    await cast.checkpoint(held, "HALL", kind="hall", hall=hall, counts_inside=True, name_zh="大会堂入口", name_en="Great hall, entrance")  # fmt: skip
    await fetch("UPDATE checkpoint SET hands_out_zh = '证件、资料袋', hands_out_en = 'badge and bag' WHERE kind = 'arrival'")  # fmt: skip
    home = Delegation(
        id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", name_en="North America"
    )
    await home.save()
    party = TravelParty(id=uuid4(), gathering=held.id, code="F001")
    await party.save()
    await cast.guest(held, name_zh="郭参考", code="S", number="S001", phone="+8619900000053")
    told = {"delegation": home.id, "travel_party": party.id}
    lin, ticket = await cast.lin(
        held, code="V", party_place="main", answers={"liaison": "S001 郭参考"}, **told
    )
    await cast.guest(held, name_zh="林配偶", kinship="配偶", party_place="companion", **told)
    await cast.guest(held, name_zh="林女儿", kinship="女儿", party_place="companion", **told)
    _, other = await cast.chen(held, code="V", answers={"liaison": "S001 郭参考"})
    key, keys = uuid4(), await keys_of(held.id)
    await AnswerFile(
        id=key, gathering=held.id, guest=lin.id, question="photo", name="me.png", media_type="image/png",
        size=len(PNG), created_at=cast.NOW, sealed=keys.data.seal(PNG, context=f"answer_file|sealed|{key}"),
    ).save()  # fmt: skip
    return await text_of(held, ticket), await text_of(held, other)


async def test_board_wall_and_desk_from_the_scan_to_the_note(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    text, _ = await guests(product.held)
    console = f"{product.address}/console/example"
    desk = await signed_in(chromium, product)
    board, wall = await desk.context.new_page(), await (await chromium.new_context()).new_page()
    await board.goto(f"{console}/board")
    await expect(board.locator("#board-arrived")).to_contain_text("0")
    await expect(board.locator("#vips-title + div")).to_contain_text("+8619900000053")
    await accessible(board)
    await wall.goto(product.address + str(await board.get_attribute("a[href^='/wall/']", "href")))
    await expect(wall.locator("#wall-arrived")).to_have_text("0")
    await board.locator("details > summary").first.click()

    await desk.goto(f"{console}/check-in?at=REG")
    await desk.keyboard.type(text)
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".verdict-admitted .verdict-name")).to_have_text("林示例")
    await expect(desk.locator(".verdict-give")).to_have_text("Hand out: badge and bag")
    await desk.wait_for_function("document.querySelector('.guest-photo').naturalWidth === 1")
    assert await desk.evaluate("document.activeElement.name") == "ticket"
    await accessible(desk)
    await expect(board.locator("#board-arrived")).to_contain_text("1", timeout=10_000)
    await expect(wall.locator("#wall-arrived")).to_have_text("1", timeout=10_000)
    assert await board.locator("details[open]").count() == 1

    await desk.get_by_role("button", name="Check in the whole party (2 more)").click()
    await expect(desk.locator(".verdict-admitted")).to_contain_text("林配偶")
    await accessible(desk)
    await expect(wall.locator("#wall-arrived")).to_have_text("3", timeout=10_000)
    await accessible(wall)
    assert [name for name in ("林", "陳", "LIN", "郭") if name in await wall.inner_text("body")] == []

    await desk.locator("summary", has_text="Note for the liaison").click()
    await desk.fill("[name=note]", "Needs a wheelchair")
    await desk.get_by_role("button", name="Leave the note").click()
    await expect(desk.locator(".alert-success")).to_contain_text("The note is left")
    await expect(board.locator("#board-notes")).to_contain_text("1", timeout=10_000)
    await desk.locator("ol summary", has_text="林女儿").click()
    await desk.locator("ol details[open] [name=reason]").fill("Waits outside")
    await desk.locator("ol details[open] button").click()
    await expect(desk.locator("ol")).to_contain_text("Taken back: Waits outside")
    await accessible(desk)
    await expect(board.locator("#board-arrived")).to_contain_text("2", timeout=10_000)
    await accessible(board)

    await desk.locator(".row a", has_text="Notes from the desk").click()
    await expect(desk.locator("main")).to_contain_text("Needs a wheelchair")
    await accessible(desk)
    await desk.locator("main a", has_text="林示例").click()
    await expect(desk.locator("#notes-title + div")).to_contain_text("Needs a wheelchair")
    await accessible(desk)
    await desk.locator("#notes-title + div button").click()
    await expect(desk.locator("#notes-title + div")).to_contain_text("done")
    await expect(board.locator("#board-notes")).to_contain_text("0", timeout=10_000)


async def test_a_badge_is_reprinted_beside_the_desk(product: Product, chromium: Browser) -> None:
    text, other = await guests(product.held)
    desk = await signed_in(chromium, product, accept_downloads=True)
    await desk.goto(f"{product.address}/console/example/check-in?at=REG&q=chan")
    await desk.locator("summary", has_text="lost or damaged").click()
    await desk.fill(".guest-card [name=reason]", "Left in the taxi")

    async with desk.expect_popup():
        await desk.get_by_role("button", name="Void the old badge").click()
    for _ in range(100):
        tickets = await fetch("SELECT count(*) AS valid FROM ticket WHERE voided_at IS NOT NULL")
        if tickets[0]["valid"]:
            break
        await desk.wait_for_timeout(100)

    await desk.fill("[name=ticket]", other)
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".verdict-refused")).to_contain_text("This ticket is void")
    await desk.fill("[name=ticket]", text)
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".verdict-admitted")).to_be_visible()


async def test_the_desk_works_without_scripts_on_a_phone(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    text, other = await guests(product.held)
    now = datetime.now(UTC)
    early = [Scanned(uuid4(), "REG", other, now - timedelta(minutes=9), "N")]
    await record_scans(early, gathering=product.held, by=None, now=now)
    page = await signed_in(chromium, product, "gate-staff", java_script_enabled=False)
    await page.set_viewport_size(PHONE)

    await page.goto(f"{product.address}/console/example/check-in?at=REG")
    await page.fill("[name=ticket]", text)
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Check in the whole party").click()
    await expect(page.locator(".verdict-word")).to_contain_text("2 admitted")
    await page.goto(f"{product.address}/console/example/board")

    await expect(page.locator("#board-arrived")).to_contain_text("4")
    assert [name for name in ("林示例", "陳樣本", "郭参考") if name in await page.inner_text("body")] == []
