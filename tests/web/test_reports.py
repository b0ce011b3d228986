"""Reports answer as of a moment, tell nobody more than they may see, and say what cannot be asked."""

from datetime import date
from uuid import uuid4

import pytest

from event.people.tables import Role
from event.registration.tables import Delegation, VisaLetter
from event.reports.named import REPORTS
from event.reports.questions import OCCASIONS
from tests import cast
from tests.scenario.asking import REPORTS as QUESTIONS
from tests.web.conftest import Browser, signed_in

ROOT = "/api/v1/gatherings/example/reports"
PAGES = "/console/example/reports"
_WANTED = {"answers": {"visa_letter": "yes"}}


async def test_a_letter_counts_from_the_day_it_is_issued(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, **_WANTED)
    await VisaLetter(gathering=held.id, guest=lin.id, issued_on=date(2026, 9, 2), recorded_at=cast.NOW).save()
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(f"{ROOT}/visa-letters?at=2026-09-01T23:59")).json()
        after = (await client.get(f"{ROOT}/visa-letters?at=2026-09-02T00:01+08:00")).json()

    assert before["answer"] == {"need": 1, "issued": [], "not_issued": ["EX2026-001"]}
    assert after["answer"] == {"need": 1, "issued": ["EX2026-001"], "not_issued": []}
    assert after["rows"] == [["EX2026-001", "林示例", "", "2026-09-02", ""]]


async def test_documents_are_reported_without_their_numbers(browser: Browser) -> None:
    held = await cast.gathering()
    same = {"document_kind": "港澳居民来往内地通行证", "document_expires": date(2027, 4, 16)}
    await cast.lin(held, document_number="H1234567800", **same)
    await cast.chen(held, document_number="H1234567801", **same | {"document_expires": date(2027, 4, 17)})
    await cast.guest(held, name_zh="郭参考", document_kind="中国护照", document_number="X1")
    async with signed_in(browser, Role.ORGANIZER) as client:
        answered = await client.get(f"{ROOT}/documents")
        page = (await client.get(f"{PAGES}/documents")).text

    assert answered.json()["answer"] == {
        "format": ["EX2026-003"], "expiring": ["EX2026-001"], "expiring_before": "2027-04-17",
        "duplicated": [["EX2026-001", "EX2026-002"]],
    }  # fmt: skip
    assert [text for text in ("H1234567", "X1<") if text in answered.text + page] == []


async def test_a_liaison_is_told_of_the_own_delegations(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        own = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=client.user)
        await own.save()
        await cast.lin(held, delegation=own.id, **_WANTED)
        await cast.chen(held, **_WANTED)
        answer = (await client.get(f"{ROOT}/visa-letters")).json()["answer"]

    assert answer["not_issued"] == ["EX2026-001"]


async def test_reports_are_listed_by_name_and_title(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        listed = (await client.get(ROOT)).json()
        page = (await client.get(PAGES)).text
        reached = [(await client.get(f"{PAGES}/{name}")).status_code for name in listed]

    assert list(listed) == list(REPORTS)
    assert [title for title in listed.values() if title not in page] == []
    assert reached == [200] * len(REPORTS)


@pytest.mark.parametrize("asked", ["at=yesterday", "at=2026-13-01", "at=0001-01-01T00:00%2B14:00"])
async def test_what_is_no_moment_is_said(browser: Browser, asked: str) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        answered = await client.get(f"{ROOT}/documents?{asked}")
        page = await client.get(f"{PAGES}/documents?{asked}")

    assert (answered.status_code, list(answered.json()["problems"])) == (422, ["at"])
    assert (page.status_code, "Please give a moment" in page.text) == (422, True)


_FIGURES_ONLY = {
    "arrivals-by-delegation", "offline-scans", "sessions-targets", "survey", "registered", "diets", "session-bookings",
    "expected-arrivals", "sessions-attended", "hall-peak", "spare-rooms", "stop-capacity", "move-between-routes", "signed-by-type",
    "press-figures", "projects-landed", "projects-by-group",
}  # fmt: skip


async def test_the_forty_questions_lead_from_the_dashboard_to_their_reports_in_two_clicks(
    browser: Browser,
) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        dashboard, listed = (await client.get("/console/example")).text, (await client.get(PAGES)).text

    numbered = {one.number: one.report for occasion in OCCASIONS for one in occasion.questions if one.number}
    assert numbered == QUESTIONS | {10: "walk-ins"}
    assert f'href="{PAGES}"' in dashboard
    assert [name for name in REPORTS if f'href="{PAGES}/{name}"' not in listed] == []
    assert [
        one.sentence for occasion in OCCASIONS for one in occasion.questions if one.sentence not in listed
    ] == []
    assert "Other reports" not in listed


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("27", ["not-on-a-bus"]),
        ("phone bus", ["roll-call"]),
        ("LANDED not checked", ["landed"]),
        ("no such thing", []),
    ],
)
async def test_questions_are_found_by_their_words_and_numbers(
    browser: Browser, words: str, found: list[str]
) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(PAGES, params={"q": words})).text

    assert [name for name in REPORTS if f'href="{PAGES}/{name}"' in page] == found
    assert f'value="{words}"' in page


async def test_a_viewer_reads_the_reports_that_name_nobody_and_no_others(browser: Browser) -> None:
    held = await cast.gathering()
    home = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团")
    await home.save()
    await cast.lin(held, delegation=home.id)
    async with signed_in(browser, Role.VIEWER) as client:
        listed = (await client.get(ROOT)).json()
        reached = {name: (await client.get(f"{PAGES}/{name}")).status_code for name in REPORTS}
        told = (await client.get(f"{ROOT}/arrivals-by-delegation")).json()["answer"]
        dashboard = (await client.get("/console/example")).text

    assert set(listed) == _FIGURES_ONLY
    assert reached == {name: 200 if name in _FIGURES_ONLY else 403 for name in REPORTS}
    assert told == {"delegations": {"D01": {"checked_in": 0, "expected": 1}}}
    assert f'href="{PAGES}"' in dashboard
