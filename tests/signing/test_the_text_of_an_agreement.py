"""The file of an agreement's text: checked, sealed, given out to who may, and final while it is final."""

import asyncio
import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from event.database import fetch
from event.errors import Invalid
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.signing.errors import ChangedMeanwhile, TextIsFinal, TextIsSigned
from event.signing.queries import item_of
from event.signing.tables import SignedRecord
from event.signing.texts import DOCX, PDF, change_text_state, checked_text, keep_text, text_file_of
from tests import cast
from tests.signing.lists import agreement, with_some
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGE = "/console/example/signing/items/P01/text"
API = "/api/v1/gatherings/example/signing/items/P01/text"
WHO = {"by": COMMAND_LINE, "now": cast.NOW}
TEXT = b"%PDF-1.7 the agreement between the county and the company"
CHECKSUM = hashlib.sha256(TEXT).hexdigest()


def word(*parts: str) -> bytes:
    """A package with some parts."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "<x/>")
    return output.getvalue()


@pytest.fixture
async def officer(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """A signing officer at a browser."""
    async with signed_in(browser, Role.SIGNING_OFFICER) as client:
        yield client


def test_a_pdf_and_a_word_document_are_taken_and_nothing_else() -> None:
    assert (checked_text("a.pdf", TEXT), checked_text("a.docx", word("word/document.xml"))) == (PDF, DOCX)
    for content in (
        b"", b"text", b"PK\x03\x04 broken", word("xl/workbook.xml"), word("word/document.xml", "word/vbaProject.bin"),
        b"\xd0\xcf\x11\xe0 old Word", b"%PDF-" + bytes(20 * 2**20),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            checked_text("x", content)
        assert list(refused.value.problems) == ["file"]


async def test_a_file_is_kept_sealed_and_comes_back_as_it_was(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement(text_said="待法务复核"))
    empty = await officer.get(f"{PAGE}/file")
    kept = await officer.post(
        PAGE, data={"revision": "1", "state": "checked"}, files={"file": ("协议.pdf", TEXT)}
    )
    page = (await officer.get(PAGE)).text
    file = await officer.get(f"{PAGE}/file")

    item = await item_of(held, "P01")
    stored = bytes((await fetch("SELECT content FROM signing_text"))[0]["content"])
    trail = [row["action"] for row in await fetch("SELECT action FROM audit_entry ORDER BY id DESC LIMIT 2")]
    assert (empty.status_code, kept.status_code, item.revision) == (404, 303, 2)
    assert (item.told.text_state, item.told.text_said) == ("checked", "")
    assert (file.content, file.headers["content-type"]) == (TEXT, PDF)
    assert "filename*=UTF-8''%E5%8D%8F%E8%AE%AE.pdf" in file.headers["content-disposition"]
    assert (TEXT in stored, CHECKSUM in page, "协议.pdf" in page) == (False, True, True)
    assert trail == ["signing.open_text", "signing.keep_text"]


async def test_a_final_text_is_a_draft_again_before_another_takes_its_place(db: str) -> None:
    held = await with_some(agreement())
    await keep_text("P01", "a.pdf", TEXT, state="final", revision=1, gathering=held, **WHO)

    with pytest.raises(TextIsFinal):
        await keep_text("P01", "b.pdf", TEXT + b"2", state="draft", revision=2, gathering=held, **WHO)
    await change_text_state("P01", "draft", revision=2, gathering=held, **WHO)
    await keep_text("P01", "b.pdf", TEXT + b"2", state="final", revision=3, gathering=held, **WHO)

    item = await item_of(held, "P01")
    file = await text_file_of(item.id)
    assert file is not None
    assert (file.name, file.size, item.told.text_state, item.revision) == ("b.pdf", len(TEXT) + 1, "final", 4)


async def test_of_four_files_sent_at_the_same_moment_one_is_kept(db: str) -> None:
    held = await with_some(agreement())
    kept = await asyncio.gather(
        *(
            keep_text(
                "P01", "a.pdf", TEXT + bytes([number]), state="draft", revision=1, gathering=held, **WHO
            )
            for number in range(4)
        ),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in kept) == ["ChangedMeanwhile"] * 3 + ["str"]
    file = await text_file_of((await item_of(held, "P01")).id)
    assert file is not None
    assert file.checksum == next(one for one in kept if isinstance(one, str))


async def test_programs_send_read_and_open_it_and_are_told_what_cannot_be(officer: httpx.AsyncClient) -> None:
    await with_some(agreement())
    sent = await officer.put(
        API, params={"name": "a.pdf", "revision": 1, "text_state": "final"}, content=TEXT
    )
    late = await officer.put(API, params={"name": "a.pdf", "revision": 1}, content=TEXT)
    final = await officer.put(API, params={"name": "a.pdf", "revision": 2}, content=TEXT)
    odd = await officer.put(f"{API}/state", params={"revision": 2}, json={"state": "lost"})
    draft = await officer.put(f"{API}/state", params={"revision": 2}, json={"state": "draft"})
    wrong = await officer.put(API, params={"name": "a.doc", "revision": 3}, content=b"\xd0\xcf\x11\xe0")
    file = await officer.get(f"{API}/file")

    assert [one.status_code for one in (sent, late, final, odd, draft, wrong)] == [
        200,
        409,
        409,
        422,
        200,
        422,
    ]
    view = draft.json()
    assert (view["revision"], view["state"], view["file"]["checksum"], view["file"]["size"]) == (
        3, "draft", CHECKSUM, len(TEXT),
    )  # fmt: skip
    assert file.content == TEXT


async def test_the_page_says_what_is_refused_and_readers_without_the_right_get_nothing(
    officer: httpx.AsyncClient, browser: Browser
) -> None:
    held = await with_some(agreement())
    wrong = await officer.post(
        PAGE, data={"revision": "1", "state": "final"}, files={"file": ("a.txt", b"hello")}
    )
    nothing = await officer.post(PAGE, data={"revision": "1", "state": "final"})
    await keep_text("P01", "a.pdf", TEXT, state="final", revision=1, gathering=held, **WHO)
    closed = await officer.post(
        PAGE, data={"revision": "2", "state": "final"}, files={"file": ("a.pdf", TEXT)}
    )
    async with signed_in(browser, Role.VIEWER) as viewer:
        hidden = [(await viewer.get(path)).status_code for path in (PAGE, f"{PAGE}/file", API, f"{API}/file")]

    assert [one.status_code for one in (wrong, nothing, closed)] == [422, 422, 409]
    assert ("neither a PDF nor a Word document" in wrong.text, "Please choose a file." in nothing.text) == (
        True,
        True,
    )
    assert "Make it a draft again" in closed.text
    assert hidden == [403, 403, 403, 403]


async def test_who_opened_the_page_before_another_change_is_told(db: str) -> None:
    held = await with_some(agreement())
    await change_text_state("P01", "checked", revision=1, gathering=held, **WHO)

    with pytest.raises(ChangedMeanwhile):
        await change_text_state("P01", "final", revision=1, gathering=held, **WHO)


async def test_a_text_that_was_signed_stays_as_it_was_signed(db: str) -> None:
    held = await with_some(agreement())
    await keep_text("P01", "a.pdf", TEXT, state="final", revision=1, gathering=held, **WHO)
    await SignedRecord(
        id=uuid4(), item=(await item_of(held, "P01")).id, signed_at=cast.NOW, copies=2, by="system", recorded_at=cast.NOW,
        text_checksum=CHECKSUM,
    ).save()  # fmt: skip

    with pytest.raises(TextIsSigned):
        await change_text_state("P01", "draft", revision=2, gathering=held, **WHO)
    with pytest.raises(TextIsSigned):
        await keep_text("P01", "b.pdf", TEXT + b"2", state="final", revision=2, gathering=held, **WHO)
    assert await change_text_state("P01", "printed", revision=2, gathering=held, **WHO) == 3
