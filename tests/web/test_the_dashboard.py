"""The dashboard begins with the phase, every figure leads on, and leaders are shown figures without anybody's name."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from event.database import fetch
from event.gathering.countries import REGIONS
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM, Permission
from event.people.tables import Role
from event.registration.mails import text_of
from event.registration.tables import Delegation
from event.reports.dashboard.before import before
from event.reports.dashboard.kept import answers
from event.reports.dashboard.leaders import leaders_path, move_leaders
from event.reports.dashboard.look import Look
from event.reports.dashboard.phases import Phase, phase_of
from event.reports.dashboard.press import Came, came_from
from event.reports.dashboard.wording import faults
from tests import cast
from tests.web.conftest import Browser, signed_in

CONSOLE = "/console/example"
API = "/api/v1/gatherings/example"


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2026-10-14T11:59+08:00", Phase.BEFORE), ("2026-10-14T12:00+08:00", Phase.DURING),
        ("2026-10-17T23:59+08:00", Phase.DURING), ("2026-10-18T00:00+08:00", Phase.AFTER),
    ],
)  # fmt: skip
def test_the_phase_is_that_of_the_gatherings_own_days_and_of_the_eve(moment: str, phase: Phase) -> None:
    held = Gathering(
        first_day=datetime(2026, 10, 15, tzinfo=UTC).date(), last_day=datetime(2026, 10, 17, tzinfo=UTC).date(),
        timezone="Asia/Shanghai",
    )  # fmt: skip

    assert phase_of(held, datetime.fromisoformat(moment)) == phase


async def test_before_it_what_is_missing_and_due_is_told_with_the_page_behind(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held, document_number="E1234567")
    await cast.chen(held)
    await fetch(
        "INSERT INTO task (id, gathering, number, title, unit, person, remind_to, due_on, state, note, usual, revision, created_at)"
        " VALUES ($1, $2, 1, '订酒店', '接待组', '', '', $3, 'open', '', '', 0, $4)",
        uuid4(), held.id, (cast.NOW - timedelta(days=2)).date(), cast.NOW,
    )  # fmt: skip
    look = Look(held, cast.NOW, "en", frozenset(Permission))

    tiles = {
        one.name: (one.value, one.href.removeprefix(CONSOLE), one.tone) for one in (await before(look)).tiles
    }

    assert tiles["replies"] == (2, "/guests", "")
    assert tiles["no-document"] == (1, "/reports/missing-details", "watch")
    assert tiles["tasks"] == (1, "/tasks?show=todo", "")
    assert tiles["overdue"] == (1, "/tasks?show=overdue", "late")


@pytest.mark.parametrize("phase", list(Phase))
async def test_every_figure_and_line_leads_to_a_page_that_is_there(browser: Browser, phase: Phase) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    await cast.scan(held, await text_of(held, ticket))
    async with signed_in(browser, Role.ORGANIZER) as client:
        told = (await client.get(f"{API}/dashboard?phase={phase}")).json()
        page = await client.get(f"{CONSOLE}?phase={phase}")
        glance = told["glance"]
        links = [one["href"] for one in glance["tiles"]]
        links += [
            one["href"] for listed in glance["lists"] for one in (listed, *listed["entries"]) if one["href"]
        ]
        reached = {link: (await client.get(link)).status_code for link in links}

    assert told["phase"] == phase
    assert page.status_code == 200
    assert set(reached.values()) == {200}, reached
    assert [one["name"] for one in glance["tiles"] if f'id="glance-{one["name"]}"' not in page.text] == []
    assert [text for text in ("<title", 'role="img"') if text not in page.text] == []


async def test_arrivals_are_drawn_by_the_hour_and_told_as_a_table(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    await cast.chen(held)
    await cast.scan(held, await text_of(held, ticket))
    async with signed_in(browser, Role.VIEWER) as client:
        told = (await client.get(f"{API}/dashboard?phase=during")).json()

    assert [one["people"] for one in told["arrivals"]["columns"]] == [1]
    assert (told["arrivals"]["people"], told["arrivals"]["peak"]) == (1, 1)
    assert sum(int(row[1]) for row in told["charts"]["classes"]["rows"]) == 1
    assert sum(int(row[2]) for row in told["charts"]["classes"]["rows"]) == 2


async def test_readers_of_all_languages_share_what_was_counted(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    names = ("press-figures", "agenda-clashes", "outstanding")
    first = await answers(Look(held, cast.NOW, "en"), *names)

    other = await answers(Look(held, cast.NOW + timedelta(seconds=30), "zh-Hans"), *names)

    assert [other[name] is first[name] for name in names] == [True] * 3
    assert first["press-figures"] is not None


async def test_a_chart_has_its_place_before_it_has_bars(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.VIEWER) as client:
        page = (await client.get(CONSOLE)).text
        told = (await client.get(f"{API}/dashboard")).json()

    assert [name for name in ("delegations", "classes", "places", "stages") if f'sse-swap="{name}"' in page] == [
        "delegations", "classes", "places", "stages",
    ]  # fmt: skip
    assert (page.count("chart-empty"), told["charts"]) == (4, {})


async def test_a_viewer_sees_the_figures_but_no_way_to_guests(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    async with signed_in(browser, Role.VIEWER) as client:
        pages = [(await client.get(f"{CONSOLE}?phase={phase}")).text for phase in Phase]

    assert [
        text for text in ("林示例", f"{CONSOLE}/guests", f"{CONSOLE}/tasks/") if text in "".join(pages)
    ] == []


async def test_leaders_see_figures_by_a_link_without_anybodys_name_phone_or_number(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    home = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团")
    await home.save()
    lin, ticket = await cast.lin(held, delegation=home.id, phone="+8619900000053", document_number="E1234567")
    chen, _ = await cast.chen(held)
    await cast.scan(held, await text_of(held, ticket))
    path = await leaders_path(held)
    async with browser() as anybody:
        seen = await anybody.get(path)
    page = seen.text

    assert (seen.status_code, "北美代表团" in page, 'id="large-arrived"' in page) == (200, True, True)
    secrets = [lin.number, lin.name_zh, lin.latin_surname, lin.latin_given, chen.name_zh, chen.number, "19900000053", "E1234567", str(lin.id)]  # fmt: skip
    assert [one for one in secrets if one and one in page] == []


async def test_a_new_link_for_leaders_ends_the_one_before(browser: Browser) -> None:
    held = await cast.gathering()
    old = await leaders_path(held)
    await move_leaders(held, by=SYSTEM, now=cast.NOW)
    new = await leaders_path(held)

    async with browser() as anybody:
        found = [(await anybody.get(path)).status_code for path in (old, new, f"{new}x")]

    assert found == [404, 200, 404]


def test_guests_are_told_apart_by_where_they_live() -> None:
    assert came_from({"US": 3, "HK": 2, "TW": 1, "CN": 5, "": 1}) == Came(4, 3, 5, 1, 2)
    assert {"HK", "MO", "TW"} == REGIONS


@pytest.mark.parametrize(
    "text",
    [
        "嘉宾来自23个国家。", "来自20余个国家的侨胞", "来自香港、澳门等3个国家", "来自台湾等国家的来宾", "两岸三地的侨领",
        "兩岸三地", "中港合作不断加深", "中台两地", "港澳台同胞来华考察", "台商投资的外国企业", "中国和台湾的企业家",
        "中国、香港、澳门", "来自台湾的客人", "23個國家的僑胞",
    ],
)  # fmt: skip
def test_forbidden_wording_is_found(text: str) -> None:
    assert faults(text, regions=True) != []


@pytest.mark.parametrize(
    "text",
    [
        "来自23个国家和地区的170余位海外侨胞、港澳台同胞参加。", "嘉宾来自23个国家和地区(20个国家和3个地区)。",
        "香港、澳门、台湾地区的同胞来内地考察。", "来自美国、中国香港、中国台湾的来宾。", "当中港口项目投资最多。",
        "港澳台同胞20人、国内侨商侨界代表50余人参加活动。", "台湾同胞参加活动。",
    ],
)  # fmt: skip
def test_right_wording_is_left_alone(text: str) -> None:
    assert faults(text, regions=True) == []


def test_only_countries_may_be_said_where_no_region_is_among_them() -> None:
    assert faults("嘉宾来自20个国家。", regions=False) == []


@pytest.mark.parametrize(
    ("text", "right"), [("170余位", True), ("180余位", False), ("170多位", True), ("160余位", False)]
)
def test_a_rounded_number_must_be_rounded_down(text: str, right: bool) -> None:
    assert (faults(text, regions=True, figures=(176, 51)) == []) == right


async def test_an_editors_own_text_is_looked_through(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    for make in (cast.lin, cast.chen):
        _, ticket = await make(held)
        await cast.scan(held, await text_of(held, ticket))
    async with signed_in(browser, Role.VIEWER) as client:
        found = (await client.post(f"{API}/press/check", json={"text": "嘉宾来自2个国家。"})).json()
        right = (await client.post(f"{API}/press/check", json={"text": "嘉宾来自2个国家和地区。"})).json()
        told = (await client.get(f"{API}/press?without=HK")).json()
        page = (await client.get(f"{CONSOLE}/press?without=HK")).text

    assert [one["words"] for one in found] == ["2个国家"]
    assert right == []
    assert [one["faults"] for one in told["sentences"]] == [[]] * len(told["sentences"])
    assert [one["text"] for one in told["sentences"]][1] in page
