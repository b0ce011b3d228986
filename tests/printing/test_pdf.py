"""Rendering reaches nothing but our fonts and ends in time."""

import asyncio
import http.server
import io
import threading

import pikepdf
import pytest

from event.printing.errors import TooLongToPrint
from event.printing.pdf import in_children, pdf
from tests.printing.reading import outlines_of, structure_of, texts


async def test_nothing_is_fetched_from_disk_or_network(tmp_path) -> None:
    asked = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with http.server.HTTPServer(("127.0.0.1", 0), Listening) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{listening.server_port}"
        html = (
            f"<link rel=attachment href='file://{secret}'><link rel=stylesheet href='{address}/a.css'>"
            f"<img src='{address}/b.png'><img src='file://{secret}'><p style='font-family:Sheet'>林示例</p>"
        )
        made = await pdf([html], title="t", language="zh-Hans")
        listening.shutdown()

    assert asked == []
    assert [text.strip() for text in texts(made)] == ["林示例"]
    (tmp_path / "made.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "made.pdf") as document:
        assert len(document.attachments) == 0


_ENDLESS = {
    "a cell over a million columns": "<table><tr><td colspan=1000000>x</table>" * 50,
    "two thousand boxes in each other": "<div>" * 2000,
    "five thousand boxes in each other": "<div>" * 5000,
    "tables in tables": "<table><tr><td>" * 600,
    "a table that does not end": "<table>" + "<tr><td>x<td>y</tr>" * 200_000,
    "a word that does not end": "<p style='font-family:Sheet;width:1mm;overflow-wrap:anywhere'>"
    + "字" * 2_000_000,
}


@pytest.mark.parametrize("html", _ENDLESS.values(), ids=_ENDLESS)
async def test_a_page_that_never_ends_is_stopped_and_the_next_document_is_made(html: str) -> None:
    with pytest.raises(TooLongToPrint):
        await pdf([html], title="t", language="en", seconds=2)

    made = await pdf(["<p style='font-family:Sheet'>after"], title="t", language="en")
    assert [text.strip() for text in texts(made)] == ["after"]


def _much(gigabytes: int) -> int:
    return len(bytearray(gigabytes * 1024**3))


async def test_what_wants_more_memory_than_any_page_is_refused_and_the_next_document_is_made() -> None:
    with pytest.raises(TooLongToPrint):
        await in_children(_much, [(5,)])

    made = await pdf(["<p style='font-family:Sheet'>after"], title="t", language="en")
    assert [text.strip() for text in texts(made)] == ["after"]


async def test_what_is_stopped_does_not_stop_what_is_made_beside_it() -> None:
    endless = pdf([_ENDLESS["a cell over a million columns"]], title="t", language="en", seconds=3)
    good = pdf(["<p style='font-family:Sheet'>beside"], title="t", language="en")

    stopped, made = await asyncio.gather(endless, good, return_exceptions=True)

    assert isinstance(stopped, TooLongToPrint)
    assert isinstance(made, bytes)
    assert [text.strip() for text in texts(made)] == ["beside"]


def _sheet(number: int, rows: int = 24) -> str:
    cells = "".join(f"<tr><td>值{row}<td>{number}</tr>" for row in range(rows))
    head = "<thead><tr><th>甲<th>乙</tr></thead>"
    return (
        f"<html lang=zh-Hans><style>body {{ font-family: Sheet }}</style><h1>林示例 {number}</h1><h2>名单</h2><p hidden>{'字' * 9000}</p>"
        f"<table>{head}<tbody>{cells}</table><p><a href='https://example.org'>链接</a>"
    )


async def test_parts_that_were_set_side_by_side_are_told_as_one() -> None:
    made = await pdf([_sheet(number) for number in range(9)], title="名单 & <b>", language="zh-Hans")

    with pikepdf.open(io.BytesIO(made)) as document:
        root = document.Root
        tree = structure_of(document)
        (whole,) = root.StructTreeRoot.K
        assert len(whole.K) > 1  # it was made of parts
        assert [tree.page_of(page) for page in document.pages] == [{page.objgen} for page in document.pages]
        headings = [one for one in tree.tags if one in ("H1", "H2")]
        assert (headings, tree.tags.count("TH"), tree.tags.count("TD")) == (
            ["H1", "H2"] * 9,
            18,
            9 * 48,
        )
        assert tree.headings_missing == set()
        assert (str(root.Lang), str(document.docinfo["/Title"])) == ("zh-Hans", "名单 & <b>")
        with document.open_metadata() as metadata:
            assert (metadata["dc:title"], metadata["pdfuaid:part"]) == ("名单 & <b>", "1")
        assert [str(one.Title) for one in outlines_of(document)] == [
            f"林示例 {number}" for number in range(9)
        ]
    assert [number for number in range(9) if f"林示例 {number}" not in "".join(texts(made))] == []


async def test_the_same_content_gives_the_same_bytes() -> None:
    html = [_sheet(number) for number in range(9)]

    assert await pdf(html, title="t", language="en") == await pdf(html, title="t", language="en")
