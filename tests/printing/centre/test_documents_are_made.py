"""A document is chosen, made, looked at and fetched; a large one is made in the background, can be cancelled, says why it failed."""

import asyncio
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.http import now_utc
from event.language import Message
from event.people.rules import SYSTEM
from event.people.tables import Role
from event.printing.centre.document import Document, Group
from event.printing.centre.keeping import file_kept, forget_old_documents
from event.printing.centre.operations import ask_for, cancel, work_on
from event.printing.chunks import Chunks, stamp
from event.printing.documents import DOCUMENTS
from event.printing.visit.errors import NothingOnPaper
from event.registration.deciding import decide
from event.registration.own.operations import erase
from event.registration.tables import Standing
from tests import cast
from tests.printing.reading import texts
from tests.printing.visit.visiting import visit
from tests.web.conftest import Browser, signed_in

ROOT = "/console/example/print"
API = "/api/v1/gatherings/example"
_LINE = "<p style='font-family: Sheet'>林示例</p>"
_ENDLESS = "<table><tr><td colspan=1000000>x</table>" * 8000


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A document of many pages, and what stands on it."""
    pages = {"html": [f"<html lang=en><title>x</title>{_LINE * 400}{stamp()}"] * 40}

    async def make(_gathering: Gathering, _wanted: Any, _now: Any) -> Chunks:
        return Chunks("large", pages["html"], 1)

    told = Document(Message("Large"), Message("Large"), Group.PROGRAMME, make)
    monkeypatch.setitem(DOCUMENTS, "large", told)
    return pages


async def _row(run: UUID) -> dict[str, Any]:
    row = await fetch_one("SELECT * FROM document_run WHERE id = $1", run)
    assert row
    return dict(row)


async def _ask(held: Gathering, name: str = "large", **asked: str) -> UUID:
    return await ask_for(name, asked, gathering=held, names=True, language="en", by=SYSTEM, now=cast.NOW)


async def test_a_small_document_is_there_at_once_and_is_looked_at_page_by_page(browser: Browser) -> None:
    held = await cast.gathering()
    await visit(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(ROOT)).text
        choose = (await client.get(f"{ROOT}/visit/manifest/new?bus=2")).text
        answer = await client.post(f"{ROOT}/visit/manifest/new", data={"language": "en", "format": "pdf"})
        made = answer.headers["location"]
        shown = (await client.get(f"{made}?page=2")).text
        file, in_browser = await client.get(f"{made}/file"), await client.get(f"{made}/file?show=1")
        pictures = [await client.get(f"{made}/pages/{number}") for number in (1, 2, 3)]
        after = (await client.get(ROOT)).text

    assert ("Not printed yet" in before, '<option value="2" selected' in choose) == (True, True)
    assert [
        word for word in ("Ready", "Page 2 of 2", f"{made}/pages/2", "Open to print") if word not in shown
    ] == []
    assert (len(texts(file.content)), file.content) == (2, in_browser.content)
    assert [one.headers["content-disposition"].split(";")[0] for one in (file, in_browser)] == [
        "attachment",
        "inline",
    ]
    assert [one.status_code for one in pictures] == [200, 200, 404]
    assert Image.open(io.BytesIO(pictures[0].content)).size == (1240, 1754)
    assert [word for word in ("Version 1", "2 pages") if word not in after] == []


async def test_what_cannot_be_made_keeps_what_was_chosen(browser: Browser) -> None:
    held = await cast.gathering()
    await visit(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        wrong = await client.post(f"{ROOT}/visit/manifest/new", data={"bus": "2", "day": "tomorrow"})
        nothing = await client.post(f"{ROOT}/visit/manifest/new", data={"bus": "2", "day": "2026-10-16"})
        unknown = await client.post(f"{ROOT}/poster/new", data={})

    assert (wrong.status_code, "is not a day" in wrong.text, '<option value="2" selected' in wrong.text) == (
        422,
        True,
        True,
    )
    assert (nothing.status_code, "Nothing to print" in nothing.text, unknown.status_code) == (422, True, 404)
    assert await fetch("SELECT 1 FROM document_run") == []


async def test_a_large_document_waits_for_a_worker_and_is_kept_sealed(
    db: str, large: dict[str, list[str]]
) -> None:
    held = await cast.gathering()

    run = await _ask(held)
    waiting = await _row(run)
    (job,) = await fetch("SELECT task_name, args FROM procrastinate_jobs")
    await work_on(run, language="en")
    done = await _row(run)

    assert (waiting["state"], job["task_name"]) == ("waiting", "printing.make_document")
    assert (done["state"], done["share"], done["pages"], done["version"]) == (
        "done",
        100,
        len(large["html"]) * 17,
        1,
    )
    content = await file_kept(run, held)
    assert content is not None
    assert (content[:5], bytes(done["content"])[:5] == content[:5]) == (b"%PDF-", False)


async def test_a_making_that_is_cancelled_ends_its_children_and_keeps_nothing(
    db: str, large: dict[str, list[str]]
) -> None:
    held = await cast.gathering()
    large["html"] = [_ENDLESS]
    run = await _ask(held)

    async def stop() -> None:
        while (await _row(run))["state"] != "running":  # noqa: ASYNC110 - the database tells
            await asyncio.sleep(0)
        await cancel(run, gathering=held)

    began = asyncio.get_running_loop().time()
    await asyncio.gather(work_on(run, language="en"), stop())

    row = await _row(run)
    assert (row["state"], row["content"], asyncio.get_running_loop().time() - began < 20) == (
        "cancelled",
        None,
        True,
    )


async def test_one_that_waits_is_cancelled_before_it_begins(db: str, large: dict[str, list[str]]) -> None:
    held = await cast.gathering()
    run = await _ask(held)

    await cancel(run, gathering=held)
    await work_on(run, language="en")

    assert (await _row(run))["state"] == "cancelled"


async def test_one_that_fails_says_why(
    db: str, large: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await cast.gathering()
    run = await _ask(held)

    async def gone(*_: Any) -> Chunks:
        raise NothingOnPaper

    monkeypatch.setitem(DOCUMENTS, "large", Document(Message("x"), Message("x"), Group.VISIT, gone))
    await work_on(run, language="en")

    row = await _row(run)
    assert (row["state"], row["trouble"]) == (
        "failed",
        "Nothing to print: no bus, hotel or drive fits this choice.",
    )


async def test_one_whose_worker_died_is_not_begun_again(db: str, large: dict[str, list[str]]) -> None:
    held = await cast.gathering()
    run = await _ask(held)
    await fetch("UPDATE document_run SET state = 'running' WHERE id = $1", run)

    await work_on(run, language="en")

    row = await _row(run)
    assert (row["state"], "restarted" in row["trouble"]) == ("failed", True)


async def test_files_are_kept_for_a_day_and_go_with_an_erasure(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    kept = await _ask(held, "badges", guest=lin.number)
    old = await _ask(held, "badges")
    await fetch(
        "UPDATE document_run SET ended_at = $2 WHERE id = $1", old, now_utc() - timedelta(days=1, minutes=1)
    )

    await forget_old_documents(now=now_utc())
    after_a_day = [await file_kept(one, held) is not None for one in (kept, old)]
    await decide(lin.id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=cast.NOW)
    await erase(lin.id, gathering=held, by=SYSTEM, now=cast.NOW)

    assert after_a_day == [True, False]
    assert await file_kept(kept, held) is None
    assert (await _row(kept))["asked"] == "{}"


async def test_programs_have_documents_made_and_fetch_them(browser: Browser) -> None:
    held = await cast.gathering()
    await visit(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        asked = {"document": "visit/rooming", "asked": {"language": "zh-Hant", "hotel": "H1"}}
        made = (await client.post(f"{API}/document-runs", json=asked)).json()
        path = f"{API}/document-runs/{made['id']}"
        again, file, picture = [await client.get(f"{path}{more}") for more in ("", "/file", "/pages/1")]
        stopped = (await client.post(f"{path}/cancel")).json()
        listed = {one["name"]: one for one in (await client.get(f"{API}/documents")).json()}
        wrong = await client.post(f"{API}/document-runs", json={"document": "poster"})

    assert (made["state"], made["pages"], made["file"], again.json()) == ("done", 1, True, made)
    assert (file.content[:5], picture.content[1:4], stopped["state"]) == (b"%PDF-", b"PNG", "done")
    assert (listed["visit/rooming"]["last_pages"], listed["visit/rooming"]["last_version"]) == (1, 1)
    assert wrong.status_code == 404


@pytest.mark.parametrize("role", [Role.GATE_STAFF, Role.LIAISON, Role.VIEWER, Role.SIGNING_OFFICER])
async def test_a_document_is_seen_only_by_those_who_may_have_it(browser: Browser, role: Role) -> None:
    held = await cast.gathering()
    await visit(held)
    run = await _ask(held, "visit/manifest")
    made = f"{ROOT}/made/{run}"
    async with signed_in(browser, role) as client:
        found = [
            (await client.get(path)).status_code
            for path in (f"{ROOT}/visit/manifest/new", f"{API}/documents/visit/manifest", made, f"{made}/file", f"{made}/pages/1", f"{API}/document-runs/{run}")
        ]  # fmt: skip
        whole = (await client.get(ROOT)).status_code

    assert found == [403, 403, 404, 404, 404, 404]
    assert whole == (200 if role is Role.SIGNING_OFFICER else 403)
