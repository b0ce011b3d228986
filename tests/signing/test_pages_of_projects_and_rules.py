"""The pages of the project pool, of types and rules: what is typed is kept, who comes second is told."""

import re
from collections.abc import AsyncIterator
from decimal import Decimal

import httpx
import pytest

from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.signing.forms import ProjectTold
from event.signing.operations import RulesTold, TypeTold, rules_told, save_project, type_told
from event.signing.queries import item_of, project_of
from tests import cast
from tests.signing.lists import agreement, with_some
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
ROOT = "/console/example/signing"
PROJECTS, RULES = f"{ROOT}/projects", f"{ROOT}/rules"
FORM = {
    "code": "X01", "name_zh": "示例新材料园", "name_en": "Sample materials park", "industry": "新材料", "town": "示范镇",
    "site": "示范镇工业区3号地块", "intensity": "300万元/亩", "period": "24个月", "planned_investment": "1,200,000,000",
    "expected_output": "1500000000", "expected_jobs": "500", "responsible_unit": "示例县商务局", "brochure_zh": "项目占地60亩。",
    "brochure_hant": "", "brochure_en": "The project covers 60 mu.",
}  # fmt: skip
TOLD = ProjectTold(
    code="X01", name_zh="示例新材料园", name_en="Sample materials park", industry="新材料", town="示范镇",
    site="示范镇工业区3号地块", intensity="300万元/亩", period="24个月", planned_investment=Decimal("1200000000.00"),
    expected_output=Decimal("1500000000.00"), expected_jobs=500, responsible_unit="示例县商务局", brochure_zh="项目占地60亩。",
    brochure_en="The project covers 60 mu.",
)  # fmt: skip


@pytest.fixture
async def officer(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """A signing officer at a browser."""
    async with signed_in(browser, Role.SIGNING_OFFICER) as client:
        yield client


async def test_a_project_is_added_listed_taken_out_and_put_back(officer: httpx.AsyncClient) -> None:
    held = await with_some()
    empty = await officer.get(PROJECTS)
    made = await officer.post(f"{PROJECTS}/new", data=FORM)
    known = await project_of(held, "X01")
    listed = (await officer.get(PROJECTS)).text
    out = await officer.post(f"{PROJECTS}/X01/state", data={"do": "withdraw"})
    gone = (await officer.get(PROJECTS)).text
    back = await officer.post(f"{PROJECTS}/X01/state", data={"do": "back"})
    api = "/api/v1/gatherings/example/signing/projects/X01"
    programs = (
        (await officer.delete(api)).status_code,
        (await officer.post(f"{api}/back")).json()["withdrawn_at"],
    )

    assert "No projects yet" in empty.text
    assert (made.status_code, made.headers["location"], known.told) == (303, f"{PROJECTS}/X01", TOLD)
    assert ("示例新材料园" in listed or "Sample materials park" in listed, "RMB 1.2 billion" in listed) == (
        True,
        True,
    )
    assert (out.status_code, "Taken out of the pool" in gone, back.status_code) == (303, True, 303)
    assert (programs, (await project_of(held, "X01")).withdrawn_at) == ((204, None), None)


async def test_a_project_links_to_its_agreement_and_begins_a_new_one(officer: httpx.AsyncClient) -> None:
    held = await with_some()
    await officer.post(f"{PROJECTS}/new", data=FORM)
    begun = (await officer.get(f"{ROOT}/items/new?project=X01")).text
    await officer.post(
        f"{ROOT}/items/new",
        data={
            "parties": "2", "do": "save", "code": "P01", "name_zh": "示例项目", "agreement_type": "framework", "project": "X01",
            "party_0_organisation_zh": "示例县商务局", "party_0_name_zh": "卢虚构", "party_1_organisation_zh": "测试医药公司",
            "party_1_name_zh": "姚预演", "text_state": "draft",
        },
    )  # fmt: skip
    page = (await officer.get(f"{PROJECTS}/X01")).text

    assert ('<option value="X01" selected>' in begun, 'value="示例新材料园"' in begun) == (True, True)
    assert (await item_of(held, "P01")).told.project == "X01"
    assert f'href="{ROOT}/items/P01"' in page


async def test_what_cannot_be_is_said_and_the_second_editor_sees_both(officer: httpx.AsyncClient) -> None:
    held = await with_some()
    await save_project(TOLD, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    wrong = await officer.post(f"{PROJECTS}/new", data=FORM | {"expected_jobs": "many", "name_zh": ""})
    taken = await officer.post(f"{PROJECTS}/new", data=FORM)
    first = await officer.post(f"{PROJECTS}/X01", data=FORM | {"town": "样板镇", "revision": "1"})
    second = await officer.post(f"{PROJECTS}/X01", data=FORM | {"site": "别处", "revision": "1"})

    assert [one.status_code for one in (wrong, taken, first, second)] == [422, 422, 303, 409]
    for part in ("error-expected_jobs", "error-name_zh", 'value="many"'):
        assert part in wrong.text
    assert "error-code" in taken.text
    for words in ("Somebody else was first", "样板镇", "别处", 'name="revision" value="2"'):
        assert words in second.text
    assert (await project_of(held, "X01")).told.site == TOLD.site


async def test_a_type_of_ones_own_is_added_changed_and_removed(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement())
    new = {
        "seen": "",
        "code": "lease",
        "name_zh": "租赁协议",
        "name_en": "Lease",
        "counts_as_investment": "on",
    }
    made = await officer.post(f"{RULES}/types", data=new)
    twice = await officer.post(f"{RULES}/types", data=new)
    opened = (await officer.get(f"{RULES}?type=lease")).text
    mark = _mark(opened, "types")
    changed = await officer.post(
        f"{RULES}/types", data={"seen": mark, "code": "lease", "name_zh": "租约", "position": "3"}
    )
    late = await officer.post(f"{RULES}/types", data={"seen": mark, "code": "lease", "name_zh": "我的租约"})
    kept = await type_told(held.id, "lease")
    used = await officer.post(f"{RULES}/types/investment_contract/remove")
    removed = await officer.post(f"{RULES}/types/lease/remove")

    assert [one.status_code for one in (made, twice, changed, late, used, removed)] == [
        303,
        422,
        303,
        409,
        303,
        303,
    ]
    assert ("error-code" in twice.text, "Somebody else has changed this" in late.text) == (True, True)
    assert kept == TypeTold("lease", "租约", "", counts_as_investment=False, position=3)
    assert await type_told(held.id, "lease") is None
    assert await type_told(held.id, "investment_contract") is not None


async def test_the_rules_are_decided_and_what_cannot_be_is_said(officer: httpx.AsyncClient) -> None:
    held = await with_some()
    mark = _mark((await officer.get(RULES)).text, "rules")
    form = {
        "seen": mark,
        "landed_from": "started",
        "target_percent": "75.5",
        "remind_to": "office@example.com",
    }
    wrong = await officer.post(RULES, data=form | {"target_percent": "viel", "remind_to": "nobody"})
    saved = await officer.post(RULES, data=form)
    late = await officer.post(RULES, data=form | {"landed_from": "full"})

    assert [one.status_code for one in (wrong, saved, late)] == [422, 303, 409]
    assert ("error-target_percent" in wrong.text, "error-remind_to" in wrong.text) == (True, True)
    assert await rules_told(held.id) == RulesTold("started", Decimal("75.50"), "office@example.com")


def _mark(page: str, form: str) -> str:
    found = re.search(rf'action="[^"]*/{form}".*?name="seen" value="([0-9a-f]*)"', page, re.DOTALL)
    assert found
    return found[1]
